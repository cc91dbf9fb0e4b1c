/**
 * A non-INVITE client transaction (RFC 3261 section 17.1.2): sends a request, retransmits it, and reports each
 * transmission, each response and the end.
 */
import type { SipMessage } from '../sip/message/message.js';
import { isResponseTo } from './options-request.js';
import { T1_MS, T2_MS } from './timers.js';

export interface TransactionEvents {
  /** The request is being sent; `attempt` is 0 the first time. */
  sending(attempt: number): void;
  response(message: SipMessage, arrivedMs: number): void;
}

export type TransactionEnd =
  | { kind: 'answered'; final: SipMessage }
  | { kind: 'timeout' }
  | { kind: 'cancelled' }
  /** The network rejected it; `why` is a clause: "connection refused". */
  | { kind: 'failed'; why: string };

export class Transaction {
  /** Resolves when a final response has come or none will. */
  readonly ended: Promise<TransactionEnd>;
  readonly #request: { branch: string; cseq: number };
  readonly #send: () => void;
  readonly #reliable: boolean;
  readonly #events: TransactionEvents;
  #finish: (end: TransactionEnd) => void = () => {};
  #retransmit: NodeJS.Timeout | undefined;
  readonly #giveUp: NodeJS.Timeout;
  #attempts = 0;
  #proceeding = false;
  #over = false;

  constructor(
    request: { branch: string; cseq: number },
    send: () => void,
    { reliable, timeoutMs }: { reliable: boolean; timeoutMs: number },
    events: TransactionEvents,
  ) {
    this.#request = request;
    this.#send = send;
    this.#reliable = reliable;
    this.#events = events;
    this.ended = new Promise(resolve => {
      this.#finish = resolve;
    });
    this.#giveUp = setTimeout(() => this.#end({ kind: 'timeout' }), timeoutMs);
    this.#transmit();
  }

  /** Takes a message from the far end; ignores one that does not match the request. */
  receive(message: SipMessage, arrivedMs: number): void {
    if (this.#over || !isResponseTo(message, this.#request)) return;
    this.#events.response(message, arrivedMs);
    if (message.status! >= 200) this.#end({ kind: 'answered', final: message });
    else this.#proceeding = true;
  }

  fail(why: string): void {
    this.#end({ kind: 'failed', why });
  }

  cancel(): void {
    this.#end({ kind: 'cancelled' });
  }

  #transmit(): void {
    const attempt = this.#attempts++;
    this.#events.sending(attempt);
    this.#send();
    // Timer E: T1 doubling up to T2, and T2 after a provisional response. Reliable transports retransmit by themselves.
    if (this.#reliable || this.#over) return;
    const waitMs = this.#proceeding ? T2_MS : Math.min(T1_MS * 2 ** attempt, T2_MS);
    this.#retransmit = setTimeout(() => this.#transmit(), waitMs);
  }

  #end(end: TransactionEnd): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#retransmit);
    clearTimeout(this.#giveUp);
    this.#finish(end);
  }
}
