/**
 * What can be done with live capture while it runs. In: a state. Out: the capture filter being written, effects that change or end
 * capturing, what went wrong so far.
 */
import { type Commands, command, type Next, says } from './command.js';
import { commandLine } from '../dialog.js';
import { capturingSources, endedSources, filterInForce } from '../effects/live-capture.js';
import type { State } from '../state.js';

/** Without a filter the line with the one in force is there to be changed. `""` is a filter, too: everything. */
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

export const liveCommands: Commands = {
  bpf: command('capture filter', 'Capture with another libpcap filter ("" for everything), without a gap.', bpf, {
    argument: '[EXPR]',
  }),
  stop: command('stop', 'End capturing, of one source or of all; what was captured stays.', stop, {
    argument: '[SOURCE]',
  }),
  restart: command('restart', 'Capture again what has ended.', restart, { argument: '[SOURCE]' }),
  troubles: command('troubles', 'What went wrong with live capture so far.', troubles),
};
