/**
 * Which key does what: the one table that the footer, the help, the README and the program itself read. Keys of sngrep do here what they
 * do there, or say that they come later.
 *
 * A key is looked up in its mode, then in `panes` (for list, flow and message), then in `anywhere`.
 */
import { COMMANDS } from '../commands/table.js';
import type { State } from '../state.js';

export type Mode =
  | 'anywhere'
  | 'panes'
  | 'list'
  | 'flow'
  | 'message'
  | 'filter'
  | 'command'
  | 'find'
  | 'pick'
  | 'devices'
  | 'capture filter'
  | 'help'
  | 'stats'
  | 'remarks'
  | 'call'
  | 'diagnosis'
  | 'incidents'
  | 'said'
  | 'save'
  | 'confirm'
  | 'leave';

export interface Binding {
  mode: Mode;
  keys: readonly string[];
  command: string;
  argument?: string;
  /** Place in the footer of its mode, lowest first; absent if it is not shown there. */
  footer?: number;
}

function bind(mode: Mode, keys: string, command: string, more: { footer?: number; argument?: string } = {}): Binding {
  return { mode, keys: keys.split(' '), command, ...more };
}

const later = (mode: Mode, keys: string, what: string): Binding => bind(mode, keys, 'not-yet', { argument: what });

export const KEYMAP: readonly Binding[] = [
  bind('anywhere', 'ctrl+c', 'quit'),
  bind('anywhere', 'ctrl+l', 'repaint'),
  bind('anywhere', 'ctrl+z', 'suspend'),
  bind('anywhere', 'f1', 'help'),
  bind('anywhere', 'f2', 'save'),
  bind('anywhere', 'f5', 'clear'),
  bind('anywhere', 'f7', 'focus-filter'),
  bind('anywhere', 'f8', 'settings'),
  bind('anywhere', 'f9', 'keep'),
  bind('anywhere', 'f10', 'columns'),
  bind('anywhere', 'ctrl+o', 'open'),
  bind('anywhere', 'shift+tab', 'previous-pane'),

  bind('panes', 'up k', 'up'),
  bind('panes', 'down j', 'down'),
  bind('panes', 'pageup ctrl+b', 'page-up'),
  bind('panes', 'pagedown ctrl+f', 'page-down'),
  bind('panes', 'ctrl+u', 'half-page-up'),
  bind('panes', 'ctrl+d', 'half-page-down'),
  bind('panes', 'home g ctrl+a', 'first'),
  bind('panes', 'end G ctrl+e', 'last'),
  bind('panes', 'left h', 'scroll-left'),
  bind('panes', 'right l', 'scroll-right'),
  bind('panes', 'tab', 'next-pane', { footer: 45 }),
  bind('panes', '1', 'focus-filter'),
  bind('panes', '2', 'focus-list'),
  bind('panes', '3', 'focus-flow'),
  bind('panes', '4', 'focus-message'),
  bind('panes', '+', 'enlarge'),
  bind('panes', 'escape', 'back'),
  bind('panes', 'q Q', 'back-or-quit', { footer: 36 }),
  bind('panes', '?', 'help', { footer: 35 }),
  bind('panes', ':', 'command-line', { footer: 80 }),
  bind('panes', 'f F', 'focus-filter'),
  bind('panes', 's S', 'save'),
  bind('panes', 'o O', 'settings'),
  bind('panes', 't', 'columns'),
  bind('panes', 'i', 'statistics'),
  bind('panes', 'p', 'pause'),
  bind('panes', 'b', 'bpf'),
  bind('panes', 'L', 'watch'),
  bind('panes', 'P', 'ping'),
  bind('panes', 'w', 'time-format'),
  bind('panes', 'a', 'aliases'),
  bind('panes', '9', 'message-larger'),
  bind('panes', '0', 'message-smaller'),
  bind('panes', 'T', 'message-reset'),
  bind('panes', 'y', 'copy'),
  bind('panes', 'Y', 'copy-menu'),
  bind('panes', 'r R f6', 'focus-message'),
  bind('panes', 'f3', 'find'),
  bind('panes', 'n', 'find-next'),
  bind('panes', 'N', 'find-previous'),
  bind('panes', 'ctrl+r', 'filter-history'),
  bind('panes', 'x f4', 'legs', { footer: 62 }),
  bind('panes', '.', 'next-leg'),
  bind('panes', ',', 'previous-leg'),
  bind('panes', 'E', 'call'),
  bind('panes', 'X', 'calls'),
  bind('panes', 'V', 'diagnosis', { footer: 61 }),
  bind('panes', 'I', 'incidents', { footer: 63 }),
  bind('panes', '-', 'incidents-strip'),
  bind('panes', 'J', 'join'),
  bind('panes', 'B', 'split'),
  later('panes', 'm M', 'RTP in the flow'),
  bind('panes', 'c', 'colour'),
  bind('panes', 'C', 'syntax'),
  bind('panes', 'D', 'only-sdp'),
  bind('panes', '=', 'filter-value'),
  bind('panes', '!', 'filter-not-value'),
  bind('panes', '&', 'filter-and-value'),
  later('panes', 'K', 'another way to write the key hints'),

  bind('list', 'enter', 'open-flow', { footer: 10 }),
  bind('list', '/', 'focus-filter', { footer: 20 }),
  bind('list', 'space', 'mark', { footer: 30 }),
  bind('list', 'G', 'last-and-follow'),
  bind('list', 'A', 'follow', { footer: 60 }),
  bind('list', '<', 'sort-left'),
  bind('list', '>', 'sort-right', { footer: 50 }),
  bind('list', 'z', 'sort-reverse'),
  bind('list', '}', 'column-wider'),
  bind('list', '{', 'column-narrower'),
  bind('list', 'u ctrl+w', 'unmark-all'),
  bind('list', 'U', 'unfold-call', { footer: 64 }),
  bind('list', 'v', 'open-flow'),
  bind('list', 'd', 'sdp'),

  bind('flow', 'enter', 'open-message', { footer: 10 }),
  bind('flow', 'space', 'mark-message', { footer: 20 }),
  bind('flow', 'v', 'compare', { footer: 30 }),
  bind('flow', 'd', 'sdp', { footer: 40 }),
  bind('flow', 'u', 'unfold', { footer: 50 }),
  bind('flow', 'U', 'unfold-all'),
  bind('flow', 'e', 'merge-ports', { footer: 60 }),
  bind('flow', '[', 'lane-left'),
  bind('flow', ']', 'lane-right'),
  bind('flow', '{', 'move-lane-left'),
  bind('flow', '}', 'move-lane-right'),
  bind('flow', '#', 'remarks'),
  bind('flow', '/', 'find-here'),
  bind('flow', 'A', 'last'),
  bind('flow', '< > z', 'not-yet', { argument: 'sorting a flow; messages stand in time order, and sorting' }),

  bind('message', 'enter', 'enlarge', { footer: 10 }),
  bind('message', '/', 'find-here', { footer: 20 }),
  bind('message', 'y', 'copy', { footer: 30 }),
  bind('message', 'W', 'wrap', { footer: 50 }),
  bind('message', '#', 'remarks'),
  bind('message', ')', 'next-message', { footer: 60 }),
  bind('message', '(', 'previous-message'),
  bind('message', 'space', 'mark-message'),
  bind('message', 'v', 'compare'),
  bind('message', 'd', 'sdp'),
  bind('message', 'D', 'only-differences'),

  bind('filter', 'enter', 'filter-accept', { footer: 10 }),
  bind('filter', 'escape', 'filter-accept'),
  bind('filter', 'tab', 'complete', { footer: 20 }),
  bind('filter', 'shift+tab', 'complete-back'),
  bind('filter', 'ctrl+t', 'term-off', { footer: 22 }),
  bind('filter', 'ctrl+g', 'term-not', { footer: 24 }),
  bind('filter', 'ctrl+x', 'term-remove', { footer: 26 }),
  bind('filter', 'ctrl+r', 'filter-history', { footer: 30 }),

  bind('command', 'enter', 'run-line', { footer: 10 }),
  bind('command', 'tab', 'complete-line', { footer: 20 }),
  bind('command', 'shift+tab', 'complete-line-back'),
  bind('command', 'escape', 'close-dialog', { footer: 30 }),

  bind('find', 'enter', 'find-now', { footer: 10 }),
  bind('find', 'escape', 'close-dialog', { footer: 20 }),

  bind('pick', 'enter', 'pick-choose', { footer: 10 }),
  bind('pick', 'escape', 'close-dialog', { footer: 60 }),
  bind('pick', 'up ctrl+p', 'pick-up', { footer: 20 }),
  bind('pick', 'down ctrl+n', 'pick-down', { footer: 30 }),
  bind('pick', 'pageup', 'pick-page-up'),
  bind('pick', 'pagedown', 'pick-page-down'),
  bind('pick', 'left', 'pick-left'),
  bind('pick', 'right', 'pick-right'),
  bind('pick', 'alt+up <', 'pick-move-up'),
  bind('pick', 'alt+down >', 'pick-move-down'),

  bind('devices', 'enter', 'device-capture', { footer: 10 }),
  bind('devices', 'space', 'device-mark', { footer: 20 }),
  bind('devices', 'tab', 'device-write', { footer: 30 }),
  bind('devices', 'escape q Q', 'close-dialog', { footer: 60 }),
  bind('devices', 'up k', 'device-up'),
  bind('devices', 'down j', 'device-down', { footer: 40 }),
  bind('devices', 'pageup', 'device-page-up'),
  bind('devices', 'pagedown', 'device-page-down'),
  bind('devices', '?', 'help'),

  bind('capture filter', 'enter', 'device-capture', { footer: 10 }),
  bind('capture filter', 'tab shift+tab up down', 'device-write', { footer: 20 }),
  bind('capture filter', 'escape', 'close-dialog', { footer: 60 }),

  bind('help', 'escape f1 enter', 'close-dialog', { footer: 10 }),
  bind('help', 'up', 'dialog-up'),
  bind('help', 'down', 'dialog-down', { footer: 20 }),
  bind('help', 'pageup', 'dialog-page-up'),
  bind('help', 'pagedown', 'dialog-page-down', { footer: 30 }),

  bind('stats', 'escape q Q i enter', 'close-dialog', { footer: 10 }),
  bind('stats', 'up k', 'dialog-up'),
  bind('stats', 'down j', 'dialog-down', { footer: 20 }),
  bind('stats', 'pageup', 'dialog-page-up'),
  bind('stats', 'pagedown', 'dialog-page-down', { footer: 30 }),
  bind('stats', 'right l tab', 'next-source', { footer: 25 }),
  bind('stats', 'left h shift+tab', 'previous-source'),
  bind('stats', '?', 'help'),

  bind('remarks', 'escape q Q # enter', 'close-dialog', { footer: 10 }),
  bind('remarks', 'up k', 'dialog-up'),
  bind('remarks', 'down j', 'dialog-down', { footer: 20 }),
  bind('remarks', 'pageup', 'dialog-page-up'),
  bind('remarks', 'pagedown', 'dialog-page-down', { footer: 30 }),
  bind('remarks', ')', 'next-message', { footer: 40 }),
  bind('remarks', '(', 'previous-message'),
  bind('remarks', '?', 'help'),

  bind('call', 'enter', 'open-evidence', { footer: 10 }),
  bind('call', 'escape q Q E', 'close-dialog', { footer: 60 }),
  bind('call', 'up k', 'sheet-up'),
  bind('call', 'down j', 'sheet-down', { footer: 20 }),
  bind('call', 'pageup', 'sheet-page-up'),
  bind('call', 'pagedown', 'sheet-page-down', { footer: 30 }),
  bind('call', '?', 'help'),

  bind('diagnosis', 'enter', 'open-evidence', { footer: 10 }),
  bind('diagnosis', 'w', 'cause', { footer: 15 }),
  bind('diagnosis', 'escape q Q V', 'close-sheet', { footer: 35 }),
  bind('diagnosis', 'up k', 'sheet-up'),
  bind('diagnosis', 'down j', 'sheet-down', { footer: 20 }),
  bind('diagnosis', 'pageup', 'sheet-page-up'),
  bind('diagnosis', 'pagedown', 'sheet-page-down', { footer: 30 }),
  bind('diagnosis', 'I', 'incidents', { footer: 40 }),
  bind('diagnosis', '?', 'help'),

  bind('incidents', 'enter', 'only-incident', { footer: 10 }),
  bind('incidents', 'escape q Q I', 'close-sheet', { footer: 60 }),
  bind('incidents', 'up k', 'sheet-up'),
  bind('incidents', 'down j', 'sheet-down', { footer: 20 }),
  bind('incidents', 'pageup', 'sheet-page-up'),
  bind('incidents', 'pagedown', 'sheet-page-down', { footer: 30 }),
  bind('incidents', '-', 'incidents-strip', { footer: 40 }),
  bind('incidents', '?', 'help'),

  bind('said', 'escape q Q enter', 'close-dialog', { footer: 10 }),
  bind('said', 'up k', 'dialog-up'),
  bind('said', 'down j', 'dialog-down', { footer: 20 }),
  bind('said', 'pageup', 'dialog-page-up'),
  bind('said', 'pagedown', 'dialog-page-down', { footer: 30 }),
  bind('said', ':', 'command-line', { footer: 40 }),

  bind('save', 'enter', 'save-now', { footer: 10 }),
  bind('save', 'escape', 'close-dialog', { footer: 60 }),
  bind('save', 'up shift+tab', 'save-up'),
  bind('save', 'down tab', 'save-down', { footer: 20 }),
  bind('save', 'left', 'save-left'),
  bind('save', 'right', 'save-right', { footer: 30 }),

  bind('leave', 's S', 'save-and-quit', { footer: 10 }),
  bind('leave', 'q Q y Y ctrl+c', 'quit-now', { footer: 20 }),
  bind('leave', 'escape n N', 'close-dialog', { footer: 30 }),

  bind('confirm', 'y Y enter', 'confirm-yes', { footer: 10 }),
  bind('confirm', 'n N escape q', 'close-dialog', { footer: 20 }),
];

