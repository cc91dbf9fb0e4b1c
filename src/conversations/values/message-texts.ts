/**
 * Numbers for the texts that repeat from message to message: methods, reason phrases, software, outer layers. 0 means
 * none. Each table holds UNNUMBERED entries; a text beyond them gets 0 as well, and is counted. All but the outer layers are met by the core
 * (src/core/conversations/texts.ts).
 */
import type { WasmCore } from '../../binding/wasm-core.js';
import { Interner } from '../../tables/interner.js';
import { UNNUMBERED } from '../message-table.js';

export class MessageTexts {
  /** Ids below METHOD_NAMES.length are the numbers of sip/headers/methods.ts. */
  readonly methods: Interner;
  readonly reasons: Interner;
  /** Values of User-Agent and Server. */
  readonly agents: Interner;
  readonly tunnels: Interner;
  readonly #core: WasmCore;
  #tunnelsNotKept = 0;
  #tunnel = '';
  #tunnelId = 0;

  constructor(core: WasmCore) {
    const { exports } = core;
    this.#core = core;
    this.methods = new Interner(UNNUMBERED, { core, address: exports.methods.value });
    this.reasons = new Interner(UNNUMBERED, { core, address: exports.reasons.value });
    this.agents = new Interner(UNNUMBERED, { core, address: exports.agents.value });
    this.tunnels = new Interner(UNNUMBERED, { core });
    this.tunnels.intern(new Uint8Array(0));
  }

  /** Messages whose text found no room in its table. */
  get notKept(): { methods: number; reasons: number; agents: number; tunnels: number } {
    const { methodsNotKept, reasonsNotKept, agentsNotKept } = this.#core.exports;
    return {
      methods: methodsNotKept.value,
      reasons: reasonsNotKept.value,
      agents: agentsNotKept.value,
      tunnels: this.#tunnelsNotKept,
    };
  }

  /** Number of outer layers, "" for none. */
  tunnel(text: string): number {
    if (text === '') return 0;
    if (text !== this.#tunnel) {
      this.#tunnel = text;
      this.#tunnelId = this.tunnels.intern(new TextEncoder().encode(text));
    }
    if (this.#tunnelId >= 0) return this.#tunnelId;
    this.#tunnelsNotKept++;
    return 0;
  }
}
