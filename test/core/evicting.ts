/**
 * Traffic without an end of which only the latest is kept, as retention does it (src/engine/spool/retention.ts): a conversation in so many stays long, gets late
 * messages after its chunk was dropped, and all texts, numbers, addresses and links are new ones. Messages come in while eviction goes on, step by step.
 */
import { Eviction } from '../../src/conversations/eviction.js';
import { messageId, type RowId, rowId } from '../../src/model/ids.js';
import { Random } from '../fuzz/random.js';
import { decodedOf } from './conversations-trial.js';
import { ConversationsPair } from './conversations-agreement.js';
import type { Conversations } from '../../src/conversations/conversations.js';

/** Conversations opened between two evictions. */
const A_ROUND = 4096;
/** One conversation in so many stays for so many rounds. */
const LASTING = 61;
const ROUNDS = 6;

export interface Bounds {
  /** Conversations kept, beside those that last. */
  kept: number;
  /** Whether the reference takes part. */
  compares: boolean;
}

export class Evicting {
  readonly pair = new ConversationsPair();
  readonly #random: Random;
  readonly #bounds: Bounds;
  readonly #ours = new Eviction(this.pair.ours);
  // The reference has the same members; that they are private makes it another type.
  readonly #theirs = new Eviction(this.pair.theirs as unknown as Conversations);
  /** The first message to arrive of each conversation that is kept, by row. */
  readonly #firstMessage = new Map<RowId, number>();
  #opened = 0;
  #sent = 0;
  differences: string[] = [];

  constructor(seed: number, bounds: Bounds) {
    this.#random = new Random(seed, 0);
    this.#bounds = bounds;
  }

  get messages(): number {
    return this.#sent;
  }

  /** Opens conversations, and evicts where there are too many. */
  round(): void {
    for (let at = 0; at < A_ROUND; at++) this.#call();
    const { ours } = this.pair;
    const floor = rowId(ours.count - this.#bounds.kept);
    if (floor <= ours.rows.floor) return;
    const older: RowId[] = [];
    const gone: RowId[] = [];
    for (const row of [...ours.rows.older, ...between(ours.rows.floor, floor)])
      (row % LASTING === 0 && row > floor - ROUNDS * A_ROUND ? older : gone).push(row);
    for (const row of gone) this.#both(eviction => eviction.close(row));
    this.#steps(eviction => eviction.count(gone));
    this.#both(eviction => eviction.raise(gone, floor, older));
    const messageFloor = messageId(this.#firstMessage.get(floor) ?? 0);
    for (const row of gone) this.#firstMessage.delete(row);
    this.#steps(eviction => eviction.free(gone, messageFloor));
    this.#steps(eviction => eviction.sweep());
    for (const row of gone.slice(0, 20)) this.#look(row);
  }

  #both(act: (eviction: Eviction) => void): void {
    act(this.#ours);
    if (this.#bounds.compares) act(this.#theirs);
  }

  /** Steps of both in turns, with messages in between. */
  #steps(begin: (eviction: Eviction) => Generator<undefined, void>): void {
    const ours = begin(this.#ours);
    const theirs = this.#bounds.compares ? begin(this.#theirs) : undefined;
    for (let step = 0; ; step++) {
      const isDone = ours.next().done === true;
      if (theirs !== undefined && (theirs.next().done === true) !== isDone)
        this.differences.push(`${step} steps differ`);
      if (isDone) return;
      if (step % 4 === 0) this.#late();
    }
  }

  /** Some messages of a conversation, the others late. */
  #call(): void {
    const call = this.#opened++;
    this.#send(`INVITE sip:${call}@b SIP/2.0`, call, 1, 'INVITE', '');
    this.#send('SIP/2.0 180 Ringing', call, 1, 'INVITE', ';tag=b');
    if (call % 3 === 0) this.#send('SIP/2.0 200 OK', call, 1, 'INVITE', ';tag=b');
    if (call % 4 === 0) this.#late();
  }

  /** A message of a conversation that lasts, or of one that may be gone. */
  #late(): void {
    const { older } = this.pair.ours.rows;
    const row =
      older.length > 0 && this.#random.below(3) > 0 ? this.#random.pick(older) : this.#random.below(this.#opened);
    const callId = this.pair.ours.callId(rowId(row)) ?? `c${row}@x`;
    const call = Number(/\d+/.exec(callId)?.[0] ?? 0);
    const cseq = 1 + this.#random.below(3);
    if (this.#random.below(2) === 0) this.#send(`BYE sip:${call}@b SIP/2.0`, call, cseq, 'BYE', ';tag=b');
    else this.#send('SIP/2.0 200 OK', call, cseq, this.#random.pick(['BYE', 'INVITE', 'OPTIONS']), ';tag=b');
  }

  #send(start: string, call: number, cseq: number, method: string, toTag: string): void {
    const text =
      `${start}\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK${call}-${cseq}\r\nFrom: <sip:${call}@a>;tag=a${call}\r\nTo: <sip:9@b>${toTag}\r\n` +
      `Call-ID: c${call}@x\r\nCSeq: ${cseq} ${method}\r\nJoin: j${call}\r\nUser-Agent: u${call % 500}\r\n\r\n`;
    const early = this.#random.below(20) === 0 ? this.#random.below(60_000_000) : 0;
    const timeUs = 1e15 + this.#sent * 1000 - early;
    const sent = { text, timeUs, from: 'a', to: 'b', line: '', addressLength: 16, ports: [5060, 5060] as const };
    const decoded = decodedOf({ ...sent, transport: 1, missing: 0, tunnel: '', dated: true, margin: 0 });
    // An address for each call.
    new DataView(decoded.addressBytes.buffer).setUint32(8, call);
    const location = {
      file: 1,
      recordOffset: this.#sent,
      payloadDelta: 0,
      placeUs: timeUs,
      dated: true,
      parts: undefined,
    };
    const id = this.#bounds.compares ? this.pair.add(decoded, location) : this.pair.ours.add(decoded, location);
    if (id !== this.#sent++) this.differences.push(`message ${this.#sent} has the id ${id}`);
    const row = this.pair.ours.messages.conversation.get(id);
    if (!this.#firstMessage.has(row)) this.#firstMessage.set(row, id);
    if (this.#sent % 256 === 0) this.#look(row);
  }

  #look(row: RowId): void {
    if (!this.#bounds.compares) return;
    this.differences.push(...this.pair.differencesOfConversation(row), ...this.pair.differencesOfTables());
  }
}

function between(first: RowId, end: RowId): RowId[] {
  return Array.from({ length: end - first }, (_, at) => rowId(first + at));
}
