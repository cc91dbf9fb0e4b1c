/** `list`: one line per conversation, or the promised JSON object. */
import type { ConversationRow } from '../engine/protocol/rows.js';
import { duration } from '../format/durations.js';
import { type Field, FIELDS, shownIn } from '../model/fields.js';
import { isoTime, localTime } from '../format/times.js';
import { FOUND, NOTHING, readAll, resultRows, type Session, UNUSABLE, whyNothing } from './session.js';

export async function list(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words))) return UNUSABLE;
  const { json } = session.invocation;
  let found = 0;
  for await (const row of resultRows(session, json)) {
    found++;
    await (json ? session.out.json(listObject(row)) : session.out.text(listLine(row)));
    if (session.out.closed) break;
  }
  if (found > 0) return FOUND;
  session.complain(await whyNothing(session.engine));
  return NOTHING;
}

/** The object of `list --json`: fields of the catalogue, in its order. Names and meaning are a promise. */
export function listObject(row: ConversationRow): Record<string, string | number | null> {
  const object = { ...BLANK };
  for (const [name, field] of PRINTED) object[name] = printed(field, row);
  return object;
}

const PRINTED = FIELDS.flatMap((field): [string, Field][] => (field.json === undefined ? [] : [[field.json, field]]));
/** Copied and filled: an object built key by key becomes a dictionary, which is slow to print. */
const BLANK: Record<string, string | number | null> = Object.fromEntries(PRINTED.map(([name]) => [name, null]));

function printed(field: Field, row: ConversationRow): string | number | null {
  const value = shownIn(row, field);
  return field.type === 'time' && typeof value === 'number' ? isoTime(value, row.dated) : value;
}

function listLine(row: ConversationRow): string {
  const parts = [
    `[${row.index}]`,
    localTime(row.startUs, row.dated),
    (row.method ?? 'response').padEnd(9),
    `${row.from ?? '?'} → ${row.to ?? '?'}`,
    `${row.src ?? '?'} → ${row.dst ?? '?'}`,
    row.transport ?? '',
    `${row.messages} messages`,
    duration(row.durationMs),
    row.outcome || row.state,
  ];
  return parts.filter(part => part !== '').join('  ');
}
