/** The core's scanner for tests: a table of names and a core take longer to make than a message to scan. */
import { CoreScan } from '../../../src/binding/core-scan.js';
import { WasmCore } from '../../../src/binding/wasm-core.js';
import { HeaderNames } from '../../../src/sip/headers/header-names.js';

const scanners = new WeakMap<HeaderNames, CoreScan>();
const shared = new HeaderNames();
const cores = new WeakMap<CoreScan, WasmCore>();

/** The scanner whose header numbers are those of a table; without one, a table of all tests. */
export function scannerOf(names = shared): CoreScan {
  const known = scanners.get(names);
  if (known !== undefined) return known;
  const core = new WasmCore();
  const scanner = new CoreScan(core, names);
  cores.set(scanner, core);
  scanners.set(names, scanner);
  return scanner;
}

/** The hash that a scanner has of bytes. */
export function hashOf(scanner: CoreScan, bytes: Uint8Array): number {
  const core = cores.get(scanner)!;
  const at = core.lend(bytes, 0, bytes.length);
  return core.exports.hashBytes(at, at + bytes.length);
}
