/**
 * The strip above the list: what is wrong, the worst of it.
 *
 *    ✗ 31 of 45 unsuccessful: no answer from 10.1.2.3:5060 since 16:39:17 (likely)
 *    ✗ 9 of 45 unsuccessful: 403 from 10.11.12.13 (likely)                     I all 7
 */
import type { IncidentRow } from '../engine/protocol/diagnosis.js';
import { counted } from '../format/counts.js';
import type { State } from '../store/state.js';
import { stripIncidents } from '../store/view/strip.js';
import { type Line, type Span, widthOf } from '../terminal/line.js';
import { cut, safe } from '../terminal/text.js';
import type { Look } from './look.js';
import { spread } from './title-line.js';

export function stripLines(state: State, width: number, look: Look): Line[] {
  const shown = stripIncidents(state);
  return shown.map((incident, at) => {
    const right = at === shown.length - 1 ? rightOf(state, shown.length) : [];
    return spread(incidentLine(incident, width - widthOf(right) - 1, look), right, width);
  });
}

/** The key that shows all, and how many they are. */
function rightOf({ incidents }: State, shown: number): Line {
  const count = incidents.value?.count ?? shown;
  return [
    { text: '  I', role: 'key' },
    { text: count > shown ? ` all ${counted(count)} ` : ' more ', role: 'plain' },
  ];
}

/** The sentence is cut so that what is behind it has room. */
function incidentLine({ count, of, sentence, certainty }: IncidentRow, room: number, { glyphs, ascii }: Look): Line {
  const head: Span[] = [
    { text: ` ${glyphs.cross} `, role: 'failure' },
    { text: `${counted(count)} of ${counted(of)} unsuccessful: `, role: 'failure' },
  ];
  const tail: Span = { text: ` (${certainty})`, role: 'faint' };
  const text = cut(safe(sentence, ascii), Math.max(1, room - widthOf([...head, tail])), glyphs.ellipsis);
  return [...head, { text, role: 'strong' }, tail];
}
