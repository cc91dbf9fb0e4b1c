/** One message through the scanner of the core and the one in TypeScript. Throws if they differ. */
import { ScannerPair } from '../core/scan-agreement.js';

/** Names met by two scanners before they are replaced: full tables give no numbers. */
const MAX_NAMES = 3000;

let pair: ScannerPair | undefined;

/** @param behind What stands behind the message. */
export function tryScanners(message: Uint8Array, behind?: Uint8Array): void {
  if (pair === undefined || pair.ours.names.count > MAX_NAMES) pair = new ScannerPair();
  const differences = pair.differences(message, behind);
  if (differences.length === 0) return;
  const text = Buffer.from(message.buffer, message.byteOffset, message.length).toString('latin1');
  throw new Error(`the scanners differ:\n${differences.join('\n')}\n${JSON.stringify(text)}`);
}
