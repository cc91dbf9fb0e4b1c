/** A conversation's row for tests of what is made of one: a busy call, changed where a test says so. */
import type { ConversationRow, ListRow } from '../../src/engine/protocol/rows.js';
import { rowId } from '../../src/model/ids.js';

const START_US = 1_523_896_897_979_995;

export function conversationRow(changes: Partial<ConversationRow> = {}): ConversationRow {
  return {
    index: rowId(3),
    callId: '35e857d6-3@10.10.10.2',
    startUs: START_US,
    endUs: START_US + 93_000,
    dated: true,
    method: 'INVITE',
    from: '4151505',
    to: '5660066',
    fromUri: null,
    toUri: null,
    src: '10.10.10.2:5060',
    dst: '178.19.48.48:5060',
    transport: 'UDP',
    messages: 4,
    retransmissions: 0,
    copies: 0,
    state: 'busy',
    status: 486,
    reason: 'Busy Here',
    ringMs: null,
    earlyMedia: false,
    events: 0,
    setupMs: null,
    hungUpBy: null,
    durationMs: 93,
    call: rowId(3),
    outcomeKind: '486',
    outcome: 'busy (486 Busy Here)',
    callerAgent: 'Phone 1.0',
    calleeAgent: null,
    found: null,
    cause: null,
    about: null,
    verdict: null,
    cells: [],
    ...changes,
  };
}

/** The same as a row of the list that stands for one conversation. */
export function listRow({ legs, leg, unfolded, ...changes }: Partial<ListRow> = {}): ListRow {
  const row = conversationRow(changes);
  return { ...row, legs: legs ?? [row.index], leg: leg ?? 0, unfolded: unfolded ?? false };
}
