/** Totals over messages, for `stats`: counts by method, status, transport and fault. */
import { FAULT_CODES } from '../sip/message/faults.js';
import type { MessageId } from '../model/ids.js';
import { MESSAGE, type MessageTable } from './message-table.js';

export class MessageCounts {
  messages = 0;
  /** Requests by method number, responses by status code, messages by index in TRANSPORTS, faults by bit. */
  readonly requests: number[] = [];
  readonly responses: number[] = [];
  readonly transports: number[] = [];
  readonly faults: number[] = [];
  malformed = 0;
  withoutCallId = 0;
  retransmissions = 0;
  copies = 0;

  /** Counts message `id`. */
  add(table: MessageTable, id: MessageId, withoutCallId: boolean): void {
    this.messages++;
    if (table.has(id, MESSAGE.Response)) count(this.responses, table.status.get(id));
    else count(this.requests, table.method.get(id));
    count(this.transports, table.transport.get(id));
    if (withoutCallId) this.withoutCallId++;
    if (table.has(id, MESSAGE.Retransmission)) this.retransmissions++;
    if (table.has(id, MESSAGE.Copy)) this.copies++;
    if (!table.has(id, MESSAGE.Malformed)) return;
    this.malformed++;
    const faults = table.faults.get(id);
    for (let bit = 0; bit < FAULT_CODES.length; bit++) if ((faults & (1 << bit)) !== 0) count(this.faults, bit);
  }

  /** Adds the counts of another. */
  addAll(other: MessageCounts): void {
    this.messages += other.messages;
    for (const list of ['requests', 'responses', 'transports', 'faults'] as const)
      for (const [index, messages] of other[list].entries()) count(this[list], index, messages);
    this.malformed += other.malformed;
    this.withoutCallId += other.withoutCallId;
    this.retransmissions += other.retransmissions;
    this.copies += other.copies;
  }
}

function count(counts: number[], index: number, messages = 1): void {
  while (counts.length <= index) counts.push(0);
  counts[index]! += messages;
}
