/**
 * Numbers for the texts that repeat from message to message: methods, reason phrases, software, outer layers. 0 means
 * none. Each table holds UNNUMBERED entries; a text beyond them gets 0 as well, and is counted.
 */
import { ascii } from '../../../../src/sip/framing/bytes.js';
import { METHOD_NAMES } from '../../../../src/sip/headers/methods.js';
import type { ScannedMessage } from '../../../../src/sip/scan/scanned-message.js';
import { viewOf } from '../../../../src/bytes/words.js';
import { Interner } from '../../tables/interner.js';
import { UNNUMBERED } from '../message-table.js';

export class MessageTexts {
  /** Ids below METHOD_NAMES.length are the numbers of sip/headers/methods.ts. */
  readonly methods = new Interner(UNNUMBERED);
  readonly reasons = new Interner(UNNUMBERED);
  /** Values of User-Agent and Server. */
  readonly agents = new Interner(UNNUMBERED);
  readonly tunnels = new Interner(UNNUMBERED);
  /** Messages whose text found no room in its table. */
  readonly notKept = { methods: 0, reasons: 0, agents: 0, tunnels: 0 };

  /** The latest agent of each shape and reason phrase of each status: good guesses for the next message. */
  readonly #agentOfShape = new Uint16Array(UNNUMBERED + 1);
  readonly #reasonOfStatus = new Uint16Array(1024);
  #tunnel = '';
  #tunnelId = 0;

  constructor() {
    for (const name of METHOD_NAMES) this.methods.intern(ascii(name), 0, name.length);
    for (const texts of [this.reasons, this.agents, this.tunnels]) texts.intern(ascii(''), 0, 0);
  }

  /** Method of a request. */
  method(view: DataView, { method, methodStart, methodEnd }: ScannedMessage): number {
    if (method !== 0 || methodEnd === methodStart) return method;
    return this.#kept('methods', this.methods.internView(view, methodStart, methodEnd));
  }

  /** Method in CSeq. */
  cseqMethod(view: DataView, { cseqMethod, cseqMethodStart, cseqMethodEnd }: ScannedMessage): number {
    if (cseqMethod !== 0 || cseqMethodEnd === cseqMethodStart) return cseqMethod;
    return this.#kept('methods', this.methods.internView(view, cseqMethodStart, cseqMethodEnd));
  }

  /** Reason phrase of a response: usually the one its status had last. */
  reason(view: DataView, { status, reasonStart, reasonEnd }: ScannedMessage): number {
    if (reasonEnd === reasonStart) return 0;
    const reason = this.reasons.internNear(view, reasonStart, reasonEnd, this.#reasonOfStatus[status]!);
    if (reason > 0) this.#reasonOfStatus[status] = reason;
    return this.#kept('reasons', reason);
  }

  /** User-Agent or Server: the same headers in the same order usually mean the same software. */
  agent(view: DataView, { agentStart, agentEnd }: ScannedMessage, shape: number): number {
    if (agentEnd === agentStart) return 0;
    const agent = this.agents.internNear(view, agentStart, agentEnd, this.#agentOfShape[shape]!);
    if (agent > 0) this.#agentOfShape[shape] = agent;
    return this.#kept('agents', agent);
  }

  /** Outer layers, "" for none. */
  tunnel(text: string): number {
    if (text === '') return 0;
    if (text !== this.#tunnel) {
      const bytes = new TextEncoder().encode(text);
      this.#tunnel = text;
      this.#tunnelId = this.#kept('tunnels', this.tunnels.internView(viewOf(bytes), 0, bytes.length));
    }
    return this.#tunnelId;
  }

  /** An id, or 0 for one that the table has no room for. */
  #kept(table: keyof MessageTexts['notKept'], id: number): number {
    if (id >= 0) return id;
    this.notKept[table]++;
    return 0;
  }
}
