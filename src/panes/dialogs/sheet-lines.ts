/**
 * The dialogs at the bottom of the screen: completions of the ":" line, saving, a question. The panes stay visible
 * above them.
 */
import { paletteEntries } from '../../store/commands/table.js';
import { plural } from '../../format/counts.js';
import type { CommandDialog, ConfirmDialog, SaidDialog, SaveDialog, SaveWhat } from '../../store/dialog.js';
import { unsavedText } from '../../store/view/live-sources.js';
import type { PaletteEntry } from '../../store/commands/palette.js';
import type { State } from '../../store/state.js';
import { cutLine, type Line, line, type Span } from '../../terminal/line.js';
import { cut, pad, safe } from '../../terminal/text.js';
import { editorLine } from '../editor-line.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

export function commandLines(state: State, dialog: CommandDialog, width: number, height: number, look: Look): Line[] {
  const entries = paletteEntries(state);
  const room = Math.max(0, height - 1);
  const top = Math.max(0, Math.min(dialog.choice - room + 1, entries.length - room));
  const shown = ({ text, word }: PaletteEntry) => safe(word ?? `:${text.trimEnd()}`, look.ascii);
  const most = entries.some(({ word }) => word !== undefined) ? width >> 1 : 34;
  const label = Math.min(most, Math.max(12, ...entries.map(entry => shown(entry).length)));
  const rows = entries.slice(top, top + room).map((entry, at): Line => {
    const chosen = top + at === dialog.choice;
    const spans: Span[] = [
      { text: chosen ? ` ${look.glyphs.pointer} ` : '   ', role: 'focus' },
      {
        text: pad(shown(entry), label + 2, 'left', look.glyphs.ellipsis),
        role: chosen ? 'focus' : 'key',
      },
      { text: safe(entry.detail, look.ascii), role: chosen ? 'plain' : 'faint' },
    ];
    return cutLine(spans, width, look.glyphs.ellipsis);
  });
  const note = entries.length > room ? plural(entries.length, 'command') : '';
  return [titleLine({ name: 'Commands', note, focused: true }, width, look.glyphs), ...rows];
}

/** The line being typed, in place of the footer. */
export function promptLine(prompt: string, state: State, width: number, look: Look): Line {
  const { dialog } = state;
  if (dialog?.kind !== 'command' && dialog?.kind !== 'find') return [];
  const text = editorLine(dialog.editor, Math.max(1, width - prompt.length - 1), {
    active: true,
    ascii: look.ascii,
  }).line;
  return [{ text: prompt, role: 'focus' }, ...text];
}

const WHATS: Record<SaveWhat, string> = {
  all: 'all conversations',
  filtered: 'those the filter shows',
  marked: 'the marked ones',
  current: 'the one under the cursor',
};

export function saveLines(state: State, dialog: SaveDialog, width: number, look: Look): Line[] {
  const marked = state.list.marks.size;
  const what = dialog.what === 'marked' ? `${WHATS.marked} (${marked})` : WHATS[dialog.what];
  const field = (at: number, name: string, value: Line): Line => [
    { text: dialog.field === at ? ` ${look.glyphs.pointer} ` : '   ', role: 'focus' },
    { text: pad(name, 10), role: dialog.field === at ? 'strong' : 'faint' },
    ...value,
  ];
  const choice = (at: number, text: string): Line =>
    dialog.field === at
      ? [{ text: `${look.glyphs.arrowLeft} ${text} ${look.glyphs.arrowRight}`, role: 'strong' }]
      : [{ text, role: 'plain' }];
  const path = editorLine(dialog.path, Math.max(1, width - 16), { active: dialog.field === 2, ascii: look.ascii }).line;
  const last = dialog.busy
    ? line('   Saving.', 'strong')
    : dialog.exists
      ? line('   This file exists: Enter writes over it, Esc does not.', 'warning')
      : line('   Enter saves. Up and Down go from line to line, Left and Right choose.', 'faint');
  return [
    titleLine({ name: 'Save', note: '', focused: true }, width, look.glyphs),
    field(0, 'What', choice(0, what)),
    field(1, 'Format', choice(1, `${dialog.format.name}, ${dialog.format.holds}`)),
    field(2, 'File', path),
    [],
    last,
  ].map(drawn => cutLine(drawn, width, look.glyphs.ellipsis));
}

/** The output of a command, as far as it fits. */
export function saidLines({ title, lines, top }: SaidDialog, width: number, height: number, look: Look): Line[] {
  const room = Math.max(1, height - 1);
  const first = Math.max(0, Math.min(top, lines.length - room));
  const note = lines.length > room ? `${first + 1}-${Math.min(lines.length, first + room)} of ${lines.length}` : '';
  const shown = lines.slice(first, first + room);
  return [
    titleLine({ name: safe(`:${title}`, look.ascii), note, focused: true }, width, look.glyphs),
    ...shown.map(text => line(` ${cut(safe(text, look.ascii), width - 1, look.glyphs.ellipsis)}`)),
  ];
}

export function confirmLines(dialog: ConfirmDialog, width: number, look: Look): Line[] {
  return questionLines('Sure?', dialog.question, { y: 'yes', n: 'no' }, width, look);
}

export function leaveLines(state: State, width: number, look: Look): Line[] {
  const answers = { s: 'save them, then quit', q: 'quit without them', Esc: 'stay' };
  return questionLines('Quit?', `${unsavedText(state)}.`, answers, width, look);
}

/** A question and the keys that answer it. */
function questionLines(
  title: string,
  question: string,
  answers: Record<string, string>,
  width: number,
  look: Look,
): Line[] {
  const keys = Object.entries(answers).flatMap(([key, answer]): Span[] => [
    { text: ` ${key}`, role: 'key' },
    { text: ` ${answer}  `, role: 'plain' },
  ]);
  return [
    titleLine({ name: title, note: '', focused: true }, width, look.glyphs),
    cutLine([{ text: ` ${question}`, role: 'strong' }], width, look.glyphs.ellipsis),
    cutLine(keys, width, look.glyphs.ellipsis),
  ];
}
