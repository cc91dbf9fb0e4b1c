/**
 * Rows of the index as they cross the thread. What needs the bytes of a message or the query at hand (cells, URIs, found, media)
 * is left to the engine.
 */
import { CONVERSATION } from '../../conversations/conversation-table.js';
import { transportAt } from '../../model/transports.js';
import type { MessageId, RowId } from '../../model/ids.js';
import type { ConversationRow, MessageRow } from '../protocol/rows.js';
import type { Conversations } from '../../conversations/conversations.js';
import { MESSAGE } from '../../conversations/message-table.js';
import { outcome } from '../../conversations/outcome.js';
import { FIELDS, type FigureName, type Source, type TextName } from '../../model/fields.js';
import type { RowValues } from '../search/row-values.js';

/** The value of a conversation for one field; null where it has none. */
type Fill = (row: RowId) => string | number | null;

/** Makes rows of conversations; the fields of the catalogue fill most of them. */
export class TableRows {
  readonly #values: RowValues;
  readonly #keys: readonly string[];
  readonly #fills: readonly Fill[];
  /** A row without values, to be copied: made key by key, an object becomes a dictionary, which is slow to send across the thread. */
  readonly #blank: ConversationRow & Record<string, unknown>;

  constructor(values: RowValues) {
    const carried = FIELDS.flatMap(({ name, key, value }) => (key && value ? [{ name, key, value }] : []));
    this.#values = values;
    this.#keys = carried.map(({ key }) => key);
    this.#fills = carried.map(({ name, value }) => fillOf(values, name, value));
    const nulls = Object.fromEntries(this.#keys.map(key => [key, null]));
    this.#blank = JSON.parse(
      JSON.stringify({ ...nulls, dated: true, earlyMedia: false, outcome: '', verdict: null, events: 0, cells: [] }),
    );
  }

  of(row: RowId): ConversationRow {
    const { conversations } = this.#values;
    conversations.settleRow(row);
    const made = { ...this.#blank };
    for (let i = 0; i < this.#fills.length; i++) made[this.#keys[i]!] = this.#fills[i]!(row);
    made.dated = this.#values.dated(row);
    made.earlyMedia = conversations.table.has(row, CONVERSATION.EarlyMedia);
    made.outcome = outcome(conversations, row, this.#values.state(row));
    made.events = conversations.events.of(row).length;
    made.cells = [];
    return made;
  }
}

/** What the tables hold for a field. */
function fillOf(values: RowValues, name: string, value: Source): Fill {
  // Read from the message, or known to the query: the engine fills them in where they are asked for.
  if ('uriOf' in value || 'query' in value) return () => null;
  if ('in' in value) {
    const { id, text } = values.interned(name as TextName);
    return row => {
      const known = id(row);
      return known < 0 ? null : text(known);
    };
  }
  const figure = values.figure(name as FigureName);
  return row => {
    const known = figure(row);
    return Number.isNaN(known) ? null : known;
  };
}

/** The row of a message. `dated`: its source tells dates. */
export function messageRow(conversations: Conversations, id: MessageId, dated: boolean): MessageRow {
  const { messages, endpoints, methods, reasons, tunnels } = conversations;
  const conversation = messages.conversation.get(id);
  conversations.settleRow(conversation);
  const response = messages.has(id, MESSAGE.Response);
  const cseqMethod = messages.cseqMethod.get(id);
  const status = messages.status.get(id);
  return {
    id,
    conversation,
    callId: conversations.callId(conversation),
    timeUs: messages.timeUs.get(id),
    dated,
    src: endpoints.format(messages.source.get(id)),
    dst: endpoints.format(messages.destination.get(id)),
    transport: transportAt(messages.transport.get(id)),
    method: response ? null : methods.text(messages.method.get(id)) || null,
    status: status === 0 ? null : status,
    reason: response ? reasons.text(messages.reason.get(id)) || null : null,
    cseq: cseqMethod === 0 ? null : messages.cseq.get(id),
    cseqMethod: cseqMethod === 0 ? null : methods.text(cseqMethod),
    length: messages.length.get(id),
    fromTag: messages.fromTag.get(id),
    toTag: messages.toTag.get(id),
    branch: messages.branch.get(id),
    retransmission: messages.has(id, MESSAGE.Retransmission),
    copy: messages.has(id, MESSAGE.Copy),
    seenBy: null,
    sdp: messages.has(id, MESSAGE.Sdp),
    truncated: messages.has(id, MESSAGE.Truncated),
    malformed: messages.has(id, MESSAGE.Malformed),
    tunnel: tunnels.text(messages.tunnel.get(id)),
    media: null,
  };
}
