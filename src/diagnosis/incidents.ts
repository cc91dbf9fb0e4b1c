/** Incidents: verdicts with one cause and one key, over the whole capture, worst first. */
import { CONVERSATION } from '../conversations/conversation-table.js';
import type { Conversations } from '../conversations/conversations.js';
import { STATE } from '../conversations/states.js';
import type { CauseId, Certainty } from '../model/causes.js';
import type { RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import type { Verdict } from './verdicts.js';

/** What a conversation weighs: a call that fails is worse than a registration, and what is certain than what is likely. */
const WEIGHTS: Readonly<Record<Certainty, number>> = { certain: 1, likely: 0.7, hint: 0.3 };
const CALL = 3;
const REGISTRATION = 2;
const OTHER = 1;

/** States of what did not come about, for whatever reason: incidents are so many of them. */
const NOT_DONE: ReadonlySet<number> = new Set([
  STATE.Rejected,
  STATE.Failed,
  STATE.Unanswered,
  STATE.Busy,
  STATE.Cancelled,
  STATE.Redirected,
  STATE.Challenged,
]);

export interface Incident {
  cause: CauseId;
  key: string;
  /** The surest of its verdicts. */
  certainty: Certainty;
  /** In order of arrival. */
  conversations: RowId[];
  /** Times of the first and the last of them in µs, by their beginnings; NO_TIME where nobody told. */
  firstUs: number;
  lastUs: number;
  weight: number;
}

/** What is asked of each conversation. */
export interface Judged {
  verdict(row: RowId): Verdict | undefined;
  state(row: RowId): number;
}

export interface Incidents {
  /** Worst first. */
  incidents: Incident[];
  /** Conversations that did not come about, or have a verdict. */
  of: number;
}

/** The incidents of some conversations, in whatever order. A conversation counts in one only. */
export function incidentsOf(conversations: Conversations, rows: Iterable<RowId>, judged: Judged): Incidents {
  const byKey = new Map<string, Incident>();
  let of = 0;
  for (const row of rows) {
    const verdict = judged.verdict(row);
    const isSaid = verdict !== undefined && verdict.certainty !== 'hint';
    if (isSaid || NOT_DONE.has(judged.state(row))) of++;
    if (verdict !== undefined) take(conversations, row, verdict, byKey);
  }
  for (const { conversations: found } of byKey.values()) found.sort((a, b) => a - b);
  const incidents = [...byKey.values()].sort(
    (a, b) => b.weight - a.weight || orZero(b.lastUs) - orZero(a.lastUs) || a.conversations[0]! - b.conversations[0]!,
  );
  return { incidents, of };
}

function take(
  conversations: Conversations,
  row: RowId,
  { cause, key, certainty }: Verdict,
  byKey: Map<string, Incident>,
): void {
  // A hint is no part of what is sure.
  const name = `${cause} ${certainty === 'hint' ? 'hint' : ''} ${key}`;
  const startUs = conversations.table.startUs.get(row);
  let incident = byKey.get(name);
  if (incident === undefined) {
    incident = { cause, key, certainty, conversations: [], firstUs: startUs, lastUs: startUs, weight: 0 };
    byKey.set(name, incident);
  }
  if (certainty === 'certain') incident.certainty = certainty;
  incident.conversations.push(row);
  incident.weight += WEIGHTS[certainty] * weightOf(conversations, row);
  if (!(startUs >= incident.firstUs)) incident.firstUs = Number.isNaN(startUs) ? incident.firstUs : startUs;
  if (!(startUs <= incident.lastUs)) incident.lastUs = Number.isNaN(startUs) ? incident.lastUs : startUs;
}

function weightOf({ table, messages }: Conversations, row: RowId): number {
  if (table.has(row, CONVERSATION.Call)) return CALL;
  return messages.method.get(table.firstMessage.get(row)) === METHOD.REGISTER ? REGISTRATION : OTHER;
}

function orZero(timeUs: number): number {
  return Number.isNaN(timeUs) ? 0 : timeUs;
}
