/**
 * What a rule is: a cause as data, with everything that docs/causes.md and the panel say of it, and a function that looks for it in one
 * case. A rule that is not sure finds nothing.
 */
import type { Evidence } from '../conversations/evidence.js';
import type { CauseId, Certainty } from '../model/causes.js';
import type { RowId } from '../model/ids.js';
import type { Case } from './case.js';
import { filled, type Slots } from './sentence.js';

/**
 * How near a rule is to the cause, nearest first. The first rule that finds something gives the verdict, in this order, and within one
 * step in the order of the catalogue.
 *
 * transport: the network says so. silence: nobody answered. told: the far end says why. compared: other calls prove it. status: the
 * status alone. answered: trouble after the answer. pattern: it looks like it.
 */
export const STEPS = ['transport', 'silence', 'told', 'compared', 'status', 'answered', 'pattern'] as const;
export type Step = (typeof STEPS)[number];

/** What a rule found in a case. */
export interface Found {
  certainty: Certainty;
  slots: Slots;
  /** In the order in which it is to be read. */
  evidence: readonly Evidence[];
  /** What it assumes, or what lowers its certainty, each in words: "assuming the capture sees both directions". */
  assumes?: readonly string[];
  /** Said in its incident and in the panel, not in the row: phones ask for much that a server need not have. */
  isFolded?: true;
}

export interface Rule {
  id: CauseId;
  step: Step;
  /**
   * failed: it is only looked for where a conversation failed. any: it speaks of one that succeeded, too; its certainty must not be
   * misplaced on a good call.
   */
  of: 'failed' | 'any';
  /** Only asked where no rule before it in its step found something: it says the same with less. */
  isGeneral?: true;
  /** The finding in a sentence with slots (sentence.ts): figures and addresses, no advice. */
  sentence: string;
  /** The same for the row, at most 60 characters or so: without what the row's other columns say. */
  short: string;
  /** The sentence of an incident: of several findings with one key; {count} of them, {of} failed, {first} and {last} times. */
  incident: string;
  /** Name of the slot by whose value findings are one incident. */
  key: string;
  /** When it is said, in words. */
  when: string;
  /** When it is not, each in words. */
  unless: readonly string[];
  /** What to do next; may have slots. */
  next: string;
  /** Where that is written: "RFC 4787 REQ-5". */
  sources: readonly string[];
  judge(c: Case): Found | undefined;
}

/** A finding: what a rule found. */
export interface Finding extends Found {
  rule: Rule;
  /** Found in another leg of the call, whose failure was passed back: its conversation, its number, and what was made of it. */
  behind?: { conversation: RowId; leg: number; status: string };
}

/** The sentence of a finding. */
export function sentenceOf({ rule, slots, behind }: Finding): string {
  const sentence = filled(rule.sentence, slots);
  return behind === undefined ? sentence : `${behind.status}, because of leg ${behind.leg}: ${sentence}`;
}

/** The sentence of a finding for its row. */
export function shortOf({ rule, slots, behind, certainty }: Finding): string {
  const short = filled(rule.short, slots);
  const said = behind === undefined ? short : `leg ${behind.leg}: ${short}`;
  return certainty === 'hint' ? `maybe ${said}` : said;
}

/** Characters of a key that tell incidents apart: what is longer is no address and no number. */
const LONGEST_KEY = 200;

/** The value by which findings are one incident. */
export function keyOf({ rule, slots }: Finding): string {
  return String(slots[rule.key] ?? '').slice(0, LONGEST_KEY);
}