/** The mode of a state: its dialog, or the pane with the focus. */
export function modeOf(state: State): Mode {
  const { dialog } = state;
  if (dialog?.kind === 'devices' && dialog.writing) return 'capture filter';
  return dialog?.kind ?? state.view.focus;
}

/** The modes in which a key is looked up, in order. */
export function modesFrom(mode: Mode): readonly Mode[] {
  return mode === 'list' || mode === 'flow' || mode === 'message' ? [mode, 'panes', 'anywhere'] : [mode, 'anywhere'];
}

/** The table with the user's keys in place of those of a command. Unknown commands change nothing. */
export function keymapWith(keys: Readonly<Record<string, readonly string[]>>): readonly Binding[] {
  const wanted = Object.entries(keys)
    .filter(([name]) => Object.hasOwn(COMMANDS, name))
    .map(([name, own]) => [name, own.map(keyOf)] as const);
  if (wanted.length === 0) return KEYMAP;
  const byCommand = new Map(wanted);
  const taken = new Set(wanted.flatMap(([, own]) => own));
  return KEYMAP.map(binding => {
    const own = binding.argument === undefined ? byCommand.get(binding.command) : undefined;
    return { ...binding, keys: own ?? binding.keys.filter(key => !taken.has(key) || isDialog(binding.mode)) };
  });
}

