/** The commands that ping a host. A key only asks whether to: nothing is sent by mistake. */
import { command, type Commands, type Next } from './command.js';
import { says } from '../notice.js';
import { type Target, targetHere, targetName, typedTarget } from '../effects/ping-target.js';
import type { State } from '../state.js';

/** Asks first: nothing is sent by a key pressed by mistake. */
function ask(state: State, target: Target): Next {
  if ('none' in target) return says(state, target.none, 'warning');
  const to = targetName(target);
  const question = `Send OPTIONS to ${to} over ${target.transport.toUpperCase()}?`;
  const dialog = { kind: 'confirm', question, command: 'ping-now', argument: `${to} ${target.transport}` } as const;
  return { ...state, dialog };
}

function send(state: State, target: Target): Next {
  if ('none' in target) return says(state, target.none, 'warning');
  if (state.pinged !== null) return says(state, `${state.pinged} is still asked; Esc gives that up.`, 'warning');
  return [
    { ...state, pinged: targetName(target) },
    { do: 'ping', target },
  ];
}

/** Gives up the ping under way; what was exchanged stays. Null where there is none. */
export function pingGivenUp(state: State): Next | null {
  return state.pinged === null ? null : [{ ...state, pinged: null }, { do: 'stop-ping' }];
}

export const pingCommands: Commands = {
  ping: command(
    'ping',
    'Send OPTIONS to the address under the cursor, or to HOST, and show the answer; asks first.',
    (state, argument) => ask(state, argument.trim() === '' ? targetHere(state) : typedTarget(argument)),
    { argument: '[HOST[:PORT] [udp | tcp | tls]]' },
  ),
  'ping-now': command('ping now', 'Send OPTIONS to HOST without asking.', (state, argument) =>
    send(state, typedTarget(argument)),
  ),
};
