/**
 * The filter pane: one line, with focus three. They are the text; below each term the number of conversations it matches,
 * or the fault under its place; and the completions of the word at the cursor.
 *
 *   Filter  srcnum 5660066 and has diversion                                 3 of 1,083 match
 *           45                 12
 *   Tab  diversion  number in Diversion
 */
import { counted } from '../format/counts.js';
import { NONE } from '../query/language/stand-ins.js';
import { completionsOf } from '../store/filter/completion.js';
import { countedTerms, termAtCaret } from '../store/filter/filter-terms.js';
import type { State } from '../store/state.js';
import { cutLine, type Line, line, type Span } from '../terminal/line.js';
import { cut, safe, width as cellsOf } from '../terminal/text.js';
import { editorLine } from './editor-line.js';
import { filterColours } from './filter-colours.js';
import { countText } from './list-lines.js';
import type { Look } from './look.js';
import { spread } from './title-line.js';

const HINT = '/ to filter: srcnum 5660066 and has diversion';

export function filterLines(state: State, width: number, height: number, look: Look): Line[] {
  const focused = state.view.focus === 'filter' && state.dialog === null;
  const { editor, fault } = state.filter;
  const name = ' 1 Filter  ';
  const head: Span = { text: name, role: focused ? 'focus' : 'title' };
  const count: Span = { text: editor.text === '' ? '' : `${countText(state)} `, role: 'faint' };
  const room = Math.max(1, width - name.length - cellsOf(count.text) - 1);
  if (editor.text === '' && !focused) return [[head, { text: cut(HINT, room), role: 'faint' }]];
  const { line: text, left } = editorLine(editor, room, {
    active: focused,
    ascii: look.ascii,
    wrong: fault,
    pieces: filterColours(editor.text),
  });
  const wrong: Span[] = fault && height === 1 ? [{ text: ' (not yet right)', role: 'error' }] : [];
  const first = spread([head, ...text, ...wrong], [count], width);
  if (height === 1) return [first];
  const indent = name.length - left;
  const second = fault || editor.text === '' ? faultLine : termsLine;
  return [first, second(state, indent, width, look), completionLine(state, width, look)];
}

function faultLine(state: State, indent: number, width: number, look: Look): Line {
  const { fault, editor } = state.filter;
  if (!fault)
    return line(
      cut(`${' '.repeat(11)}${editor.text === '' ? HINT.slice(HINT.indexOf(':') + 2) : ''}`.trimEnd(), width),
      'faint',
    );
  const at = Math.max(0, indent + cellsOf(safe(editor.text.slice(0, fault.start), look.ascii)));
  const sentence = safe(fault.message, look.ascii);
  // Near the right edge the sentence precedes its caret.
  const after = `${' '.repeat(at)}^ ${sentence}`;
  if (cellsOf(after) <= width || at < width / 2) return line(cut(after, width), 'error');
  const before = cut(sentence, Math.max(0, at - 1));
  return line(`${' '.repeat(Math.max(0, at - 1 - cellsOf(before)))}${before} ^`, 'error');
}

/** Below each term, how many conversations it matches by itself; the term at the caret is emphasised. */
function termsLine(state: State, indent: number, width: number, look: Look): Line {
  const { editor } = state.filter;
  const terms = countedTerms(state);
  const current = termAtCaret(terms, editor.cursor);
  const spans: Span[] = [];
  let column = 0;
  for (const [at, { start, off, negated, count, leftOut }] of terms.entries()) {
    const wanted = indent + cellsOf(safe(editor.text.slice(0, start), look.ascii));
    const gap = Math.max(at === 0 ? 0 : 2, wanted - column);
    const number = count === null ? look.glyphs.ellipsis : counted(count);
    // "12, 340 none": a comparison finds none of those without such a value.
    const found = leftOut > 0 ? `${number}, ${counted(leftOut)} ${NONE}` : number;
    const text = off ? 'off' : negated ? `all but ${number}` : found;
    spans.push({ text: ' '.repeat(gap), role: 'plain' }, { text, role: at === current ? 'strong' : 'faint' });
    column += gap + cellsOf(text);
  }
  return cutLine(spans, width, look.glyphs.ellipsis);
}

function completionLine(state: State, width: number, look: Look): Line {
  const found = completionsOf(state);
  if (found.length === 0) return [];
  const chosen = Math.max(0, state.filter.choice);
  const spans: Span[] = [{ text: '   Tab     ', role: 'key' }];
  for (const [at, { text, detail }] of found.entries()) {
    const isChosen = at === chosen;
    spans.push({ text: safe(text.trim(), look.ascii), role: isChosen ? 'strong' : 'plain' });
    if (isChosen) spans.push({ text: ` ${safe(detail, look.ascii)}`, role: 'faint' });
    spans.push({ text: '   ', role: 'plain' });
  }
  return cutLine(spans, width, look.glyphs.ellipsis);
}