/** The name in the table of a key as settings may write it: "ctrl-s" or "Ctrl+S". */
function keyOf(written: string): string {
  const parts = /^((?:(?:ctrl|alt|shift)[+-])*)(.+)$/i.exec(written.trim());
  const [, modifiers = '', name = written] = parts ?? [];
  const plain = name.length > 1 || modifiers !== '' ? name.toLowerCase() : name;
  return modifiers.toLowerCase().replaceAll('-', '+') + plain;
}

/** Sentences about commands in the settings that do not exist. */
export function keyFaults(keys: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.keys(keys)
    .filter(name => !Object.hasOwn(COMMANDS, name))
    .map(name => `The settings bind keys to "${name}", which is no command; ? lists them.`);
}

/** Dialogs keep their keys: a letter bound to a command must still be typed there. */
function isDialog(mode: Mode): boolean {
  return !['anywhere', 'panes', 'list', 'flow', 'message'].includes(mode);
}

/** What a key does in a mode; undefined if it does nothing. */
export function bindingFor(keymap: readonly Binding[], mode: Mode, key: string): Binding | undefined {
  for (const looked of modesFrom(mode)) {
    const binding = keymap.find(known => known.mode === looked && known.keys.includes(key));
    if (binding) return binding;
  }
  return undefined;
}
