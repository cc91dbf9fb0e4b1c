/**
 * The help: all keys by the part of the screen they work in, then all ":" commands, filtered by what is typed
 * (fuse.js). The README's table is made from the same rows.
 */
import Fuse from 'fuse.js';
import { COMMANDS } from '../../store/commands/table.js';
import type { HelpDialog } from '../../store/dialog.js';
import type { Binding, Mode } from '../../store/input/keymap.js';
import { WRITTEN } from '../../store/commands/palette.js';
import { cutLine, type Line, line } from '../../terminal/line.js';
import { pad } from '../../terminal/text.js';
import { editorLine } from '../editor-line.js';
import { keyLabel } from '../key-label.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

export interface HelpRow {
  section: string;
  keys: string;
  help: string;
}

const SECTIONS: readonly [Mode, string][] = [
  ['list', 'In the list'],
  ['flow', 'In the flow'],
  ['message', 'In the message'],
  ['filter', 'In the filter'],
  ['panes', 'In list, flow and message'],
  ['anywhere', 'Anywhere'],
  ['pick', 'In a list of choices'],
  ['save', 'When saving'],
];

function helpOf({ command, argument }: Binding): string {
  const known = COMMANDS[command];
  if (command === 'not-yet') return `Not yet: ${argument ?? ''}.`;
  return known?.help ?? '';
}

/** All rows of the help, in order. */
function helpRows(keymap: readonly Binding[]): HelpRow[] {
  const keys = SECTIONS.flatMap(([mode, section]) =>
    keymap
      .filter(binding => binding.mode === mode && binding.keys.length > 0)
      .map(binding => ({ section, keys: binding.keys.map(keyLabel).join('  '), help: helpOf(binding) })),
  );
  const commands = WRITTEN.map(name => {
    const { argument, help, also = [] } = COMMANDS[name]!;
    const names = [name, ...also].map(known => `:${known}`).join(' ');
    return { section: 'After a colon', keys: argument ? `${names} ${argument}` : names, help };
  });
  return [...keys, ...commands];
}

const KEY_CELLS = 24;

export function helpLines(
  keymap: readonly Binding[],
  dialog: HelpDialog,
  width: number,
  height: number,
  look: Look,
): Line[] {
  const rows = helpRows(keymap);
  const typed = dialog.editor.text.trim();
  const found =
    typed === ''
      ? rows
      : new Fuse(rows, { keys: ['keys', 'help', 'section'], ignoreLocation: true, threshold: 0.35 })
          .search(typed)
          .map(({ item }) => item);
  const body: Line[] = [];
  let section = '';
  for (const row of found) {
    if (row.section !== section) {
      if (body.length > 0) body.push([]);
      body.push(line(` ${row.section}`, 'title'));
      section = row.section;
    }
    body.push(
      cutLine(
        [
          { text: `   ${pad(row.keys, KEY_CELLS, 'left', look.glyphs.ellipsis)} `, role: 'key' },
          { text: row.help, role: 'plain' },
        ],
        width,
        look.glyphs.ellipsis,
      ),
    );
  }
  if (body.length === 0) body.push(line(' Nothing is known by that word.'));
  const room = Math.max(1, height - 3);
  const top = Math.max(0, Math.min(dialog.top, body.length - room));
  const note =
    body.length > room ? `${top + 1}-${Math.min(body.length, top + room)} of ${body.length}, Down and PgDn scroll` : '';
  return [
    titleLine({ name: 'Help', note, focused: true }, width, look.glyphs),
    [
      { text: ' Search  ', role: 'title' },
      ...editorLine(dialog.editor, Math.max(1, width - 12), { active: true, ascii: look.ascii }).line,
    ],
    [],
    ...body.slice(top, top + room),
  ];
}
