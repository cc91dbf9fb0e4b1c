/**
 * Judges the conversations of one capture: learns what they show, asks the rules about those that may have a cause, and keeps the
 * verdicts. Of a finding only its verdict is kept: the whole is found again when it is shown.
 */
import type { Calls } from '../calls/calls.js';
import type { Conversations } from '../conversations/conversations.js';
import type { DiagnosisSettings } from '../model/diagnosis-settings.js';
import type { RowId } from '../model/ids.js';
import { Case, type Subject } from './case.js';
import { inherited } from './inherited.js';
import { findingsIn } from './judge.js';
import { Knowledge } from './knowledge/knowledge.js';
import { LEARNED_OF, type Learned, learnedFrom } from './learned.js';
import { type Finding, keyOf } from './rule.js';
import { isSuspicious } from './suspicion.js';
import { transactionsOf } from './transactions.js';
import { type Unjudged, unjudged } from './unjudged.js';
import { type Verdict, Verdicts } from './verdicts.js';

/** What rests on other conversations is looked at again with what came since: of many, the latest. */
const LOOKED_AGAIN = 500;
/** Ways of calls of whose numbers it is told. */
const MAX_LEARNED = 8;

/** What cases are made from, but for what is learned here. */
export type Sources = Omit<Subject, 'conversations' | 'knowledge' | 'settings'>;

export class Judging {
  settings: DiagnosisSettings;
  readonly verdicts: Verdicts;
  readonly #conversations: Conversations;
  readonly #sources: Sources;
  readonly #calls: Calls;
  readonly #knowledge: Knowledge;
  readonly #changed = new Set<RowId>();
  /** Those that rules are asked about, in order of arrival. */
  readonly #suspects = new Set<RowId>();
  /** Those of them that changed. */
  readonly #toJudge = new Set<RowId>();
  /** Gets the conversations whose verdicts change. */
  readonly #judged: Set<RowId>;

  constructor(
    conversations: Conversations,
    parts: { sources: Sources; calls: Calls; settings: DiagnosisSettings; judged: Set<RowId> },
  ) {
    this.#conversations = conversations;
    this.#sources = parts.sources;
    this.#calls = parts.calls;
    this.settings = parts.settings;
    this.#judged = parts.judged;
    this.#knowledge = new Knowledge(conversations);
    this.verdicts = new Verdicts(conversations);
    for (const row of conversations.rows) this.#changed.add(row);
  }

  get waits(): boolean {
    return this.#changed.size > 0;
  }

  changed(rows: readonly RowId[]): void {
    for (const row of rows) this.#changed.add(row);
  }

  gone(rows: readonly RowId[]): void {
    this.#knowledge.gone(rows);
    for (const row of rows) {
      this.verdicts.set(row, undefined);
      for (const set of [this.#changed, this.#suspects, this.#toJudge, this.#judged]) set.delete(row);
    }
  }

  /** Looks again at all that may have a cause: nothing more will come, or something else is known. */
  reconsider(): void {
    for (const row of this.#suspects) this.#changed.add(row);
  }

  /** Looks, in steps, at what changed. */
  *settle(): Generator<undefined, void> {
    if (!this.waits) return;
    yield* this.#learn();
    const again = [...this.#suspects].slice(-LOOKED_AGAIN);
    const rows = new Set([...this.#toJudge, ...again]);
    this.#toJudge.clear();
    for (const row of rows) {
      if (this.#suspects.has(row)) this.#judge(row);
      yield;
    }
  }

  /** All that is found in a conversation, the verdict first. */
  findings(row: RowId): Finding[] {
    if (!this.#suspects.has(row) || !this.#conversations.rows.has(row)) return [];
    return this.#findingsIn(this.#caseOf(row));
  }

  /** What the capture shows of the numbers of those that were refused for them, each way once. */
  learned(rows: Iterable<RowId>): Learned[] {
    const byWay = new Map<string, Learned>();
    let looked = 0;
    for (const row of rows) {
      const verdict = this.verdicts.of(row);
      if (verdict === undefined || verdict.certainty === 'hint' || !LEARNED_OF.has(verdict.cause)) continue;
      if (byWay.size === MAX_LEARNED || ++looked > LOOKED_AGAIN) break;
      const learned = learnedFrom(this.#caseOf(row));
      if (learned !== undefined) byWay.set(`${learned.source} ${learned.peer}`, learned);
    }
    return [...byWay.values()];
  }

  *#learn(): Generator<undefined, void> {
    const conversations = this.#conversations;
    for (const row of [...this.#changed]) {
      this.#changed.delete(row);
      if (!conversations.rows.has(row) || row === conversations.rowWithoutCallId) continue;
      const seen = transactionsOf(conversations, row);
      this.#knowledge.learn(row, seen);
      if (isSuspicious(conversations, row, this.#sources.state(row), seen)) {
        this.#suspects.add(row);
        this.#toJudge.add(row);
      } else if (this.#suspects.delete(row)) this.#keep(row, undefined);
      yield;
    }
  }

  #judge(row: RowId): void {
    const c = this.#caseOf(row);
    const [finding] = this.#findingsIn(c);
    if (finding === undefined) this.#keep(row, undefined, unjudged(c));
    else this.#keep(row, { cause: finding.rule.id, certainty: finding.certainty, key: keyOf(finding) });
  }

  #keep(row: RowId, verdict: Verdict | undefined, why?: Unjudged): void {
    if (this.verdicts.set(row, verdict, why)) this.#judged.add(row);
  }

  #caseOf(row: RowId): Case {
    const [conversations, knowledge] = [this.#conversations, this.#knowledge];
    return new Case(row, { ...this.#sources, conversations, knowledge, settings: this.settings });
  }

  #findingsIn(c: Case): Finding[] {
    const own = findingsIn(c);
    const others = { calls: this.#calls, caseOf: (row: RowId) => this.#caseOf(row), findingsIn };
    const passedOn = inherited(c, others);
    return passedOn === undefined ? own : [passedOn, ...own];
  }
}
