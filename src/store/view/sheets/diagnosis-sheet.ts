/**
 * The sheet of what is wrong with a row: the verdict, what proves it, what to do next, and what else was seen; then the entry of a cause: when
 * it is said, and when not. A piece of evidence opens its message, of whichever conversation.
 */
import type { DiagnosisRow, FindingRow } from '../../../engine/protocol/diagnosis.js';
import type { EvidenceRow } from '../../../engine/protocol/evidence.js';
import type { ConversationRow } from '../../../engine/protocol/rows.js';
import { CERTAINTY_MEANS, type Certainty } from '../../../model/causes.js';
import type { RowId } from '../../../model/ids.js';
import { STATE_GROUPS } from '../../../sip/states.js';
import { type Line, line, type Role, type Span } from '../../../terminal/line.js';
import { safe } from '../../../terminal/text.js';
import type { DiagnosisDialog } from '../../dialog.js';
import type { State } from '../../state.js';
import { firstThatOpens, plain, type SheetLine, title, wrapped } from './sheet.js';

export type DiagnosisLine = SheetLine<EvidenceRow> & {
  /** The finding a line belongs to: its cause has an entry. */
  finding?: FindingRow;
};

const ROLES: Readonly<Record<Certainty, Role>> = { certain: 'failure', likely: 'warning', hint: 'faint' };

/** Cells of the words before the texts. */
const LABEL = 10;

const BAD: ReadonlySet<string> = new Set(STATE_GROUPS.bad);

/** All lines: of the row, or of the entry of a cause. */
export function diagnosisSheet(state: State, dialog: DiagnosisDialog): DiagnosisLine[] {
  if (dialog.entry !== null) return entrySheet(state, dialog.entry.finding);
  const { answered, value } = state.diagnosis;
  const head = dialog.row === null ? [] : [plain(headLine(state, dialog.row)), plain([])];
  if (answered !== dialog.conversations.join()) return [...head, plain(line(' Looking.'))];
  const [first, ...others] = found(value);
  if (!first) return [...head, ...whyNothing(state, dialog.row, value)];
  const name = nameOf(dialog);
  const also = others.flatMap(other => [plain([]), ...findingLines(state, other, name, false)]);
  return [
    ...head,
    ...findingLines(state, first, name, true),
    ...(also.length > 0 ? [plain([]), title('Also seen'), ...also.slice(1)] : []),
  ];
}

/** The line under the cursor: where nobody moved it, the first piece of evidence. */
export function cursorIn(lines: readonly DiagnosisLine[], { cursor }: DiagnosisDialog): number {
  return cursor ?? firstThatOpens(lines);
}

interface Found {
  conversation: RowId;
  finding: FindingRow;
}

/** The verdict of the first conversation that has one, then all else, the surest first. */
function found(rows: readonly DiagnosisRow[]): Found[] {
  const [main, ...others] = rows.filter(({ findings }) => findings.length > 0);
  const of = (row: DiagnosisRow | undefined) =>
    row?.findings.map(finding => ({ conversation: row.conversation, finding })) ?? [];
  return [...of(main), ...others.flatMap(of)];
}

function whyNothing(state: State, row: ConversationRow | null, rows: readonly DiagnosisRow[]): DiagnosisLine[] {
  const why = rows.find(({ unjudged }) => unjudged !== null)?.unjudged;
  const text = why
    ? `It cannot be judged: ${why}.`
    : row !== null && BAD.has(row.state)
      ? 'It failed, but the capture proves no cause.'
      : 'Nothing is wrong, as far as the capture shows.';
  return wrapped(state, line(' '), text, 'strong').map(each => plain(each));
}

/** What it was, and what became of it: the list says the verdict in place of that. */
function headLine({ ascii }: State, { method, from, to, outcome, state }: ConversationRow): Line {
  const who = [from, to].map(party => party ?? '?').join(' to ');
  return [
    { text: ` ${safe(`${method ?? '?'} ${who}`, ascii)}`, role: 'title' },
    { text: `  ${safe(outcome || state, ascii)}`, role: 'plain' },
  ];
}

/** "leg 2" of the call, "conversation 7" elsewhere; nothing where there is only one. */
type Name = (conversation: RowId) => string;

function nameOf({ conversations, legs }: DiagnosisDialog): Name {
  return conversation => {
    const leg = legs.indexOf(conversation);
    if (leg < 0) return `conversation ${conversation}, `;
    return legs.length > 1 ? `leg ${leg + 1}, ` : conversations.length > 1 ? `conversation ${conversation}, ` : '';
  };
}

function findingLines(state: State, { conversation, finding }: Found, name: Name, whole: boolean): DiagnosisLine[] {
  const { certainty, sentence, evidence, assumes, next, sources, cause } = finding;
  const whose = name(conversation).replace(/, $/, ': ');
  const about: [string, string][] = whole
    ? [
        ...assumes.map((each): [string, string] => ['Assuming', each.replace(/^assuming (that )?/, '')]),
        ['Next', next],
        ['Source', sources.join(', ')],
        ['Cause', cause],
      ]
    : [];
  const lines: DiagnosisLine[] = [
    ...labelled(state, certainty, `${whose}${sentence}`, ROLES[certainty], 'strong'),
    ...evidence.map((each): DiagnosisLine => ({ text: evidenceLine(state, each, name), opens: openable(each) })),
    ...about.flatMap(([label, text], at) =>
      labelled(state, label === about[at - 1]?.[0] ? '' : label, text, 'title', label === 'Next' ? 'strong' : 'plain'),
    ),
  ];
  return lines.map(each => ({ ...each, finding }));
}

/** What was evicted cannot be opened. */
function openable(evidence: EvidenceRow): EvidenceRow | null {
  return evidence.number === null ? null : evidence;
}

function evidenceLine({ ascii }: State, { conversation, number, header, value, shows }: EvidenceRow, name: Name): Line {
  const named: Span[] = header === null ? [] : [{ text: `${safe(header, ascii)}: `, role: 'name' }];
  const valued: Span[] = value === null ? [] : [{ text: `${safe(value, ascii)}  `, role: 'number' }];
  return [
    { text: ' '.repeat(LABEL + 1), role: 'plain' },
    { text: `${name(conversation)}${number === null ? 'let go' : `message ${number + 1}`}  `, role: 'key' },
    ...named,
    ...valued,
    { text: safe(shows, ascii), role: 'plain' },
  ];
}

function labelled(state: State, label: string, text: string, labels: Role, role: Role = 'plain'): DiagnosisLine[] {
  const head = line(` ${label.padEnd(LABEL)}`, labels);
  return wrapped(state, head, text, role).map(each => plain(each));
}

/** When a cause is said, and when it is not. */
function entrySheet(state: State, { cause, when, unless, next, sources }: FindingRow): DiagnosisLine[] {
  const blank = plain([]);
  return [
    title(cause),
    blank,
    ...labelled(state, 'Said', when, 'title'),
    ...unless.flatMap((each, at) => labelled(state, at === 0 ? 'Not if' : '', each, 'title')),
    ...labelled(state, 'Next', next, 'title'),
    ...labelled(state, 'Source', sources.join(', '), 'title'),
    blank,
    ...Object.entries(CERTAINTY_MEANS).flatMap(
      ([name, means]) => labelled(state, name, means, ROLES[name as Certainty]), // the keys are the certainties
    ),
    blank,
    ...labelled(state, '', 'docs/causes.md has all causes, and how to tell of one that is wrong.', 'title', 'faint'),
  ];
}
