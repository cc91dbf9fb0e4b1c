/**
 * The commands of live capture: choosing interfaces and watching them, changing the capture filter, stopping and capturing again,
 * listing what went wrong.
 */
import { plural } from '../../format/counts.js';
import { commandLine, type DevicesDialog } from '../dialog.js';
import { says } from '../notice.js';
import type { State } from '../state.js';
import { devicePosition, devicesDialog, devicesMeant } from '../view/devices.js';
import { capturingSources, endedSources, filterInForce, watchedDevices } from '../view/live-sources.js';
import { type Command, type Commands, command, type Next } from './command.js';

/** Without a filter it opens the line with the one in force. `""` captures everything. */
function bpf(state: State, argument: string): Next {
  const current = filterInForce(state);
  if (current === null) return says(state, 'No interface is captured: L chooses one.', 'warning');
  const filter = argument.trim();
  if (filter === '') return { ...state, dialog: commandLine(`bpf ${current}`) };
  return [state, { do: 'refilter', bpf: filter === '""' ? '' : filter }];
}

function stop(state: State, argument: string): Next {
  if (capturingSources(state.newest).length === 0) return says(state, 'Nothing is captured now.', 'warning');
  return [state, { do: 'stop', name: argument.trim() }];
}

function restart(state: State, argument: string): Next {
  if (endedSources(state.newest).length === 0) return says(state, 'No capture has ended.', 'warning');
  return [state, { do: 'restart', name: argument.trim() }];
}

function troubles(state: State): State {
  if (state.troubles.length === 0) return says(state, 'Nothing went wrong with live capture.');
  const lines = state.troubles.map(({ text }) => text);
  return { ...state, dialog: { kind: 'said', title: 'troubles', lines, top: 0 } };
}

/** A command of the list of interfaces; does nothing where that is not open. */
function onDevices(act: (state: State, dialog: DevicesDialog) => Next): Command['run'] {
  return state => (state.dialog?.kind === 'devices' ? act(state, state.dialog) : state);
}

function withDialog(state: State, dialog: DevicesDialog, change: Partial<DevicesDialog>): State {
  return { ...state, dialog: { ...dialog, ...change } };
}

/** Opens the list of interfaces, which counts while it is open, with the capture filter in force. */
export function chooseDevices(state: State): Next {
  return [{ ...state, dialog: devicesDialog(filterInForce(state) ?? '') }, { do: 'count-devices' }];
}

/** `:watch eth0,eth1 udp port 5060`: without names they are chosen from a list. */
function watch(state: State, argument: string): Next {
  const [, names = '', bpf = ''] = /^(\S*)\s*(.*)$/s.exec(argument.trim()) ?? [];
  const devices = names.split(',').filter(name => name !== '');
  return devices.length === 0 ? chooseDevices(state) : [state, { do: 'watch', devices, bpf }];
}

function moved(lines: number): Command['run'] {
  return onDevices((state, dialog) => {
    const devices = dialog.devices ?? [];
    const position = Math.max(0, Math.min(devices.length - 1, devicePosition(dialog) + lines));
    return withDialog(state, dialog, { at: devices[position]?.name ?? null });
  });
}

function marked(state: State, dialog: DevicesDialog): Next {
  const device = dialog.devices?.[devicePosition(dialog)];
  if (!device) return state;
  const chosen = new Set(dialog.chosen);
  if (!chosen.delete(device.name)) chosen.add(device.name);
  return moved(1)(withDialog(state, dialog, { chosen }), '');
}

function captured(state: State, dialog: DevicesDialog): Next {
  const meant = devicesMeant(dialog);
  if (dialog.busy) return state;
  if (meant.length === 0) return says(state, 'There is no interface to watch.', 'warning');
  const watched = watchedDevices(state);
  const devices = meant.filter(name => !watched.has(name));
  if (devices.length === 0)
    return says(state, `${meant.join(', ')} is watched already; "b" changes its capture filter.`, 'warning');
  const bpf = dialog.bpf.text.trim();
  const opening = withDialog(state, dialog, { busy: true, fault: null });
  return [says(opening, `Opening ${plural(devices.length, 'interface')}.`), { do: 'watch', devices, bpf }];
}

const PAGE = 10;

export const liveCommands: Commands = {
  bpf: command('capture filter', 'Capture with another libpcap filter ("" for everything), without a gap.', bpf, {
    argument: '[EXPR]',
  }),
  stop: command('stop', 'End capturing, of one source or of all; what was captured stays.', stop, {
    argument: '[SOURCE]',
  }),
  restart: command('restart', 'Capture again what has ended.', restart, { argument: '[SOURCE]' }),
  troubles: command('troubles', 'What went wrong with live capture so far.', troubles),
  watch: command('watch', 'Watch interfaces live; without names choose them from a list with their rates.', watch, {
    argument: '[NAME[,NAME] [BPF]]',
    also: ['devices', 'interfaces'],
  }),
  'device-up': command('up', 'The interface above.', moved(-1)),
  'device-down': command('down', 'The interface below.', moved(1)),
  'device-page-up': command('page up', 'A page of interfaces up.', moved(-PAGE)),
  'device-page-down': command('page down', 'A page of interfaces down.', moved(PAGE)),
  'device-mark': command('choose', 'Choose this interface beside others, or not.', onDevices(marked)),
  'device-write': command(
    'capture filter',
    'Write the capture filter (BPF), or go back to the interfaces.',
    onDevices((state, dialog) => withDialog(state, dialog, { writing: !dialog.writing })),
  ),
  'device-capture': command('watch', 'Watch the chosen interfaces, or the one under the cursor.', onDevices(captured)),
};
