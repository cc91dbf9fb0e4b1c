/**
 * The transactions of one conversation, as they were seen: a request with its retransmissions and its responses, a hop each
 * (RFC 3261 section 17.1.3). Columns tell everything; no message is read. Copies of packets are left out: they are no retransmissions.
 */
import type { Conversations } from '../conversations/conversations.js';
import { MESSAGE } from '../conversations/message-table.js';
import { type MessageId, NO_MESSAGE, type RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';

/** Messages looked at of a conversation, and transactions made of them: what comes later is not judged. */
const MAX_MESSAGES = 2048;
const MAX_TRANSACTIONS = 256;

export class Transaction {
  method = 0;
  cseq = 0;
  branch = 0;
  /** Endpoints that sent and received the request. */
  source = 0;
  destination = 0;
  /** The request, and the last time it was sent: the same message where it was sent once. */
  request: MessageId = NO_MESSAGE;
  lastRequest: MessageId = NO_MESSAGE;
  /** How often the request was sent. */
  sent = 0;
  /** 100 Trying, and the first provisional response above it. */
  trying: MessageId = NO_MESSAGE;
  progress: MessageId = NO_MESSAGE;
  /** The same provisional response above 100 came so often. */
  progressRepeats = 0;
  /** The final response, its status (0 without one), how often it came, and the last time it did. */
  final: MessageId = NO_MESSAGE;
  status = 0;
  finals = 0;
  lastFinal: MessageId = NO_MESSAGE;
  /** A 2xx besides its final response: of another branch, by its To tag, or after a refusal. */
  otherAnswer: MessageId = NO_MESSAGE;
  /**
   * The first ACK of its final response on this hop, or, where there is none, one between other hosts that shows that this hop's was
   * confirmed. There may be one without a final response, if that was not captured.
   */
  ack: MessageId = NO_MESSAGE;
  /** The CANCEL of this INVITE, on this hop. */
  cancel: MessageId = NO_MESSAGE;
  /** The request has a To tag. */
  inDialog = false;
  /** The request carries credentials. */
  authorized = false;

  /** Begins with a request: what was here before is of another transaction. */
  begin(request: MessageId, method: number, cseq: number, branch: number, source: number, destination: number): void {
    this.method = method;
    this.cseq = cseq;
    this.branch = branch;
    this.source = source;
    this.destination = destination;
    this.request = request;
    this.lastRequest = request;
    this.sent = 1;
    this.trying = NO_MESSAGE;
    this.progress = NO_MESSAGE;
    this.progressRepeats = 0;
    this.final = NO_MESSAGE;
    this.status = 0;
    this.finals = 0;
    this.lastFinal = NO_MESSAGE;
    this.otherAnswer = NO_MESSAGE;
    this.ack = NO_MESSAGE;
    this.cancel = NO_MESSAGE;
  }

  /** Any response came. */
  get answered(): boolean {
    return this.trying >= 0 || this.progress >= 0 || this.final >= 0;
  }

  /** The first response of any kind; NO_MESSAGE without one. */
  get firstResponse(): MessageId {
    return [this.trying, this.progress, this.final].filter(id => id >= 0).sort((a, b) => a - b)[0] ?? NO_MESSAGE;
  }
}

export interface Transactions {
  /** The messages in order of time, without copies. */
  messages: MessageId[];
  /** In order of their requests. ACK has none of its own. */
  transactions: Transaction[];
  /** Responses whose requests were not seen. */
  strays: MessageId[];
  /** There are more messages than are looked at. */
  cut: boolean;
}

/** Gathers the transactions of conversations, one after the other, in the same memory: most are looked at once, and went well. */
export class Gathering {
  readonly #conversations: Conversations;
  readonly #gathered: Transactions = { messages: [], transactions: [], strays: [], cut: false };
  /** Transactions to be used again. */
  readonly #spare: Transaction[] = [];
  readonly #ids: MessageId[] = [];

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
  }

  /** The transactions of a conversation; valid until the next is asked for. */
  of(row: RowId): Transactions {
    const gathered = this.#gathered;
    this.#spare.push(...gathered.transactions);
    gathered.messages.length = 0;
    gathered.transactions.length = 0;
    gathered.strays.length = 0;
    gathered.cut = false;
    gather(this.#conversations, this.#messagesOf(row), gathered, this.#spare);
    return gathered;
  }

  /** Its messages in order of time; valid until they are asked for again. */
  #messagesOf(row: RowId): readonly MessageId[] {
    const { table, messages } = this.#conversations;
    this.#conversations.settleRow(row, true);
    const ids = this.#ids;
    ids.length = 0;
    for (let id = table.lastMessage.get(row); id >= 0; id = messages.previousMessage.get(id)) ids.push(id);
    return ids.reverse();
  }
}

