/**
 * Judges the conversations of one capture: learns what they show, asks the rules about those that may have a cause, and keeps the
 * verdicts. Of a finding only its verdict is kept: the whole is found again when it is shown.
 */
import type { Calls } from '../calls/calls.js';
import type { Conversations } from '../conversations/conversations.js';
import { STATE } from '../conversations/states.js';
import type { DiagnosisSettings } from '../model/diagnosis-settings.js';
import type { RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { Case, type Subject } from './case.js';
import { inherited } from './inherited.js';
import { findingsIn, verdictIn } from './judge.js';
import { Knowledge } from './knowledge/knowledge.js';
import { LEARNED_OF, type Learned, learnedFrom } from './learned.js';
import { type Finding, keyOf, shortOf } from './rule.js';
import { TIMEOUT_US } from './silence.js';
import { Suspicion } from './suspicion.js';
import { Gathering, type Transactions } from './transactions.js';
import { type Unjudged, unjudged } from './unjudged.js';
import { type Verdict, Verdicts } from './verdicts.js';

/** What rests on other conversations is looked at again with what came since: of many, the latest. */
const LOOKED_AGAIN = 500;
/** Ways of calls of whose numbers it is told. */
const MAX_LEARNED = 8;

/** Rows whose verdict is kept as text. */
const MAX_SHOWN = 1 << 16;

/** Conversations learned in one step. */
const STEP = 16;

/** What cases are made from, but for what is learned here. */
export type Sources = Omit<Subject, 'conversations' | 'knowledge' | 'settings'>;

/** A verdict as the row of its conversation shows it. */
export interface Shown {
  short: string;
  /** Where the trouble is: another leg of its call, or itself. */
  conversation: RowId;
  /** It is said in incidents and panels, not in a row. */
  isFolded: boolean;
}

function shownOf(row: RowId, finding: Finding | undefined): Shown | undefined {
  if (finding === undefined) return undefined;
  const { behind, isFolded = false } = finding;
  return { short: shortOf(finding), conversation: behind?.conversation ?? row, isFolded };
}

export class Judging {
  readonly verdicts: Verdicts;
  readonly #conversations: Conversations;
  /** What cases are made from: the same object for all, since one is made for each. */
  readonly #subject: Subject;
  readonly #calls: Calls;
  readonly #knowledge: Knowledge;
  readonly #gathering: Gathering;
  readonly #suspicion: Suspicion;
  readonly #changed = new Set<RowId>();
  #begun = false;
  /** Those that rules are asked about, in order of arrival. */
  readonly #suspects = new Set<RowId>();
  /** What rows show of them; of so many that it is not kept, it is found again. */
  readonly #shown = new Map<RowId, Shown>();
  /** Those of them that changed. */
  readonly #toJudge = new Set<RowId>();
  /** Those that still wait for a response: the clock tells that none came. */
  readonly #waiting = new Set<RowId>();
  /** Hosts that refused calls. */
  readonly #refusing = new Set<number>();
  #hasLearned = false;
  /** Gets the conversations whose verdicts change. */
  readonly #judged: Set<RowId>;

  constructor(
    conversations: Conversations,
    parts: { sources: Sources; calls: Calls; settings: DiagnosisSettings; judged: Set<RowId> },
  ) {
    this.#conversations = conversations;
    this.#calls = parts.calls;
    this.#judged = parts.judged;
    this.#knowledge = new Knowledge(conversations);
    this.#subject = { ...parts.sources, conversations, knowledge: this.#knowledge, settings: parts.settings };
    this.#gathering = new Gathering(conversations);
    this.#suspicion = new Suspicion(conversations);
    this.verdicts = new Verdicts(conversations);
  }

  /** What the user knows from now on. */
  set settings(settings: DiagnosisSettings) {
    this.#subject.settings = settings;
    this.reconsider();
  }

  get waits(): boolean {
    return !this.#begun || this.#changed.size > 0 || this.#waiting.size > 0;
  }

  changed(rows: readonly RowId[]): void {
    for (const row of rows) this.#changed.add(row);
  }

  gone(rows: readonly RowId[]): void {
    this.#knowledge.gone(rows);
    for (const row of rows) {
      this.verdicts.set(row, undefined);
      this.#shown.delete(row);
      for (const set of [this.#changed, this.#suspects, this.#toJudge, this.#waiting, this.#judged]) set.delete(row);
    }
  }

  /** Looks again at all that may have a cause: nothing more will come, or something else is known. */
  reconsider(): void {
    for (const row of this.#suspects) this.#changed.add(row);
  }

  /** A host that refused calls sent some, too: what it refused may rest on another leg. */
  get asksCalls(): boolean {
    const { paths } = this.#knowledge;
    for (const host of this.#refusing) if (paths.isFrom(host)) return true;
    return false;
  }

  /** Judges, in steps, what was learned. */
  *judge(): Generator<undefined, void> {
    const again = this.#hasLearned ? [...this.#suspects].slice(-LOOKED_AGAIN) : [];
    this.#hasLearned = false;
    const rows = new Set([...this.#toJudge, ...again]);
    this.#toJudge.clear();
    for (const row of rows) {
      if (this.#suspects.has(row)) this.#judge(row);
      yield;
    }
  }

  /** What the row of a conversation shows of its verdict; undefined where it has none. */
  shown(row: RowId): Shown | undefined {
    const known = this.#shown.get(row);
    if (known !== undefined) return known;
    if (!this.#suspects.has(row) || !this.#conversations.rows.has(row)) return undefined;
    return shownOf(row, this.#verdictIn(this.#caseOf(row)));
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

  /** Takes in, in steps, what changed. */
  *learn(): Generator<undefined, void> {
    this.#followClock();
    if (this.#begun && this.#changed.size === 0) return;
    this.#hasLearned = true;
    const conversations = this.#conversations;
    const { rowWithoutCallId } = conversations;
    // At first, it is all that is there.
    const rows = this.#begun ? [...this.#changed] : [...conversations.rows];
    this.#begun = true;
    this.#changed.clear();
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      if (at % STEP === 0) yield;
      if (!conversations.rows.has(row) || row === rowWithoutCallId) continue;
      const seen = this.#gathering.of(row);
      this.#knowledge.learn(row, seen);
      if (this.#suspicion.isSuspicious(row, this.#subject.state(row), seen)) {
        this.#suspects.add(row);
        this.#toJudge.add(row);
        this.#noteRefusal(seen);
        if (conversations.waits(row)) this.#waiting.add(row);
      } else if (this.#suspects.delete(row)) {
        this.#note(row, undefined);
        this.#keep(row, undefined);
      }
    }
  }

  /** Those that wait are judged again when they have waited as long as a client does. */
  #followClock(): void {
    const { table, messages } = this.#conversations;
    for (const row of this.#waiting) {
      if (!this.#conversations.waits(row)) this.#waiting.delete(row);
      else if (this.#subject.state(row) === STATE.Unanswered) {
        this.#toJudge.add(row);
        const waitedUs = this.#subject.moment(row).nowUs - messages.timeUs.get(table.latestAttempt.get(row));
        if (!(waitedUs < TIMEOUT_US)) this.#waiting.delete(row);
      }
    }
  }

  #noteRefusal({ transactions }: Transactions): void {
    for (const { method, status, destination } of transactions)
      if (method === METHOD.INVITE && status >= 300) this.#refusing.add(this.#knowledge.hosts.of(destination));
  }

  #judge(row: RowId): void {
    const c = this.#caseOf(row);
    const finding = this.#verdictIn(c);
    this.#note(row, shownOf(row, finding));
    if (finding === undefined) this.#keep(row, undefined, unjudged(c));
    else this.#keep(row, { cause: finding.rule.id, certainty: finding.certainty, key: keyOf(finding) });
  }

  #note(row: RowId, shown: Shown | undefined): void {
    if (shown === undefined) this.#shown.delete(row);
    else if (this.#shown.size < MAX_SHOWN || this.#shown.has(row)) this.#shown.set(row, shown);
  }

  #keep(row: RowId, verdict: Verdict | undefined, why?: Unjudged): void {
    if (this.verdicts.set(row, verdict, why)) this.#judged.add(row);
  }

  #caseOf(row: RowId): Case {
    return new Case(row, this.#subject);
  }

  #findingsIn(c: Case): Finding[] {
    const own = findingsIn(c);
    const passedOn = this.#inherited(c);
    return passedOn === undefined ? own : [passedOn, ...own];
  }

  #verdictIn(c: Case): Finding | undefined {
    return this.#inherited(c) ?? verdictIn(c);
  }

  #inherited(c: Case): Finding | undefined {
    return inherited(c, { calls: this.#calls, caseOf: row => this.#caseOf(row), findingsIn });
  }
}
