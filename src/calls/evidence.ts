/**
 * What shows that two conversations are legs of one call: the messages, and the headers in them. It is found again when somebody asks,
 * because few do.
 */
import type { Conversations } from '../conversations/conversations.js';
import type { Evidence } from '../conversations/evidence.js';
import { MESSAGE } from '../conversations/message-table.js';
import { duration } from '../format/durations.js';
import { type Reason, REASONS } from '../model/call-links.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import type { Bond } from './groups.js';
import type { LegTable } from './leg.js';
import type { Link } from './link.js';
import { type Trace, tracesIn } from './trace-headers.js';
import { SAID, type Weights } from './weights.js';

/** Times of legs are kept to 10 µs. */
const SAME_US = 10;

export class EvidenceOfLinks {
  readonly #conversations: Conversations;
  readonly #legs: LegTable;
  readonly #weights: Weights;

  constructor(conversations: Conversations, legs: LegTable, weights: Weights) {
    this.#conversations = conversations;
    this.#legs = legs;
    this.#weights = weights;
  }

  /** A bond with what shows it. */
  link(bond: Bond): Link {
    const { a, b, reason, points } = bond;
    const relayed = this.#relayed(a, b);
    const because = reason === 'relay' ? relayed.because : REASONS[reason];
    const own = this.#own(bond);
    return { a, b, reason, points, because, evidence: [...own, ...relayed.evidence] };
  }

  /** What the reason itself rests on. */
  #own({ a, b, reason, messageA, messageB }: Bond): Evidence[] {
    switch (reason) {
      case 'relay':
      case 'diversion':
      case 'by-hand':
        return [];
      case 'call-id-form':
        return [this.#callId(a), this.#callId(b)];
      case 'call-id-header':
      case 'replaces':
        return this.#named(a, b) ?? this.#named(b, a) ?? this.#common(a, b, reason);
      case 'via-branch':
        return [this.#message(a, this.#firstOf(a), 'Via', null), ...this.#headers(b, reason)];
      case 'offer':
      case 'answer':
      case 'media-key':
        return this.#described(a, b);
      case 'refer':
        return [this.#message(a, messageA, 'Refer-To', null), this.#message(b, messageB, null, null)];
      default:
        return this.#common(a, b, reason);
    }
  }

  /** The headers of `by` whose value is the Call-ID of `of`, and that Call-ID; undefined where none is. */
  #named(by: RowId, of: RowId): Evidence[] | undefined {
    const callId = this.#conversations.callId(of);
    const naming = this.#traces(by).find(({ trace }) => trace.isCallId && trace.text === callId);
    return naming === undefined ? undefined : [this.#callId(of), naming.evidence];
  }

  /** The headers of two conversations that have a value in common. */
  #common(a: RowId, b: RowId, reason: Reason): Evidence[] {
    const others = this.#traces(b).filter(({ trace }) => trace.reason === reason);
    for (const { trace, evidence } of this.#traces(a)) {
      const other = others.find(each => each.trace.text === trace.text);
      if (trace.reason === reason && other !== undefined) return [evidence, other.evidence];
    }
    return [];
  }

  #headers(row: RowId, reason: Reason): Evidence[] {
    return this.#traces(row).flatMap(({ trace, evidence }) => (trace.reason === reason ? [evidence] : []));
  }

