/** The sheet of incidents: what is wrong in the list, worst first; then hints, and last what cannot be judged. Each can be filtered on. */
import type { IncidentRow } from '../../../engine/protocol/diagnosis.js';
import { counted, plural } from '../../../format/counts.js';
import { failuresText } from '../../../format/failures.js';
import { localClock } from '../../../format/times.js';
import { type Line, line, type Role } from '../../../terminal/line.js';
import type { State } from '../../state.js';
import { isSaid } from '../strip.js';
import { plain, type SheetLine, title, wrapped } from './sheet.js';

export type IncidentLine = SheetLine<IncidentRow>;

/** Conversations that a line names: of more, the first ones. */
const NAMED = 8;

export function incidentsSheet(state: State): IncidentLine[] {
  const { value, answered } = state.incidents;
  // Those above the list will do until all are there, but not those of another result.
  const isOfResult = answered?.startsWith(`${state.list.window.asked} `);
  if (value === null || !isOfResult) return [plain(line(' Looking.'))];
  const { incidents, failed, conversations } = value;
  const said = incidents.filter(isSaid);
  const hints = incidents.filter(({ certainty }) => certainty === 'hint');
  const notJudged = incidents.filter(({ certainty }) => certainty === null);
  const explained = said.reduce((sum, { count }) => sum + count, 0);
  const cells = Math.max(0, ...incidents.map(each => countOf(each).length));
  const part = (name: string, some: readonly IncidentRow[]) =>
    some.length === 0 ? [] : [plain([]), title(name), ...some.flatMap(each => lines(state, each, cells))];
  return [
    ...wrapped(state, line(' '), failuresText({ failed, conversations, count: said.length, explained }), 'title').map(
      each => plain(each),
    ),
    ...(said.length > 0 ? [plain([])] : []),
    ...said.flatMap((each, at) => lines(state, each, cells, at + 1)),
    ...part('Hints: patterns that nothing else explains', hints),
    ...part('Not judged', notJudged),
  ];
}

function countOf(incident: IncidentRow): string {
  return isSaid(incident) ? `${counted(incident.count)} of ${counted(incident.of)}` : counted(incident.count);
}

const ROLES: Readonly<Record<NonNullable<IncidentRow['certainty']>, Role>> = {
  certain: 'failure',
  likely: 'warning',
  hint: 'plain',
};

function lines(state: State, incident: IncidentRow, cells: number, rank?: number): IncidentLine[] {
  const { certainty, sentence, cause } = incident;
  const head: Line = [
    { text: ` ${String(rank ?? '').padStart(2)}  `, role: 'faint' },
    { text: `${countOf(incident).padStart(cells)}  `, role: 'number' },
    { text: `${(certainty ?? '').padEnd(7)}  `, role: certainty === null ? 'plain' : ROLES[certainty] },
  ];
  const [first, ...others] = wrapped(state, head, sentence.replace(/^not judged: /, ''), 'strong');
  const indent = head.reduce((sum, { text }) => sum + text.length, 0);
  const below = [certainty === null ? '' : cause, times(incident), named(incident)].filter(each => each !== '');
  return [
    { text: first ?? head, opens: incident },
    ...others.map(each => plain(each)),
    ...wrapped(state, line(' '.repeat(indent)), below.join('  '), 'faint').map(each => plain(each)),
  ];
}

/** "16:39:17 to 16:58:02". */
function times({ firstUs, lastUs, dated }: IncidentRow): string {
  if (Number.isNaN(firstUs)) return '';
  const [first, last] = [firstUs, lastUs].map(timeUs => localClock(timeUs, dated).slice(0, 8));
  return first === last ? first! : `${first} to ${last}`;
}

function named({ conversations, count }: IncidentRow): string {
  const shown = conversations.slice(0, NAMED).join(', ');
  return count === 1
    ? `conversation ${shown}`
    : `${plural(count, 'conversation')}: ${shown}${count > NAMED ? ' …' : ''}`;
}
