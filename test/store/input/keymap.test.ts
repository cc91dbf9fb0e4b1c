import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/store/commands/table.js';
import { bindingFor, KEYMAP, keyFaults, keymapWith, type Mode } from '../../../src/store/input/keymap.js';
import { WRITTEN } from '../../../src/store/commands/palette.js';

const SNGREP: readonly [Mode, string][] = [
  ...[
    'up',
    'down',
    'k',
    'j',
    'left',
    'right',
    'h',
    'l',
    'pageup',
    'pagedown',
    'ctrl+f',
    'ctrl+b',
    'ctrl+d',
    'ctrl+u',
    'home',
    'end',
    'ctrl+a',
    'ctrl+e',
    'f1',
    '?',
    'escape',
    'q',
    'Q',
    'enter',
    'f4',
    'x',
    'f6',
    'r',
    'R',
    'f2',
    's',
    'S',
    'f3',
    '/',
    'tab',
    'f7',
    'f',
    'F',
    'f10',
    't',
    'T',
    'f8',
    'o',
    'O',
    'i',
    'space',
    'f5',
    'ctrl+l',
    'f9',
    'ctrl+w',
    'p',
    'A',
    '<',
    '>',
    'z',
    'C',
    'c',
    'a',
    'K',
  ].map(key => ['list', key] as [Mode, string]),
  ...['d', 'D', 'm', 'M', 'w', 't', '9', '0', 'T', 's'].map(key => ['flow', key] as [Mode, string]),
];

describe('the key table', () => {
  it('has no key twice in a mode', () => {
    const twice = KEYMAP.flatMap(({ mode, keys }) => keys.map(key => `${mode} ${key}`));
    expect(twice.filter((entry, at) => twice.indexOf(entry) !== at)).toEqual([]);
  });

  it('names only commands that exist, each with a title and a sentence of help', () => {
    expect(KEYMAP.filter(({ command }) => !COMMANDS[command]).map(({ command }) => command)).toEqual([]);
    for (const [name, { title, help }] of Object.entries(COMMANDS)) {
      expect([name, title.length > 0, /[.:]$/.test(help)]).toEqual([name, true, true]);
    }
  });

  it('gives every name of a command to one command only', () => {
    const names = Object.entries(COMMANDS).flatMap(([name, { also = [] }]) => [name, ...also]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('offers only commands that exist after the colon', () => {
    expect(WRITTEN.filter(name => !COMMANDS[name])).toEqual([]);
  });

  it('leaves no key of sngrep dead', () => {
    expect(SNGREP.filter(([mode, key]) => !bindingFor(KEYMAP, mode, key))).toEqual([]);
  });

  it('can be changed by the settings, which take a key from its old command', () => {
    const keymap = keymapWith({ save: ['ctrl-s', 'm'] });
    expect(bindingFor(keymap, 'list', 'ctrl+s')?.command).toBe('save');
    expect(bindingFor(keymap, 'list', 'm')?.command).toBe('save');
    expect(bindingFor(keymap, 'list', 's')).toBeUndefined();
  });

  it('says which command of the settings does not exist', () => {
    expect(keyFaults({ sve: ['s'] })).toEqual(['The settings bind keys to "sve", which is no command; ? lists them.']);
    expect(keyFaults({ save: ['s'] })).toEqual([]);
  });
});
