/**
 * What src/core/ (AssemblyScript) knows from the tables of the TypeScript side, as AssemblyScript: build-core.js writes each of these files to
 * src/core/built/, so that nothing is typed twice.
 */
import { packetConstants } from './packets.js';
import { scanConstants } from './scan.js';
import { tableConstants } from './tables.js';
import { toldSource } from './told.js';

/** Text by file name. */
export function constants(): Record<string, string> {
  return {
    'packets.ts': packetConstants(),
    'scan.ts': scanConstants(),
    'tables.ts': tableConstants(),
    'told.ts': toldSource(),
  };
}
