/** `list`: one line per conversation, or with --calls per call; or the promised JSON object. */
import type { CallRow, ConversationRow } from '../engine/protocol/rows.js';
import { duration } from '../format/durations.js';
import { localTime } from '../format/times.js';
import { callObject, legsClause } from './conversations/whole-call.js';
import { FOUND, NOTHING, PAGE, readAll, resultRows, type Session, UNUSABLE, whyNothing } from './session.js';

export async function list(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words, true))) return UNUSABLE;
  const { calls, json } = session.invocation;
  const found = await (calls ? printCalls(session) : json ? printJson(session) : printLines(session));
  if (found > 0) return FOUND;
  session.complain(await whyNothing(session.engine));
  return NOTHING;
}

/** Returns how many conversations were printed. */
async function printJson({ engine, out }: Session): Promise<number> {
  const ask = (first: number) => engine.request('listed', { first, count: PAGE });
  const print = async (lines: readonly string[]) => {
    for (const line of lines) await out.jsonText(line);
  };
  let found = 0;
  for (let { lines } = await ask(0); lines.length > 0 && !out.closed; ) {
    found += lines.length;
    // The next ones are made while these are printed.
    const [next] = await Promise.all([ask(found), print(lines)]);
    lines = next.lines;
  }
  return found;
}

/** Returns how many calls were printed. */
async function printCalls({ engine, invocation, out }: Session): Promise<number> {
  const print = (call: CallRow) =>
    invocation.json
      ? out.json(callObject(call))
      : out.text([listLine(call.whole), legsClause(call)].join('  ').trimEnd());
  for (let found = 0; ; found += PAGE) {
    const { calls } = await engine.request('calls', { first: found, count: PAGE });
    for (const call of calls) await print(call);
    if (calls.length < PAGE || out.closed) return found + calls.length;
  }
}

async function printLines(session: Session): Promise<number> {
  let found = 0;
  for await (const row of resultRows(session)) {
    found++;
    await session.out.text(listLine(row));
    if (session.out.closed) break;
  }
  return found;
}

/** The cause, where the capture proves one; a hint stands behind the outcome. */
function verdictOrOutcome({ verdict, outcome, state }: ConversationRow): string {
  const said = outcome || state;
  if (verdict === null) return said;
  return verdict.certainty === 'hint' ? `${said} (${verdict.short})` : verdict.short;
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
    verdictOrOutcome(row),
  ];
  return parts.filter(part => part !== '').join('  ');
}
