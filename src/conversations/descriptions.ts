/**
 * What SDP (RFC 8866) in INVITEs and their responses says that other legs of a call may say, too: where the media go, whose session it
 * is, and by which keys. One row a message, in order of arrival; the core writes them (src/core/conversations/descriptions.ts).
 */
import type { CoreTable } from '../binding/core-table.js';
import type { MessageId } from '../model/ids.js';
import { CHUNK_BITS, CHUNK_ROWS } from '../tables/moved-rows.js';
import { Records } from '../tables/records.js';

/**
 *       0       1       2       3       4       5       6       7
 *    0 │message                        │port                           │
 *    8 │address                        │origin                         │
 *   16 │originHost                     │mediaKey                       │
 *   24 │mediaKeyEnd                    │                               │
 */
export class Descriptions {
  readonly record: Records;
  readonly message;
  /** Of the first media that is not refused; 0 if there is none. */
  readonly port;
  /** The four bytes of its IPv4 address as they lie; of any other the hash. */
  readonly address;
  /** Hashes of user and session, and of the address, in o=; 0 where they tell nothing apart. */
  readonly origin;
  readonly originHost;
  /** Hashes of what encrypts the media or checks who sends it, and of its end; 0 if there is nothing. */
  readonly mediaKey;
  readonly mediaKeyEnd;
  #dropped = 0;

  /** @param table Where the rows are; without it they are here. */
  constructor(table?: CoreTable) {
    const record = new Records(32, undefined, table);
    this.record = record;
    this.message = record.int32<MessageId>();
    this.port = record.int32();
    this.address = record.int32();
    this.origin = record.int32();
    this.originHost = record.int32();
    this.mediaKey = record.int32();
    this.mediaKeyEnd = record.int32();
  }
  /** Drops those of messages before one, by whole chunks. */
  dropBefore(first: MessageId): void {
    const { record, message } = this;
    for (let end = this.#dropped + CHUNK_ROWS; end <= record.count; end += CHUNK_ROWS) {
      if (message.get(end - 1) >= first) return;
      record.drop(this.#dropped >>> CHUNK_BITS);
      this.#dropped = end;
    }
  }
}