/** The transactions of a conversation. */
export function transactionsOf(conversations: Conversations, row: RowId): Transactions {
  const gathered: Transactions = { messages: [], transactions: [], strays: [], cut: false };
  gather(conversations, conversations.messagesOf(row), gathered);
  return gathered;
}

function gather(
  conversations: Conversations,
  all: readonly MessageId[],
  gathered: Transactions,
  spare: Transaction[] = [],
): void {
  const { messages } = conversations;
  const { messages: ids } = gathered;
  for (const id of all) {
    if (messages.has(id, MESSAGE.Copy)) continue;
    if (ids.length === MAX_MESSAGES) {
      gathered.cut = true;
      break;
    }
    ids.push(id);
    if (messages.has(id, MESSAGE.Response)) takeResponse(conversations, id, gathered);
    else if (messages.method.get(id) === METHOD.ACK) takeAck(conversations, id, gathered.transactions);
    else takeRequest(conversations, id, gathered, spare);
  }
}

function takeRequest({ messages }: Conversations, id: MessageId, gathered: Transactions, spare: Transaction[]): void {
  const { transactions } = gathered;
  const method = messages.method.get(id);
  const cseq = messages.cseq.get(id);
  const branch = messages.branch.get(id);
  const source = messages.source.get(id);
  const destination = messages.destination.get(id);
  for (let at = transactions.length - 1; at >= 0; at--) {
    const known = transactions[at]!;
    if (known.cseq !== cseq || known.branch !== branch) continue;
    if (known.source !== source || known.destination !== destination) continue;
    if (known.method === method) {
      known.sent++;
      known.lastRequest = id;
      return;
    }
    if (method === METHOD.CANCEL && known.method === METHOD.INVITE && known.cancel < 0) known.cancel = id;
  }
  if (transactions.length === MAX_TRANSACTIONS) {
    gathered.cut = true;
    return;
  }
  const made = spare.pop() ?? new Transaction();
  made.begin(id, method, cseq, branch, source, destination);
  made.inDialog = messages.toTag.get(id) !== 0;
  made.authorized = messages.has(id, MESSAGE.Authorization);
  transactions.push(made);
}

function takeResponse(conversations: Conversations, id: MessageId, { transactions, strays }: Transactions): void {
  const { messages } = conversations;
  const transaction = answeredBy(conversations, id, transactions);
  if (transaction === undefined) {
    strays.push(id);
    return;
  }
  const status = messages.status.get(id);
  if (status === 100) {
    if (transaction.trying < 0) transaction.trying = id;
  } else if (status < 200) {
    if (transaction.progress < 0) transaction.progress = id;
    else if (messages.has(id, MESSAGE.Retransmission)) transaction.progressRepeats++;
  } else takeFinal(conversations, id, transaction);
}

/** A late 2xx of another branch is not the final response of a call that has one, and no repeat of it. */
function takeFinal({ messages }: Conversations, id: MessageId, transaction: Transaction): void {
  const status = messages.status.get(id);
  if (transaction.final < 0) {
    transaction.final = id;
    transaction.status = status;
  } else if (status !== transaction.status) {
    if (isSuccess(status) && transaction.otherAnswer < 0) transaction.otherAnswer = id;
    return;
  } else if (isSuccess(status) && messages.toTag.get(id) !== messages.toTag.get(transaction.final)) {
    if (transaction.otherAnswer < 0) transaction.otherAnswer = id;
    return;
  }
  transaction.finals++;
  transaction.lastFinal = id;
}

