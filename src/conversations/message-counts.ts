/**
 * Totals over all messages, for `stats`. In: one message at a time. Out: counts by method, status, transport and fault.
 */
import { FAULT_CODES } from '../sip/faults.js';
import { MESSAGE, type MessageTable } from './message-table.js';

export class MessageCounts {
  /** Requests by method number, responses by status code, messages by index in TRANSPORTS, faults by bit. */
  readonly requests: number[] = [];
  readonly responses: number[] = [];
  readonly transports: number[] = [];
  readonly faults: number[] = FAULT_CODES.map(() => 0);
  malformed = 0;
  withoutCallId = 0;

  /** Counts message `id`. */
  add(messages: MessageTable, id: number, faults: number, withoutCallId: boolean): void {
    if (messages.has(id, MESSAGE.Response)) count(this.responses, messages.status.get(id));
    else count(this.requests, messages.method.get(id));
    count(this.transports, messages.transport.get(id));
    if (withoutCallId) this.withoutCallId++;
    if (faults === 0) return;
    this.malformed++;
    for (let bit = 0; bit < this.faults.length; bit++) if ((faults & (1 << bit)) !== 0) this.faults[bit]!++;
  }
}

function count(counts: number[], index: number): void {
  while (counts.length <= index) counts.push(0);
  counts[index]!++;
}