  #traces(row: RowId): { trace: Trace; evidence: Evidence }[] {
    return this.#conversations.linksOf(row).flatMap(({ header, text, message }) => {
      const evidence = this.#message(row, message, header, text);
      return tracesIn(header, text).map(trace => ({ trace, evidence }));
    });
  }

  #callId(row: RowId): Evidence {
    return this.#message(row, this.#firstOf(row), 'Call-ID', this.#conversations.callId(row));
  }

  /** The first messages of both whose SDP says the same. */
  #described(a: RowId, b: RowId): Evidence[] {
    const { port, address, origin, originHost, mediaKey } = this.#conversations.descriptions;
    const ofB = this.#descriptions(b);
    for (const one of this.#descriptions(a)) {
      const other = ofB.find(
        each =>
          (port.get(one.at) === port.get(each.at) && address.get(one.at) === address.get(each.at)) ||
          (origin.get(one.at) !== 0 &&
            origin.get(one.at) === origin.get(each.at) &&
            originHost.get(one.at) === originHost.get(each.at)) ||
          (mediaKey.get(one.at) !== 0 && mediaKey.get(one.at) === mediaKey.get(each.at)),
      );
      if (other !== undefined)
        return [this.#message(a, one.message, null, null), this.#message(b, other.message, null, null)];
    }
    return [];
  }

  /** The messages of a conversation with a description, and where that is. */
  #descriptions(row: RowId): { message: MessageId; at: number }[] {
    const { descriptions } = this.#conversations;
    return this.#conversations.messagesOf(row).flatMap(message => {
      let low = 0;
      let high = descriptions.record.count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (descriptions.message.get(middle) < message) low = middle + 1;
        else high = middle;
      }
      return low < descriptions.record.count && descriptions.message.get(low) === message ? [{ message, at: low }] : [];
    });
  }

  /** What a host received and sent on, and what it passed back. */
  #relayed(a: RowId, b: RowId): { because: string; evidence: Evidence[] } {
    const legs = this.#legs;
    if (!legs.has(a) || !legs.has(b)) return { because: REASONS.relay, evidence: [] };
    const { said } = this.#weights.of(a, b, 0);
    const sentUs = legs.startUs.get(b) - legs.latestUs(a);
    const evidence: Evidence[] = [];
    const echoes: string[] = [];
    const note = (bit: number, name: string, usA: number, usB: number) => {
      const [inA, inB] = [this.#at(a, usA), this.#at(b, usB)];
      if ((said & bit) === 0 || inA === NO_MESSAGE || inB === NO_MESSAGE) return;
      echoes.push(name);
      evidence.push(this.#message(b, inB, null, null, name));
      evidence.push(this.#message(a, inA, null, null, `${name}, ${duration(Math.abs(usA - usB) / 1000)} apart`));
    };
    if (said !== 0) {
      evidence.push(this.#message(a, this.#at(a, legs.latestUs(a)), null, null, 'received'));
      evidence.push(
        this.#message(b, this.#at(b, legs.startUs.get(b)), null, null, `sent on after ${duration(sentUs / 1000)}`),
      );
    }
    note(SAID.Ringing, 'ringing', legs.ringUs(a, false), legs.ringUs(b, true));
    note(SAID.Final, 'final response', legs.finalUs(a, false), legs.finalUs(b, true));
    note(SAID.End, 'end', legs.endUs(a), legs.endUs(b));
    return {
      because: this.#sentence(a, sentUs, said, echoes),
      evidence: evidence.filter(({ message }) => message >= 0),
    };
  }

  #sentence(a: RowId, sentUs: number, said: number, echoes: readonly string[]): string {
    const { endpoints } = this.#conversations;
    const host = endpoints.host(this.#legs.target.get(a)) ?? 'a host';
    const numbers = [(said & SAID.Called) !== 0 && 'called', (said & SAID.Caller) !== 0 && 'calling'].filter(Boolean);
    const same = numbers.length === 0 ? '' : `, ${numbers.join(' and ')} number the same`;
    const passed = echoes.length === 0 ? '' : `; ${echoes.join(', ')} passed on`;
    return `${host} received the INVITE and sent it on ${duration(sentUs / 1000)} later${same}${passed}`;
  }

  /** The message of a conversation at a time that was kept of it. */
  #at(row: RowId, timeUs: number): MessageId {
    const { messages } = this.#conversations;
    const found = this.#conversations
      .messagesOf(row)
      .find(id => Math.abs(messages.timeUs.get(id) - timeUs) <= SAME_US && !messages.has(id, MESSAGE.Copy));
    return found ?? NO_MESSAGE;
  }

  #firstOf(row: RowId): MessageId {
    return this.#conversations.table.firstMessage.get(row);
  }

  #message(
    conversation: RowId,
    message: MessageId,
    header: string | null,
    value: string | null,
    shows = this.#what(message, header),
  ): Evidence {
    return { conversation, message, header, value, shows };
  }

  #what(message: MessageId, header: string | null): string {
    const { messages } = this.#conversations;
    if (header !== null) return `has it in ${header}`;
    if (message < 0) return '';
    const isRefer = messages.method.get(message) === METHOD.REFER;
    return isRefer ? 'refers to it' : 'has it in its SDP';
  }
}
