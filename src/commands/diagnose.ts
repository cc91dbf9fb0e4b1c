/** `diagnose`: what is wrong and why. Incidents first, worst first, then a finding a conversation; or the promised JSON objects. */
import type { DiagnosisRow, FindingRow, IncidentRow, LearnedRow } from '../engine/protocol/diagnosis.js';
import type { EvidenceRow } from '../engine/protocol/evidence.js';
import { failuresText } from '../format/failures.js';
import { isoTime } from '../format/times.js';
import type { RowId } from '../model/ids.js';
import { evidenceObject } from './conversations/evidence.js';
import { FOUND, NOTHING, PAGE, readAll, type Session, UNUSABLE, whyNothing } from './session.js';

/** Conversations that a line names: of more, the first ones. */
const NAMED = 8;
/** Characters of a header that a line shows. */
const LONGEST_VALUE = 200;

export async function diagnose(session: Session): Promise<number> {
  if (!(await readAll(session, session.invocation.words))) return UNUSABLE;
  const { engine, invocation, out } = session;
  const { certainty, json } = invocation;
  const count = Number.MAX_SAFE_INTEGER;
  const found = await engine.request('incidents', { certainty, count, conversations: json ? null : NAMED });
  if (found.conversations === 0) {
    session.complain(await whyNothing(engine));
    return NOTHING;
  }
  const [incidents, notJudged] = [found.incidents.filter(isKnown), found.incidents.filter(each => !isKnown(each))];
  if (!json) await out.text(failuresText(found));
  for (const [at, incident] of incidents.entries())
    await (json ? out.json(incidentObject(incident)) : out.text(incidentLine(incident, at + 1)));
  await printFindings(session);
  for (const each of notJudged) await (json ? out.json(incidentObject(each)) : out.text(`\n${each.sentence}`));
  if (!json) await printLearned(session);
  return incidents.length > 0 ? FOUND : NOTHING;
}

function isKnown({ cause }: IncidentRow): boolean {
  return cause !== 'not-judged';
}

async function printFindings({ engine, invocation, out }: Session): Promise<void> {
  const { certainty, json } = invocation;
  for (let first = 0; ; first += PAGE) {
    const { diagnosed } = await engine.request('diagnosed', { certainty, first, count: PAGE });
    for (const row of diagnosed) {
      if (json) for (const finding of row.findings) await out.json(findingObject(row, finding));
      else for (const line of findingLines(row)) await out.text(line);
    }
    if (diagnosed.length < PAGE || out.closed) return;
  }
}

/** What was learned of numbers, with a line of settings that holds it. */
async function printLearned({ engine, out }: Session): Promise<void> {
  const { learned } = await engine.request('learnedNumbers', {});
  for (const [at, each] of learned.entries()) {
    if (at === 0) await out.text('');
    await out.text(learnedLine(each));
    await out.text(learnedSettings(each));
  }
}

/** "learned: own 41515xx, 7 digits, from 10.20.0.22; if that is right, adopt these settings:". */
function learnedLine({ blocks, digits, source }: LearnedRow): string {
  const lengths = digits.join(' or ');
  return `learned: own ${blocks.join(', ')}, ${lengths} digits, from ${source}; if that is right, adopt it in config.json:`;
}

/** The settings as one line of JSON. */
function learnedSettings({ ranges, peer, format, needsDiversion }: LearnedRow): string {
  const trunk = {
    allowed: ranges,
    ...(format === null ? {} : { format }),
    ...(needsDiversion ? { diversion: 'required' } : {}),
  };
  return JSON.stringify({ numbers: { own: ranges }, trunks: { [peer]: trunk } });
}

/** "  1  31 of 45  no answer from 10.1.2.3:5060 since 16:39:17  likely  [4, 9, 12 …]". */
function incidentLine({ count, of, sentence, certainty, conversations }: IncidentRow, rank: number): string {
  const named = `[${conversations.join(', ')}${count > conversations.length ? ' …' : ''}]`;
  return [`${String(rank).padStart(3)}`, `${count} of ${of}`, sentence, certainty, named].join('  ');
}

function findingLines({ conversation, findings }: DiagnosisRow): string[] {
  return findings.flatMap(({ sentence, certainty, evidence, next, assumes, sources }, at) => [
    ...(at === 0 ? ['', `[${conversation}]  ${sentence} (${certainty})`] : [`      also: ${sentence} (${certainty})`]),
    ...(at > 0
      ? []
      : [
          ...evidence.map(each => `      ${evidenceText(each, conversation)}`),
          ...assumes.map(each => `      ${each}`),
          `      next: ${next}`,
          `      source: ${sources.join(', ')}`,
        ]),
  ]);
}

/** "conversation 0 message 6: the last that it sent", "message 2, Warning: 304 …". */
function evidenceText({ conversation, number, header, value, shows }: EvidenceRow, of: RowId): string {
  const where = conversation === of ? [] : [`conversation ${conversation}`];
  if (number !== null) where.push(`message ${number}`);
  const said = header === null ? '' : `, ${header}: ${value === null ? '(none)' : brief(value)}`;
  return `${where.join(' ')}${said}${shows === '' ? '' : `: ${shows}`}`;
}

/** A value as far as a line of text shows it; the JSON has all of it. */
function brief(value: string): string {
  return value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE - 1)}…`;
}

/** The object of an incident; its field names and meaning are a promise. */
function incidentObject(incident: IncidentRow): Record<string, unknown> {
  const { cause, key, count, of, firstUs, lastUs, dated, conversations, sentence } = incident;
  const [first, last] = [isoTime(firstUs, dated), isoTime(lastUs, dated)];
  return { kind: 'incident', cause, key, count, of, first, last, conversations, sentence };
}

/** The object of a finding; its field names and meaning are a promise. */
function findingObject({ conversation, call }: DiagnosisRow, finding: FindingRow): Record<string, unknown> {
  const { cause, certainty, sentence, slots, evidence, sources, next } = finding;
  return {
    ...{ kind: 'finding', conversation, call, cause, certainty, sentence, slots },
    ...{ evidence: evidence.map(evidenceObject), sources, next },
  };
}
