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
  /** The first ACK of its final response, on this hop. */
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
  } else {
    // A late 2xx of another branch is not the final of a call that has one.
    if (transaction.final < 0) {
      transaction.final = id;
      transaction.status = status;
    }
    transaction.finals++;
    transaction.lastFinal = id;
  }
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
function takeAck({ messages }: Conversations, id: MessageId, transactions: readonly Transaction[]): void {
  const cseq = messages.cseq.get(id);
  const branch = messages.branch.get(id);
  const source = messages.source.get(id);
  const destination = messages.destination.get(id);
  let elsewhere: Transaction | undefined;
  for (let at = transactions.length - 1; at >= 0; at--) {
    const known = transactions[at]!;
    if (known.method !== METHOD.INVITE || known.cseq !== cseq || known.final < 0) continue;
    if (known.status >= 300 && known.branch !== branch) continue;
    if (known.source === source && known.destination === destination) {
      if (known.ack < 0) known.ack = id;
      return;
    }
    if (known.ack < 0) elsewhere ??= known;
  }
  // It may go past the hosts that the INVITE went through.
  if (elsewhere !== undefined) elsewhere.ack = id;
}
