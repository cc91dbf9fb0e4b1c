/** Findings and incidents as they cross the thread: sentences are made here, and nowhere else. */
import type { Calls } from '../../calls/calls.js';
import type { Diagnosis } from '../../diagnosis/diagnosis.js';
import { type Incident, incidentsOf } from '../../diagnosis/incidents.js';
import { type Finding, keyOf, sentenceOf } from '../../diagnosis/rule.js';
import { filled, slotJson } from '../../diagnosis/sentence.js';
import { UNJUDGED, type Unjudged } from '../../diagnosis/unjudged.js';
import { CERTAINTIES, type Certainty } from '../../model/causes.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { NO_TIME } from '../../model/times.js';
import type { CurrentIndex } from '../capture-index.js';
import type { DiagnosisRow, FindingRow, IncidentRow, IncidentsAnswer, VerdictRow } from '../protocol/diagnosis.js';

export class DiagnosisRows {
  readonly #index: CurrentIndex;
  readonly #diagnosis: Diagnosis;
  readonly #calls: Calls;

  constructor(index: CurrentIndex, diagnosis: Diagnosis, calls: Calls) {
    this.#index = index;
    this.#diagnosis = diagnosis;
    this.#calls = calls;
  }

  /** The verdict of a conversation for its row; null where it has none. */
  verdict(row: RowId): VerdictRow | null {
    const verdict = this.#diagnosis.verdict(row);
    const shown = verdict === undefined ? undefined : this.#diagnosis.shown(row);
    if (verdict === undefined || shown === undefined || shown.isFolded) return null;
    return { cause: verdict.cause, certainty: verdict.certainty, short: shown.short, conversation: shown.conversation };
  }

  /** What is found in a conversation, down to a certainty. */
  row(conversation: RowId, least: Certainty): DiagnosisRow {
    const findings = this.#diagnosis.findings(conversation).filter(({ certainty }) => isAtLeast(certainty, least));
    const why = this.#diagnosis.unjudged(conversation);
    return {
      conversation,
      call: this.#calls.of(conversation),
      findings: findings.map(finding => this.#finding(finding)),
      unjudged: why === undefined ? null : UNJUDGED[why],
    };
  }

  /** Those of some conversations that have a verdict of a certainty, by number. */
  withVerdict(rows: Iterable<RowId>, least: Certainty): RowId[] {
    const found: RowId[] = [];
    for (const row of rows) {
      const verdict = this.#diagnosis.verdict(row);
      if (verdict !== undefined && isAtLeast(verdict.certainty, least)) found.push(row);
    }
    return found.sort((a, b) => a - b);
  }

  /** The incidents of some conversations, worst first, with what cannot be judged last. */
  incidents(rows: readonly RowId[], least: Certainty, count: number, conversations: number | null): IncidentsAnswer {
    const { current } = this.#index;
    const judged = {
      verdict: (row: RowId) => this.#diagnosis.verdict(row),
      state: (row: RowId) => current.values.state(row),
    };
    const { incidents, of } = incidentsOf(current.conversations, rows, judged);
    const shown = incidents.filter(({ certainty }) => isAtLeast(certainty, least));
    const made = shown.slice(0, count).map(each => this.#incident(each, of, conversations));
    const notJudged = this.#notJudged(rows, of, conversations);
    return {
      incidents: notJudged === undefined || shown.length > count ? made : [...made, notJudged],
      count: shown.length,
      failed: of,
      explained: shown.reduce((sum, each) => sum + each.conversations.length, 0),
      conversations: rows.length,
    };
  }

  #incident(incident: Incident, of: number, most: number | null): IncidentRow {
    const { cause, key, certainty, conversations, firstUs, lastUs } = incident;
    const dated = this.#index.current.values.dated(conversations[0]!);
    const moment = (timeUs: number) => (Number.isNaN(timeUs) ? undefined : { timeUs, dated });
    const [finding] = this.#diagnosis.findings(conversations[0]!);
    const slots = { ...finding?.slots, count: conversations.length, of, first: moment(firstUs), last: moment(lastUs) };
    const sentence = finding === undefined ? cause : filled(finding.rule.incident, slots);
    return {
      ...{ cause, key, certainty, of, firstUs, lastUs, dated, sentence },
      count: conversations.length,
      conversations: conversations.slice(0, most ?? conversations.length),
    };
  }

  /** What cannot be judged, as one incident; undefined where there is nothing. */
  #notJudged(rows: readonly RowId[], of: number, most: number | null): IncidentRow | undefined {
    const counts = new Map<Unjudged, number>();
    const found: RowId[] = [];
    let [firstUs, lastUs] = [NO_TIME, NO_TIME];
    for (const row of rows) {
      const why = this.#diagnosis.unjudged(row);
      if (why === undefined) continue;
      counts.set(why, (counts.get(why) ?? 0) + 1);
      found.push(row);
      const startUs = this.#index.current.conversations.table.startUs.get(row);
      if (!(startUs >= firstUs)) firstUs = Number.isNaN(startUs) ? firstUs : startUs;
      if (!(startUs <= lastUs)) lastUs = Number.isNaN(startUs) ? lastUs : startUs;
    }
    if (found.length === 0) return undefined;
    found.sort((a, b) => a - b);
    const reasons = Array.from(counts, ([why, count]) => `${count} because ${UNJUDGED[why]}`);
    return {
      ...{ cause: 'not-judged', key: '', certainty: null, count: found.length, of, firstUs, lastUs },
      dated: this.#index.current.values.dated(found[0]!),
      conversations: found.slice(0, most ?? found.length),
      sentence: `not judged: ${reasons.join(', ')}`,
    };
  }

  #finding(finding: Finding): FindingRow {
    const { rule, certainty, slots, evidence, assumes = [] } = finding;
    const known = Object.entries(slots).flatMap(([name, slot]) =>
      slot === undefined ? [] : [[name, slotJson(slot)] as const],
    );
    return {
      cause: rule.id,
      certainty,
      sentence: sentenceOf(finding),
      slots: Object.fromEntries(known),
      evidence: evidence.map(each => ({ ...each, number: this.#number(each.conversation, each.message) })),
      sources: rule.sources,
      next: filled(rule.next, slots),
      assumes,
      when: rule.when,
      unless: rule.unless,
      key: keyOf(finding),
    };
  }

  /** The number of a message in its conversation. */
  #number(conversation: RowId, message: MessageId): number | null {
    const number = this.#index.current.conversations.messagesOf(conversation).indexOf(message);
    return number < 0 ? null : number;
  }
}

function isAtLeast(certainty: Certainty, least: Certainty): boolean {
  return CERTAINTIES.indexOf(certainty) <= CERTAINTIES.indexOf(least);
}
