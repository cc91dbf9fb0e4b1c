/** Answers requests about the legs of calls. */
import type { Calls } from '../../calls/calls.js';
import type { Link } from '../../calls/link.js';
import { certaintyOf, REASONS } from '../../model/call-links.js';
import type { CurrentIndex } from '../capture-index.js';
import type { CallRounds } from '../calls/call-rounds.js';
import type { DerivedTables } from '../ingest/derived-tables.js';
import type { CallRequests } from '../protocol/requests.js';
import type { LinkRow } from '../protocol/rows.js';
import type { ConversationRows } from './conversation-rows.js';
import type { Handlers } from './handlers.js';
import { changesBetween } from '../calls/leg-changes.js';

interface Parts {
  index: CurrentIndex;
  calls: Calls;
  rounds: CallRounds;
  conversationRows: ConversationRows;
  derived: DerivedTables;
}

export function callHandlers({ index, calls, rounds, conversationRows, derived }: Parts): Handlers<CallRequests> {
  return {
    call: async ({ conversation }) => {
      await rounds.settle();
      const { conversations } = index.current;
      if (!conversations.rows.has(conversation)) return null;
      const call = calls.of(conversation);
      const legs = conversationRows.rows(calls.legs(call), [], true);
      const numberOf = numbers(id => conversations.messagesOf(id));
      return {
        call,
        legs,
        links: calls.links(call).map(link => linkRow(link, numberOf)),
        evicted: calls.evicted(call),
      };
    },
    legChanges: ({ pairs }) => pairs.flatMap(({ a, b }) => changesBetween(index.current, a, b) ?? []),
    joinCalls: ({ a, b }) => {
      const joined = calls.join(a, b);
      derived.changed([a, b]);
      rounds.tell();
      return { joined };
    },
    splitCall: ({ conversation }) => {
      const legs = calls.legs(calls.of(conversation));
      calls.split(calls.of(conversation));
      derived.changed(legs);
      rounds.tell();
      return {};
    },
  };
}

type NumberOf = (link: { conversation: Link['a']; message: Link['evidence'][number]['message'] }) => number;

/** Numbers of messages in their conversations, each of which is looked through once. */
function numbers(messagesOf: (row: Link['a']) => readonly Link['evidence'][number]['message'][]): NumberOf {
  const known = new Map<Link['a'], readonly Link['evidence'][number]['message'][]>();
  return ({ conversation, message }) => {
    const ids = known.get(conversation) ?? messagesOf(conversation);
    known.set(conversation, ids);
    return ids.indexOf(message);
  };
}

function linkRow({ a, b, reason, points, evidence }: Link, numberOf: NumberOf): LinkRow {
  return {
    a,
    b,
    reason,
    certainty: certaintyOf(points),
    points,
    because: REASONS[reason],
    evidence: evidence.map(each => ({ ...each, number: numberOf(each) })),
  };
}
