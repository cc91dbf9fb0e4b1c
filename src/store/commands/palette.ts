/** What the ":" line offers for what was typed: command names, the most alike first (fuse.js), then values of a command's argument. */
import Fuse from 'fuse.js';
import { COLUMNS } from '../list/columns.js';
import type { Commands } from './command.js';
import { ADJUSTABLES } from '../settings/preferences.js';
import type { State } from '../state.js';

export interface PaletteEntry {
  /** The whole line, without the colon. */
  text: string;
  /** What of it is shown; absent for the whole line. */
  word?: string;
  detail: string;
}

const LIMIT = 50;

/** What the original tool has after `filter`. */
const FILTER_WORDS = [
  ['add ', 'as in the original tool: one term more'],
  ['del ', 'as in the original tool: a term less'],
  ['set condition and', 'as in the original tool: all terms'],
  ['set condition or', 'as in the original tool: any of the terms'],
  ['reset', 'as in the original tool: no terms'],
] as const;

/** Commands that the ":" line offers. The others are meant for keys, but can be written all the same. */
export const WRITTEN: readonly string[] = [
  ...['open', 'add', 'watch', 'ping', 'close', 'save', 'write', 'clear', 'keep', 'keep-all', 'quit', 'quit-now'],
  ...[
    'filter',
    'filter-clear',
    'sort',
    'goto',
    'find',
    'find-here',
    'follow',
    'pause',
    'bpf',
    'stop',
    'restart',
    'troubles',
    'unmark-all',
  ],
  ...[
    'column',
    'columns',
    'set',
    'settings',
    'mouse',
    'alias',
    'aliases',
    'wrap',
    'sdp',
    'only-sdp',
    'merge-ports',
    'time-format',
  ],
  ...['colour', 'syntax'],
  ...['compare', 'only-differences', 'unfold', 'unfold-all', 'copy', 'copy-menu'],
  ...['show', 'conversation', 'capture', 'statistics', 'help', 'enlarge', 'repaint', 'suspend'],
];

/** Lines `typed` may become. */
export function paletteOf(state: State, commands: Commands, typed: string): readonly PaletteEntry[] {
  const space = typed.search(/\s/);
  if (space >= 0) return values(state, typed.slice(0, space), typed.slice(space + 1));
  const entries = WRITTEN.map(name => {
    const { argument, help, also } = commands[name]!;
    const usage = argument ? `${name} ${argument}` : name;
    return { text: argument ? `${name} ` : name, name, usage, help, also: also ?? [] };
  });
  const found = typed === '' ? entries.sort((a, b) => a.name.localeCompare(b.name)) : rank(entries, typed);
  return found.slice(0, LIMIT).map(({ text, usage, help }) => ({
    text,
    detail: usage === text.trim() ? help : `${usage.slice(text.length)}  ${help}`,
  }));
}

function rank<T extends { name: string; also: readonly string[]; help: string }>(
  entries: readonly T[],
  typed: string,
): T[] {
  const starts = entries
    .filter(entry => [entry.name, ...entry.also].some(name => name.startsWith(typed)))
    .sort((a, b) => a.name.length - b.name.length);
  const fuse = new Fuse(entries, {
    keys: [{ name: 'name', weight: 3 }, 'also', 'help'],
    ignoreLocation: true,
    threshold: 0.4,
  });
  const alike = fuse.search(typed).map(({ item }) => item);
  return [...new Set([...starts, ...alike])];
}

function values(state: State, name: string, typed: string): PaletteEntry[] {
  const offered = argumentsOf(state, name, typed);
  return offered.filter(({ text }) => text.startsWith(`${name} ${typed.trimStart()}`)).slice(0, LIMIT);
}

function argumentsOf(state: State, name: string, typed: string): PaletteEntry[] {
  const entry = (value: string, detail: string) => ({ text: `${name} ${value}`, detail });
  if (name === 'set') {
    const adjustable = ADJUSTABLES.find(known => typed.trimStart().startsWith(`${known.name} `));
    if (adjustable) return adjustable.values.map(value => entry(`${adjustable.name} ${value}`, adjustable.help));
    const names = ADJUSTABLES.map(known => entry(known.name, `${known.get(state.preferences)}: ${known.help}`));
    return [...names, entry('save', 'keep the settings for the next time')];
  }
  if (name === 'filter') {
    const named = Object.entries(state.preferences.filters);
    return [
      entry('save ', 'give the filter a name'),
      ...named.map(([known, text]) => entry(known, text)),
      ...named.map(([known, text]) => entry(`delete ${known}`, text)),
      entry('list', 'choose one'),
      ...FILTER_WORDS.map(([word, help]) => entry(word, help)),
    ];
  }
  if (name === 'show') {
    const shown = ['conversations', 'conversations sorted', 'conversation ', 'filter'];
    return shown.map(value => entry(value, 'as in the original tool'));
  }
  if (name === 'mouse') return ['on', 'off'].map(value => entry(value, ''));
  if (name === 'sort') return COLUMNS.map(({ id, help }) => entry(id, help));
  if (name === 'column') {
    const headers = state.headers.value.map(header =>
      entry(header.name, `header, in ${header.conversations} conversations`),
    );
    return [...COLUMNS.map(({ id, help }) => entry(id, help)), ...headers];
  }
  if (name === 'open' || name === 'add') return state.preferences.recentFiles.map(path => entry(path, 'recent'));
  if (name === 'close') return (state.progress?.sources ?? []).map(source => entry(source.name, source.format));
  return [];
}
