/** The scanner in TypeScript, which the core's is held against. */
import { viewOf, WordView } from '../../../src/bytes/words.js';
import { ScannedMessage } from '../../../src/sip/scan/scanned-message.js';
import { ReferenceNames } from './reference-names.js';
import { scanMessage } from './scan.js';

export class ReferenceScan extends ScannedMessage {
  override readonly names: ReferenceNames;
  /** The bytes scanned last, as words. */
  readonly words = new WordView();
  /** Branch of the last Via, if there are several. */
  readonly lastBranch = { start: 0, end: 0 };
  /** The bytes of the list of headers. */
  readonly headersView = viewOf(new Uint8Array(this.headers.buffer));

  constructor(names = new ReferenceNames()) {
    super(names);
    this.names = names;
  }

  scan(bytes: Uint8Array, start: number, end: number): void {
    scanMessage(bytes, start, end, this);
  }
}
