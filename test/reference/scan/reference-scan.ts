/** The scanner in TypeScript, which the core's is held against. */
import { ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { scanMessage } from './scan.js';

export class ReferenceScan extends ScannedMessage {
  scan(bytes: Uint8Array, start: number, end: number): void {
    scanMessage(bytes, start, end, this);
  }
}
