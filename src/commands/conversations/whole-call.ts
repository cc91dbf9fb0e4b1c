/** Calls for `list --calls`, `show --call` and `flow --call`: their legs as text, and the objects that `--json` promises. */
import type { CallRow, ConversationRow, LinkRow } from '../../engine/protocol/rows.js';
import { isoTime, localTime } from '../../format/times.js';
import { FIELDS, shownIn, valueIn } from '../../model/fields.js';
import type { RowId } from '../../model/ids.js';
import { evidenceObject } from './evidence.js';
import { conversationAsked, NOTHING, type Session } from '../session.js';

/** What `show` and `flow` print: one conversation, or all legs of its call. */
export interface Asked {
  conversation: ConversationRow;
  /** Null unless --call asks for the whole. */
  call: CallRow | null;
}

/** What the command line names, after reading the captures; or the exit status after saying why there is nothing. */
export async function asked(session: Session): Promise<Asked | number> {
  const conversation = await conversationAsked(session);
  if (typeof conversation === 'number') return conversation;
  if (session.invocation.call === null) return { conversation, call: null };
  const call = await session.engine.request('call', { conversation: conversation.index });
  return call === null ? NOTHING : { conversation, call };
}

/** The conversations to be printed. */
export function legsOf({ conversation, call }: Asked): RowId[] {
  return call?.legs.map(({ index }) => index) ?? [conversation.index];
}

/** "leg 2" of the call; nothing where one conversation was asked for, or for what belongs to none. */
export function legName({ call }: Asked, conversation: RowId | null): string {
  const at = call?.legs.findIndex(({ index }) => index === conversation) ?? -1;
  return at < 0 ? '' : `leg ${at + 1}`;
}

/** The object of a message or an event; of a call it says whose, as `capture --json` does. */
export function withLeg(
  { call }: Asked,
  conversation: RowId | null,
  object: Record<string, unknown>,
): Record<string, unknown> {
  if (call === null) return object;
  const callId = call.legs.find(({ index }) => index === conversation)?.callId ?? null;
  return { ...object, callId, conversation };
}

/** What heads a call: the whole, each leg, and what holds them together. */
export function callHead({ call, whole, legs, links }: CallRow): string[] {
  const { from, to, startUs, dated } = whole;
  const parts = [
    `Call ${call}`,
    localTime(startUs, dated),
    `${from ?? '?'} → ${to ?? '?'}`,
    whole.outcome || whole.state,
  ];
  return [
    parts.filter(part => part !== '').join('  '),
    ...legs.map(
      ({ index, callId, outcome, state }, at) =>
        `leg ${at + 1}  conversation ${index}  ${callId ?? '(no Call-ID)'}  ${outcome || state}`,
    ),
    ...links.map(link => `conversations ${link.a} and ${link.b} ${joined(link)}`),
  ];
}

/** "legs 0 3  joined because both have the same Session-ID (certain)"; nothing of a conversation that is alone. */
export function legsClause({ legs, links }: CallRow): string {
  if (legs.length === 1) return '';
  const why = links.map(link => (links.length === 1 ? joined(link) : `${link.a} and ${link.b} ${joined(link)}`));
  return [`legs ${legs.map(({ index }) => index).join(' ')}`, why.join(', ')].join('  ').trimEnd();
}

function joined({ because, certainty }: LinkRow): string {
  return `joined because ${because} (${certainty})`;
}

/** The object of `list --calls --json`; its field names and meaning are a promise. */
export function callObject({ call, whole, legs, links }: CallRow): Record<string, unknown> {
  return { ...listObject(whole), call, legs: legs.map(({ index }) => index), links: links.map(linkObject) };
}

/** The fields of `list --json`, without the call, which comes last. */
function listObject(row: ConversationRow): Record<string, unknown> {
  const printed = FIELDS.filter(({ name, json }) => json !== undefined && name !== 'call');
  return Object.fromEntries(
    printed.map(field => {
      const isTime = field.type === 'time';
      // Of all fields, only times are in another form in the row.
      return [field.json, isTime ? isoTime(valueIn(row, field) as number | null, row.dated) : shownIn(row, field)];
    }),
  );
}

function linkObject({ a, b, reason, certainty, evidence }: LinkRow): Record<string, unknown> {
  return { a, b, reason, certainty, evidence: evidence.map(evidenceObject) };
}
