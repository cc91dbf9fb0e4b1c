/**
 * What is wrong in the capture: a verdict for each conversation that has one. Kept up to date as messages arrive; what changed is looked
 * at when somebody asks, or after each round of reading. The rules are loaded then: who never asks does not wait for them.
 */
import type { Calls } from '../calls/calls.js';
import type { Conversations } from '../conversations/conversations.js';
import type { Derived } from '../conversations/derived.js';
import { CAUSE_IDS } from '../model/causes.js';
import { type DiagnosisSettings, NO_SETTINGS } from '../model/diagnosis-settings.js';
import type { RowId } from '../model/ids.js';
import type { Judging, Shown, Sources } from './judging.js';
import type { Learned } from './learned.js';
import type { Finding } from './rule.js';
import type { Unjudged } from './unjudged.js';
import type { Verdict } from './verdicts.js';

export class Diagnosis implements Derived {
  readonly #sources: Sources;
  readonly #calls: Calls;
  #conversations: Conversations | undefined;
  #judging: Judging | undefined;
  #settings = NO_SETTINGS;
  readonly #judged = new Set<RowId>();

  constructor(sources: Sources, calls: Calls) {
    this.#sources = sources;
    this.#calls = calls;
  }

  changed(rows: readonly RowId[], conversations: Conversations): void {
    this.#conversations = conversations;
    this.#judging?.changed(rows);
  }

  gone(rows: readonly RowId[]): void {
    this.#judging?.gone(rows);
  }

  cleared(): void {
    this.#conversations = undefined;
    this.#judging = undefined;
    this.#judged.clear();
  }

  /** Whether there is something to look at. */
  get waits(): boolean {
    return this.#judging?.waits ?? this.#conversations !== undefined;
  }

  /** What the user knows from now on: everything is looked at again. */
  set(settings: DiagnosisSettings): void {
    this.#settings = settings;
    if (this.#judging !== undefined) this.#judging.settings = settings;
  }

  /** Looks again at all that may have a cause: nothing more will come, or something else is known. */
  reconsider(): void {
    this.#judging?.reconsider();
  }

  /** Loads the rules, and begins. */
  async begin(): Promise<void> {
    if (this.#judging !== undefined) return;
    const { Judging } = await import('./judging.js');
    const conversations = this.#conversations;
    if (conversations === undefined || this.#judging !== undefined) return;
    const parts = { sources: this.#sources, calls: this.#calls, settings: this.#settings, judged: this.#judged };
    this.#judging = new Judging(conversations, parts);
  }

  /** Takes in, in steps, what changed since it began. */
  *learn(): Generator<undefined, void> {
    if (this.#judging !== undefined) yield* this.#judging.learn();
  }

  /** Whether what is judged next may rest on the legs of calls: they are to be up to date then. */
  get asksCalls(): boolean {
    return this.#judging?.asksCalls ?? false;
  }

  /** Judges, in steps, what was learned. */
  *judge(): Generator<undefined, void> {
    if (this.#judging !== undefined) yield* this.#judging.judge();
  }

  /** Conversations whose verdict is another than when this was asked last. */
  takeJudged(): RowId[] {
    const judged = [...this.#judged];
    this.#judged.clear();
    return judged;
  }

  /** The verdict of a conversation; undefined where it has none, or was not looked at yet. */
  verdict(row: RowId): Verdict | undefined {
    return this.#judging?.verdicts.of(row);
  }

  /** Index in CAUSE_IDS of what is certain or likely; -1 where there is nothing. */
  causeOf(row: RowId): number {
    const verdict = this.verdict(row);
    return verdict === undefined || verdict.certainty === 'hint' ? -1 : CAUSE_IDS.indexOf(verdict.cause);
  }

  /** Id of what its cause is about; -1 where there is nothing. */
  aboutOf(row: RowId): number {
    return this.causeOf(row) < 0 ? -1 : this.#judging!.verdicts.keyOf(row);
  }

  /** The texts of these ids, as many as there are by now. */
  get keys(): readonly string[] {
    return this.#judging?.verdicts.keys ?? [];
  }

  /** Why a conversation cannot be judged; undefined where it can. */
  unjudged(row: RowId): Unjudged | undefined {
    return this.#judging?.verdicts.unjudged(row);
  }

  /** What the row of a conversation shows of its verdict; undefined where it has none. */
  shown(row: RowId): Shown | undefined {
    return this.#judging?.shown(row);
  }

  /** All that is found in a conversation, the verdict first. */
  findings(row: RowId): Finding[] {
    return this.#judging?.findings(row) ?? [];
  }

  /** What some conversations show of numbers that a user may adopt as settings. */
  learned(rows: Iterable<RowId>): Learned[] {
    return this.#judging?.learned(rows) ?? [];
  }
}
