/**
 * What a rule looks at: one conversation with its transactions, the texts of its messages where a rule asks for them, and what the rest
 * of the capture says. Made for one conversation at a time.
 */
import { CONVERSATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import type { Evidence } from '../conversations/evidence.js';
import type { Event } from '../conversations/events/events.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { NO_TIME } from '../model/times.js';
import { METHOD, METHOD_NAMES } from '../sip/headers/methods.js';
import { headerValue, headerValues, type SipMessage } from '../sip/message/message.js';
import { type Media, parseSdp } from '../sip/message/sdp.js';
import { STATES, type State } from '../sip/states.js';
import { decodeText } from '../bytes/text.js';
import { cut } from './facts/cut.js';
import type { Knowledge } from './knowledge/knowledge.js';
import type { DiagnosisSettings } from '../model/diagnosis-settings.js';
import type { Moment } from './sentence.js';
import { type Transaction, type Transactions, transactionsOf } from './transactions.js';

/** What cases are made from. */
export interface Subject {
  conversations: Conversations;
  knowledge: Knowledge;
  settings: DiagnosisSettings;
  /** The state of a conversation, as index in STATES, at the moment. */
  state(row: RowId): number;
  /** Time of the latest packet for the source of a conversation in µs, and whether nothing more will come. */
  moment(row: RowId): { nowUs: number; ended: boolean };
  dated(row: RowId): boolean;
  /** A message as it stands; undefined where it cannot be read. */
  read(id: MessageId): { message: SipMessage; bytes: Uint8Array } | undefined;
}

const FAILED: ReadonlySet<State> = new Set<State>(['rejected', 'failed', 'unanswered', 'redirected', 'challenged']);

export class Case {
  readonly row: RowId;
  readonly subject: Subject;
  readonly state: State;
  /** In order of time, without copies. */
  readonly messages: readonly MessageId[];
  readonly transactions: readonly Transaction[];
  /** Responses whose requests were not seen. */
  readonly strays: readonly MessageId[];
  readonly nowUs: number;
  /** Nothing more will come. */
  readonly ended: boolean;
  readonly #read = new Map<MessageId, { message: SipMessage; bytes: Uint8Array } | undefined>();
  readonly #media = new Map<MessageId, readonly Media[]>();

  constructor(row: RowId, subject: Subject, seen: Transactions = transactionsOf(subject.conversations, row)) {
    this.row = row;
    this.subject = subject;
    this.state = STATES[subject.state(row)]!;
    this.messages = seen.messages;
    this.transactions = seen.transactions;
    this.strays = seen.strays;
    const { nowUs, ended } = subject.moment(row);
    this.nowUs = nowUs;
    this.ended = ended;
  }

  get conversations(): Conversations {
    return this.subject.conversations;
  }

  get knowledge(): Knowledge {
    return this.subject.knowledge;
  }

  get settings(): DiagnosisSettings {
    return this.subject.settings;
  }

  /** It holds an INVITE or a response to one. */
  get isCall(): boolean {
    return this.conversations.table.has(this.row, CONVERSATION.Call);
  }

  /** The call was answered. */
  get isAnswered(): boolean {
    return this.isCall && this.conversations.table.has(this.row, CONVERSATION.Answered);
  }

  /** It did not come about, and not because its user wished so. */
  get isFailed(): boolean {
    return FAILED.has(this.state) || (this.state === 'cancelled' && !this.wasAnswered) || this.isRefusedByNetwork;
  }

  /** Any response came to the latest attempt. */
  get wasAnswered(): boolean {
    return this.conversations.table.has(this.row, CONVERSATION.Responded);
  }

  /** Something besides its messages happened to it that left one without effect. */
  get isRefusedByNetwork(): boolean {
    return !this.wasAnswered && this.events.length > 0;
  }

  /** What happened besides its messages. */
  get events(): readonly Event[] {
    return this.conversations.events.of(this.row);
  }

  /** The first transaction of the attempt that decides: the latest request of the method that does, outside a dialog. */
  get attempt(): Transaction | undefined {
    const request = this.conversations.table.latestAttempt.get(this.row);
    return this.transactions.find(each => each.request === request) ?? this.#hopOf(request);
  }

  /** Transactions that carry the same request further: those of the same method and CSeq number, in order of time. */
  hops({ method, cseq }: Transaction): Transaction[] {
    return this.transactions.filter(each => each.method === method && each.cseq === cseq);
  }

  /** Time of a message in µs. */
  timeUs(id: MessageId): number {
    return id < 0 ? NO_TIME : this.conversations.messages.timeUs.get(id);
  }

  /** µs between two messages; NO_TIME where nobody told. */
  elapsedUs(from: MessageId, to: MessageId): number {
    return this.conversations.messages.elapsedUs(from, to);
  }

  /** A time as a slot of a sentence; undefined where nobody told it. */
  moment(timeUs: number): Moment | undefined {
    return Number.isNaN(timeUs) ? undefined : { timeUs, dated: this.subject.dated(this.row) };
  }

  /** "10.0.0.1:5060"; "?" where the address is not known. */
  peer(endpoint: number): string {
    return this.conversations.endpoints.format(endpoint) ?? '?';
  }

  /** "10.0.0.1". */
  host(endpoint: number): string {
    return this.conversations.endpoints.host(endpoint) ?? '?';
  }

  /** Whether two endpoints have the same address. */
  isSameHost(one: number, other: number): boolean {
    const { hosts } = this.knowledge;
    return hosts.of(one) === hosts.of(other);
  }

  /** "INVITE". */
  method({ method }: Transaction): string {
    return METHOD_NAMES[method] ?? this.conversations.methods.text(method);
  }

  /** "7 INVITEs": a request as often as it was sent. */
  requests(transaction: Transaction): string {
    const method = this.method(transaction);
    const { sent } = transaction;
    return `${sent} ${method}${sent === 1 || method.endsWith('S') ? '' : 's'}`;
  }

  /** "403 Forbidden". */
  statusText(id: MessageId): string {
    const { messages, reasons } = this.conversations;
    return `${messages.status.get(id)} ${cut(reasons.text(messages.reason.get(id)))}`.trimEnd();
  }

  /** A message as it stands; undefined where it cannot be read any more. */
  message(id: MessageId): SipMessage | undefined {
    return this.#bytesOf(id)?.message;
  }

  /** Value of the first header with this name; undefined where there is none. */
  header(id: MessageId, name: string): string | undefined {
    const message = id < 0 ? undefined : this.message(id);
    return message === undefined ? undefined : (headerValue(message, name) ?? undefined);
  }

  /** Values of all headers with this name. */
  headers(id: MessageId, name: string): string[] {
    const message = id < 0 ? undefined : this.message(id);
    return message === undefined ? [] : headerValues(message, name);
  }

  /** The body as text; "" where there is none. */
  body(id: MessageId): string {
    const read = id < 0 ? undefined : this.#bytesOf(id);
    return read === undefined ? '' : decodeText(read.bytes, read.message.bodyStart, read.message.bodyEnd);
  }

  /** The media that a message describes; none where it has no SDP. */
  media(id: MessageId): readonly Media[] {
    let media = this.#media.get(id);
    if (media === undefined) {
      media = parseSdp(this.body(id));
      this.#media.set(id, media);
    }
    return media;
  }

  /** A message as evidence, or a header of it with its value. */
  shows(id: MessageId, shows: string, header?: string): Evidence {
    const conversation = id < 0 ? this.row : this.conversations.messages.conversation.get(id);
    const value = header === undefined ? undefined : this.header(id, header);
    return { conversation, message: id, header: header ?? null, value: value ?? null, shows };
  }

  /** Whether any message of the conversation may have a header. */
  mightHave(header: string): boolean {
    return this.conversations.mightHaveHeader(this.row, this.conversations.names.find(header));
  }

  /** The first message that passes after one, in order of time; NO_MESSAGE where none does. */
  after(id: MessageId, passes: (id: MessageId) => boolean): MessageId {
    const from = this.messages.indexOf(id);
    return this.messages.find((each, at) => at > from && passes(each)) ?? NO_MESSAGE;
  }

  /** The latest attempt as a whole was a CANCEL's. */
  get cancelled(): Transaction | undefined {
    return this.transactions.find(({ method, cancel }) => method === METHOD.INVITE && cancel >= 0);
  }

  #hopOf(request: MessageId): Transaction | undefined {
    if (request < 0) return undefined;
    const { messages } = this.conversations;
    return this.transactions.find(
      ({ method, cseq }) => method === messages.method.get(request) && cseq === messages.cseq.get(request),
    );
  }

  #bytesOf(id: MessageId): { message: SipMessage; bytes: Uint8Array } | undefined {
    if (!this.#read.has(id)) this.#read.set(id, this.subject.read(id));
    return this.#read.get(id);
  }
}
