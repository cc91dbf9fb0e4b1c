/**
 * The initial INVITEs of conversations that a case is held against: who called whom, and what became of it. Each is read once and
 * remembered, until its conversation changes or goes.
 */
import type { Hosts } from '../../calls/hosts.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import type { SipMessage } from '../../sip/message/message.js';
import { admissionOf, type Verdict } from '../knowledge/paths.js';
import { type Transaction, transactionsOf } from '../transactions.js';
import { type Identity, identityOf } from './identity.js';

/** Conversations remembered: of more, those asked for first are forgotten. */
const MAX_ROWS = 1 << 13;
/** INVITEs of one conversation: of more, the latest. */
const MAX_INVITES = 8;

export interface SeenCall {
  row: RowId;
  /** Hosts that sent and received the INVITE. */
  source: number;
  destination: number;
  admission: Verdict;
  invite: MessageId;
  /** What shows what became of it: a ringing tone, or the final response; NO_MESSAGE where none came. */
  answer: MessageId;
  status: number;
  identity: Identity;
}

type Read = (id: MessageId) => { message: SipMessage } | undefined;

export class SeenCalls {
  readonly #conversations: Conversations;
  readonly #hosts: Hosts;
  readonly #seen = new Map<RowId, readonly SeenCall[]>();

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
  }

  /** The initial INVITEs of a conversation, one for each hop. */
  of(row: RowId, read: Read): readonly SeenCall[] {
    let seen = this.#seen.get(row);
    if (seen !== undefined) return seen;
    const invites = transactionsOf(this.#conversations, row)
      .transactions.filter(({ method, inDialog }) => method === METHOD.INVITE && !inDialog)
      .slice(-MAX_INVITES);
    seen = invites.flatMap(invite => this.#seenCall(row, invite, read));
    if (this.#seen.size === MAX_ROWS) this.#seen.delete(this.#seen.keys().next().value!);
    this.#seen.set(row, seen);
    return seen;
  }

  /** A conversation changed or went. */
  forget(row: RowId): void {
    this.#seen.delete(row);
  }

  #seenCall(row: RowId, invite: Transaction, read: Read): SeenCall[] {
    const { request, final, progress, status, source, destination } = invite;
    const message = this.#conversations.messages.has(request, MESSAGE.Truncated) ? undefined : read(request)?.message;
    if (message === undefined) return [];
    return [
      {
        ...{ row, status, invite: request },
        source: this.#hosts.of(source),
        destination: this.#hosts.of(destination),
        admission: admissionOf(this.#conversations, invite),
        answer: final >= 0 && status < 300 ? final : progress >= 0 ? progress : final,
        identity: identityOf(message),
      },
    ];
  }
}
