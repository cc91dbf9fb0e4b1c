/** What is wrong, as it crosses the thread: types only. */
import type { CauseId, Certainty } from '../../model/causes.js';
import type { TrunkFormat } from '../../model/diagnosis-settings.js';
import type { RowId } from '../../model/ids.js';
import type { EvidenceRow } from './evidence.js';

/** The verdict of a row, short. */
export interface VerdictRow {
  cause: CauseId;
  certainty: Certainty;
  /** With figures, for the row. */
  short: string;
  /** Where the trouble is: the conversation itself, or another leg of its call. */
  conversation: RowId;
}

/** One finding of a conversation. */
export interface FindingRow {
  cause: CauseId;
  certainty: Certainty;
  sentence: string;
  /** As the JSON has them: a length of time in ms, a time as every time. */
  slots: Record<string, string | number | null>;
  evidence: EvidenceRow[];
  sources: readonly string[];
  /** What to do next. */
  next: string;
  /** What it assumes, and what lowered its certainty, in words. */
  assumes: readonly string[];
  /** The rule in words, and when it is silent. */
  when: string;
  unless: readonly string[];
  /** The value that makes it one incident with others. */
  key: string;
}

/** What is wrong with one conversation. */
export interface DiagnosisRow {
  conversation: RowId;
  call: RowId;
  /** The verdict first, then what else was seen. */
  findings: FindingRow[];
  /** Why nothing can be said, in words; null where something is, or nothing is wrong. */
  unjudged: string | null;
}

/** Conversations with one cause, or those that cannot be judged. */
export interface IncidentRow {
  cause: CauseId | 'not-judged';
  key: string;
  /** Null for what is not judged. */
  certainty: Certainty | null;
  count: number;
  /** Conversations that did not come about (busy and given up, too), or have a verdict. */
  of: number;
  firstUs: number;
  lastUs: number;
  dated: boolean;
  /** At most those that were asked for. */
  conversations: RowId[];
  sentence: string;
}

/** How many incidents there are, and the worst of them. */
export interface IncidentsAnswer {
  incidents: IncidentRow[];
  /** All of them, those below the certainty asked for apart. */
  count: number;
  /** Conversations that did not come about or have a verdict, and of those how many the incidents explain. */
  failed: number;
  explained: number;
  conversations: number;
}

/** Numbers that a host is seen to have, and how a host takes them: for the settings `numbers.own` and `trunks`. */
export interface LearnedRow {
  source: string;
  peer: string;
  /** "41515xx", with "4151500-4151599" of each. */
  blocks: string[];
  ranges: string[];
  digits: number[];
  format: TrunkFormat | null;
  needsDiversion: boolean;
}