/** 2xx. */
export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The transaction of a response: of several with its branch, the one between the same ends. */
function answeredBy(
  { messages }: Conversations,
  id: MessageId,
  transactions: readonly Transaction[],
): Transaction | undefined {
  const method = messages.method.get(id);
  const cseq = messages.cseq.get(id);
  const branch = messages.branch.get(id);
  const source = messages.source.get(id);
  const destination = messages.destination.get(id);
  let other: Transaction | undefined;
  for (let at = transactions.length - 1; at >= 0; at--) {
    const known = transactions[at]!;
    if (known.cseq !== cseq || known.branch !== branch || known.method !== method) continue;
    if (known.source === destination && known.destination === source) return known;
    other ??= known;
  }
  return other;
}

/** An ACK of a 2xx has a branch of its own, one of any other response that of its INVITE (RFC 3261 section 17.1.1.3). */
function takeAck(conversations: Conversations, id: MessageId, transactions: readonly Transaction[]): void {
  const { messages } = conversations;
  const cseq = messages.cseq.get(id);
  const branch = messages.branch.get(id);
  const source = messages.source.get(id);
  const destination = messages.destination.get(id);
  const invites = transactions.filter(known => known.method === METHOD.INVITE && known.cseq === cseq);
  const here = invites.filter(known => known.source === source && known.destination === destination);

  const isRefused = (known: Transaction) => known.branch === branch && !isSuccess(known.status);
  const refused = here.find(isRefused) ?? (branch === 0 ? undefined : invites.find(isRefused));
  const answered = here.filter(known => known.status < 300);
  if (refused !== undefined) confirm(refused, id);
  else if (answered.length > 0) confirmOne(ofTag(conversations, id, answered), id);
  else for (const hop of hopsPassed(conversations, id, invites)) confirm(hop, id);
}

function confirm(transaction: Transaction, id: MessageId): void {
  if (transaction.ack < 0) transaction.ack = id;
}

/** Of several between the same ends, those are confirmed in their order. */
function confirmOne(transactions: readonly Transaction[], id: MessageId): void {
  const open = transactions.find(({ ack }) => ack < 0);
  if (open !== undefined) open.ack = id;
}

/** INVITEs that an ACK may be for: those whose answer has its To tag; else all but those where another branch's answer has it. */
function ofTag({ messages }: Conversations, id: MessageId, invites: readonly Transaction[]): readonly Transaction[] {
  const tag = messages.toTag.get(id);
  const has = (answer: MessageId) => answer >= 0 && messages.toTag.get(answer) === tag;
  const named = invites.filter(({ final }) => has(final));
  return named.length > 0 ? named : invites.filter(({ otherAnswer }) => !has(otherAnswer));
}

/**
 * The hops of an INVITE that an ACK between other ends confirms: it may go past the hosts that the INVITE went through. Where it comes
 * from, the answer arrived; where it goes to, the confirmation does.
 */
function hopsPassed(conversations: Conversations, id: MessageId, invites: readonly Transaction[]): Transaction[] {
  const { messages } = conversations;
  const fromTag = messages.fromTag.get(id);
  const source = messages.source.get(id);
  const destination = messages.destination.get(id);
  const hops = ofTag(
    conversations,
    id,
    invites.filter(({ status, request }) => isSuccess(status) && messages.fromTag.get(request) === fromTag),
  ).filter(({ ack }) => ack < 0);
  const met = hops.filter(
    hop =>
      isSameAddress(conversations, hop.source, source) || isSameAddress(conversations, hop.destination, destination),
  );
  return met.length > 0 ? met : hops;
}

function isSameAddress({ endpoints }: Conversations, one: number, other: number): boolean {
  return one === other || (one !== 0 && other !== 0 && endpoints.host(one) === endpoints.host(other));
}
