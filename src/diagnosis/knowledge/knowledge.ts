/**
 * What the whole capture says that a case is held against: who was heard when, which calls a path admitted, what hosts offered, who
 * registered. A conversation may be learned again after it has changed.
 */
import { Hosts } from '../../calls/hosts.js';
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE, type MessageTable } from '../../conversations/message-table.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import { SeenCalls } from '../numbers/seen-calls.js';
import type { Transactions } from '../transactions.js';
import { forgotten } from '../facts/hosts/forgotten.js';
import { Paths } from './paths.js';
import { Peers } from './peers.js';
import { Samples } from './samples.js';
import { Senders } from './senders.js';

export class Knowledge {
  readonly hosts: Hosts;
  readonly peers: Peers;
  readonly paths: Paths;
  /** Messages with a description of media, by the host that sent them. */
  readonly described = new Samples<number, MessageId>();
  /** Conversations that register, by the host they register at. */
  readonly registrations = new Samples<number, RowId>();
  /** Conversations of users with themselves (SUBSCRIBE, OPTIONS) that were answered by 404, by the host that did. */
  readonly unknownUsers = new Samples<number, RowId>();
  /** Requests with credentials, and calls. */
  readonly credentials = new Senders();
  readonly callers = new Senders();
  /** Calls that the far end did not know any more, by its host. */
  readonly forgottenCalls = new Samples<number, RowId>();
  /** Who called whom in the calls of paths. */
  readonly calls: SeenCalls;
  /** Goes up with all that is learned: what was computed before may be another now. */
  version = 0;
  readonly #conversations: Conversations;

  constructor(conversations: Conversations) {
    this.#conversations = conversations;
    this.hosts = new Hosts(conversations.endpoints);
    this.peers = new Peers(conversations, this.hosts);
    this.paths = new Paths(conversations, this.hosts);
    this.calls = new SeenCalls(conversations, this.hosts);
  }

  /** Takes in what a conversation shows. */
  learn(row: RowId, { messages, transactions }: Transactions): void {
    const { messages: table } = this.#conversations;
    this.version++;
    this.calls.forget(row);
    for (const id of messages) {
      const source = table.source.get(id);
      this.peers.hear(source, table.timeUs.get(id), id);
      if (!table.has(id, MESSAGE.Response)) this.peers.ask(source);
      if (isFollowing(table, id)) this.peers.follow(table.destination.get(id));
      if (table.has(id, MESSAGE.Sdp)) this.described.add(this.hosts.of(source), id);
    }
    const lost = forgotten(transactions, table);
    if (lost !== undefined) this.forgottenCalls.add(this.hosts.of(lost.destination), row);
    for (const transaction of transactions) {
      if (transaction.answered) this.peers.answer(transaction);
      else this.peers.miss(transaction);
      const { source, request } = transaction;
      if (transaction.authorized) this.credentials.send(this.hosts.of(source), table.timeUs.get(request), request);
      if (transaction.method === METHOD.INVITE)
        this.callers.send(this.hosts.of(source), table.timeUs.get(request), request);
      if (transaction.method === METHOD.INVITE && !transaction.inDialog) this.paths.learn(row, transaction);
      else if (transaction.method === METHOD.REGISTER)
        this.registrations.add(this.hosts.of(transaction.destination), row);
      else if (transaction.status === 404 && this.#isOfOneUser(row))
        this.unknownUsers.add(this.hosts.of(transaction.destination), row);
    }
  }

  /** Forgets evicted conversations. */
  gone(rows: readonly RowId[]): void {
    const gone = new Set(rows);
    this.version++;
    for (const row of rows) this.calls.forget(row);
    this.paths.gone(gone);
    this.registrations.gone(gone);
    this.unknownUsers.gone(gone);
    this.forgottenCalls.gone(gone);
  }

  /** Whether the same user is in From and To. */
  #isOfOneUser(row: RowId): boolean {
    const { from, to } = this.#conversations.table;
    return from.get(row) > 0 && from.get(row) === to.get(row);
  }
}

/** A request that only makes sense after an answer: an ACK, or one with the tag of the far end. */
function isFollowing(messages: MessageTable, id: MessageId): boolean {
  if (messages.has(id, MESSAGE.Response)) return false;
  const method = messages.method.get(id);
  return method === METHOD.ACK || (method !== METHOD.CANCEL && messages.toTag.get(id) !== 0);
}
