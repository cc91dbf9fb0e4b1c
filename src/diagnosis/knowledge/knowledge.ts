/**
 * What the whole capture says that a case is held against: who was heard when, which calls a path admitted, what hosts offered, who
 * registered. A conversation may be learned again after it has changed.
 */
import { Hosts } from '../../calls/hosts.js';
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE } from '../../conversations/message-table.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { METHOD } from '../../sip/headers/methods.js';
import { SeenCalls } from '../numbers/seen-calls.js';
import type { Transactions } from '../transactions.js';
import { Paths } from './paths.js';
import { Peers } from './peers.js';
import { Samples } from './samples.js';

export class Knowledge {
  readonly hosts: Hosts;
  readonly peers: Peers;
  readonly paths: Paths;
  /** Messages with a description of media, by the host that sent them. */
  readonly described = new Samples<number, MessageId>();
  /** Conversations that register, by the host they register at. */
  readonly registrations = new Samples<number, RowId>();
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
      if (table.has(id, MESSAGE.Sdp)) this.described.add(this.hosts.of(source), id);
    }
    for (const transaction of transactions) {
      if (transaction.answered) this.peers.answer(transaction);
      if (transaction.method === METHOD.INVITE && !transaction.inDialog) this.paths.learn(row, transaction);
      else if (transaction.method === METHOD.REGISTER)
        this.registrations.add(this.hosts.of(transaction.destination), row);
    }
  }

  /** Forgets evicted conversations. */
  gone(rows: readonly RowId[]): void {
    const gone = new Set(rows);
    this.version++;
    for (const row of rows) this.calls.forget(row);
    this.paths.gone(gone);
    this.registrations.gone(gone);
  }
}
