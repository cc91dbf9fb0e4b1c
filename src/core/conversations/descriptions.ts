/** What the SDP of INVITEs and of their responses says, a row a message, for src/conversations/descriptions.ts. */
import { METHOD } from '../built/scan';
import { DESCRIPTION_BYTES, Description, Message } from '../built/tables';
import { scanned } from '../scan/scanned';
import { described, scanSdp } from '../scan/sdp-scan';
import { appendRow, newTable, rowAt } from '../tables/table';

export const descriptions = newTable(DESCRIPTION_BYTES);

/** Keeps what the body of the message just scanned says, which ends at `end`. */
export function describe(id: i32, message: Message, end: usize): void {
  if (<i32>message.method !== METHOD.INVITE) return;
  scanSdp(scanned.bodyStart, end);
  if (described.port === 0 && described.origin === 0) return;
  const description = changetype<Description>(rowAt(descriptions, appendRow(descriptions)));
  description.message = id;
  description.port = described.port;
  description.address = described.address;
  description.origin = described.origin;
  description.originHost = described.originHost;
  description.mediaKey = described.mediaKey;
  description.mediaKeyEnd = described.mediaKeyEnd;
}
