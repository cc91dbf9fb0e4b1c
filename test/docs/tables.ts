/**
 * The README's tables that come from the program: keys, options and commands, fields of the query language. Replaces
 * what is between the markers.
 */
import { COMMANDS as HEADLESS, OPTIONS } from '../../src/commands/options.js';
import { FIELDS } from '../../src/query/language/fields.js';
import { COMMANDS } from '../../src/store/commands/table.js';
import { type Binding, KEYMAP, type Mode } from '../../src/store/input/keymap.js';
import { table } from '../bench/table.js';

/** Modes the README shows, with their titles; dialogs say their keys themselves. */
const SHOWN: readonly [Mode, string][] = [
  ['panes', 'In every pane'],
  ['list', 'Conversations'],
  ['flow', 'Flow'],
  ['message', 'Message'],
  ['filter', 'Filter'],
  ['anywhere', 'Always'],
];

const TABLES: Record<string, () => string> = { keys, commands, options, fields };

/** Fills in every `<!-- NAME: … -->` to `<!-- end -->` whose table is known. */
export function withTables(readme: string): string {
  return readme.replace(
    /(<!-- (\w+): [^>]*-->\n)[\s\S]*?(<!-- end -->)/g,
    (whole, opening: string, name: string, closing: string) => {
      const made = TABLES[name]?.();
      return made === undefined ? whole : `${opening}\n${made}\n\n${closing}`;
    },
  );
}

/** Names of all the tables that can be asked for. */
export const TABLE_NAMES = Object.keys(TABLES);

function keys(): string {
  const rows = SHOWN.flatMap(([mode, title]) =>
    KEYMAP.filter(binding => binding.mode === mode && binding.command !== 'not-yet').map((binding, index) => [
      index === 0 ? title : '',
      binding.keys.map(key => `\`${shown(key)}\``).join(' '),
      helpOf(binding),
    ]),
  );
  return table(['Where', 'Key', 'Does'], rows.map(cells));
}

function helpOf({ command, argument }: Binding): string {
  const known = COMMANDS[command];
  return `${known?.help.replace(/\.$/, '') ?? command}${argument ? ` (${argument})` : ''}`;
}

/** "ctrl+b" as "Ctrl-B", "pageup" as "PageUp"; letters as they are typed. */
function shown(key: string): string {
  if (key.length === 1) return key;
  const names: Record<string, string> = { pageup: 'PgUp', pagedown: 'PgDn', escape: 'Esc' };
  return key
    .split('+')
    .map(part => names[part] ?? part[0]!.toUpperCase() + part.slice(1))
    .join('-');
}

function commands(): string {
  const rows = HEADLESS.map(({ synopsis, help, notYet }) => [`\`${synopsis}\``, notYet ? `${help} (not yet)` : help]);
  return table(['Command', 'Does'], rows.map(cells));
}

function options(): string {
  const rows = OPTIONS.map(({ long, short, value, help }) => [
    `\`${short ? `-${short}, ` : ''}--${long}${value ? ` ${value}` : ''}\``,
    help,
  ]);
  return table(['Option', 'Does'], rows.map(cells));
}

function fields(): string {
  const rows = FIELDS.map(({ name, aliases, help, example }) => [
    [name, ...aliases].map(word => `\`${word}\``).join(' '),
    help,
    `\`${example}\``,
  ]);
  return table(['Field', 'Asks', 'Example'], rows.map(cells));
}

/** A bar inside a cell would end it. */
function cells(row: readonly string[]): string[] {
  return row.map(cell => cell.replaceAll('|', '\\|'));
}
