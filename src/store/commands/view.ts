/** The commands that change the view and not its contents: focus, sizes, pausing, settings, going back. */
import type { Colouring } from '../../flow/arrow-colour.js';
import { adjusted } from '../settings/preferences.js';
import { command, type Commands, type Next } from './command.js';
import { says } from '../notice.js';
import { holds } from '../view/layout.js';
import { incidentsAgain } from './diagnosis.js';
import { pingGivenUp } from './ping.js';
import { follows } from '../list/list-window.js';
import { capturingSources } from '../view/live-sources.js';
import { placesOf } from '../view/places.js';
import { quit } from './files.js';
import type { PaneName, State, View } from '../state.js';

const ORDER: readonly PaneName[] = ['filter', 'list', 'flow', 'message'];

function withView(state: State, change: Partial<View>): State {
  return { ...state, view: { ...state.view, ...change } };
}

/** Moves the focus to another pane. An enlarged pane hands the whole body to the next one, except to the filter. */
export function focused(state: State, pane: PaneName): State {
  return withView(state, { focus: pane, zoom: state.view.zoom && pane !== 'filter' });
}

function focusStep(state: State, step: 1 | -1): State {
  const at = ORDER.indexOf(state.view.focus);
  return focused(state, ORDER[(at + step + ORDER.length) % ORDER.length]!);
}

/** One level back: enlarged, compared, message, flow, list. Nothing is lost by it. */
function back(state: State): Next {
  const { view, message, flow } = state;
  if (view.focus === 'message' && message.compared) {
    return { ...withView(state, { focus: 'flow', zoom: false }), message: { ...message, compared: null, cursor: 0 } };
  }
  if (view.zoom) return withView(state, { zoom: false });
  if (view.focus === 'message') return withView(state, { focus: 'flow' });
  if (view.focus === 'flow') return { ...withView(state, { focus: 'list' }), flow: { ...flow, opened: null } };
  // A filter that is being written is left first.
  const again = view.focus === 'list' ? incidentsAgain(state) : null;
  if (again) return again;
  const atList = { ...withView(state, { focus: 'list' }), list: { ...state.list, column: null, left: 0 } };
  if (!state.search) return atList;
  return [
    { ...atList, message: { ...state.message, find: '' } },
    { do: 'find', text: '' },
  ];
}

function quitOrBack(state: State): Next {
  const givenUp = pingGivenUp(state);
  if (givenUp) return givenUp;
  return state.view.focus === 'list' && !state.view.zoom ? quit(state) : back(state);
}

function enlarge(state: State): State {
  return withView(state, { zoom: !state.view.zoom });
}

function set(state: State, argument: string): Next {
  const [name = '', value = ''] = argument.trim().split(/[\s=]+/);
  if (name === 'save') return [state, { do: 'save-settings' }];
  if (name === '') return says(state, 'Set what? F8 shows all settings; ":set save" keeps them.');
  const preferences = adjusted(state.preferences, name, value);
  if (typeof preferences === 'string') return says(state, preferences, 'warning');
  const next = withPreferences(state, preferences);
  return name === 'mouse' ? [next, { do: 'mouse', on: preferences.mouse }] : next;
}

/** Changes the preferences, also where the view holds a copy. */
export function withPreferences(state: State, preferences: State['preferences']): State {
  // Who lists calls wants to see the whole of one; x shows it leg by leg all the same.
  const legs = preferences.calls === state.preferences.calls ? state.view.legs : preferences.calls;
  return withView({ ...state, preferences }, { time: preferences.time, mouse: preferences.mouse, legs });
}

function setting(name: string): (state: State, argument: string) => Next {
  return (state, argument) => set(state, `${name} ${argument}`);
}

const COLOURS: Record<Colouring, string> = {
  status: 'Colours tell what became of it: responses by class, conversations by outcome.',
  method: 'Colours tell methods apart.',
  'call-id': 'Colours tell conversations apart.',
};

function colour(state: State, argument: string): Next {
  const next = set(state, `colour ${argument}`);
  return Array.isArray(next) || !('preferences' in next) || next.notice !== null
    ? next
    : says(next, COLOURS[next.preferences.colour]);
}

const CALLS = {
  on: 'A row is a call with all its legs; U unfolds it, X returns to a row a conversation.',
  off: 'A row is a conversation; X returns to a row a call.',
} as const;

function calls(state: State, argument: string): Next {
  const next = set(state, `calls ${argument}`);
  return Array.isArray(next) || !('preferences' in next) || next.notice !== null
    ? next
    : says(next, CALLS[next.preferences.calls ? 'on' : 'off']);
}

const STRIP = {
  on: 'The worst of what is wrong stands above the list. ":set save" keeps it so.',
  off: 'The incidents above the list are put away: - shows them again, I all of them. ":set save" keeps it so.',
} as const;

function strip(state: State): Next {
  const next = set(state, 'incidents');
  return 'preferences' in next ? says(next, STRIP[next.preferences.incidents ? 'on' : 'off']) : next;
}

/** Names an address; without a name, takes its name away. */
function alias(state: State, argument: string): Next {
  const [address = '', ...words] = argument.trim().split(/\s+/);
  if (address === '') return says(state, 'Name what? ":alias 10.0.0.1 proxy" or ":alias 10.0.0.1:5080 gateway".');
  const { [address]: known, ...others } = state.preferences.aliases;
  const name = words.join(' ');
  if (name === '' && known === undefined) return says(state, `${address} has no name.`);
  const aliases = name === '' ? others : { ...others, [address]: name };
  const next = { ...state, preferences: { ...state.preferences, aliases, showAliases: true } };
  return says(
    next,
    name === '' ? `${address} has no name any more.` : `${address} is called ${name}; ":set save" keeps it.`,
  );
}

/** A suspended program captures nothing, so it asks first. */
function suspend(state: State): Next {
  if (capturingSources(state.newest).length === 0) return [state, { do: 'suspend' }];
  const question = 'Put aside, nothing is captured but what the kernel can hold. Put the program aside all the same?';
  return { ...state, dialog: { kind: 'confirm', question, command: 'suspend-now', argument: '' } };
}

/** The status line says so for as long as it lasts. */
function pause(state: State): Next {
  const { view, list } = state;
  if (!view.paused) {
    const pausedAt = follows(state) ? list.cursor : -1;
    return [withView(state, { paused: true, pausedAt }), { do: 'hold', held: true }];
  }
  // A list that followed, and was not moved since, follows again, though more rows have come.
  const cursor = view.pausedAt === list.cursor ? Math.max(0, list.window.value.total - 1) : list.cursor;
  const next = withView(state, { paused: false, pausedAt: -1 });
  return [
    { ...next, list: { ...list, cursor } },
    { do: 'hold', held: false },
  ];
}

function resized(state: State, by: number): State {
  const places = placesOf(state);
  if (!places.flow || !places.message)
    return says(state, 'Flow and message are not side by side here: + enlarges the pane with the focus.');
  return withView(state, { messageShare: by === 0 ? 0 : Math.max(-28, Math.min(32, state.view.messageShare + by)) });
}

/** The pane under a cell of the screen; null if there is none. */
export function paneAt(state: State, column: number, row: number): PaneName | null {
  const places = placesOf(state);
  return ORDER.find(pane => holds(places[pane], column, row)) ?? null;
}

export const viewCommands: Commands = {
  'next-pane': command('next pane', 'Go to the next pane.', state => focusStep(state, 1)),
  'previous-pane': command('previous pane', 'Go to the pane before.', state => focusStep(state, -1)),
  'focus-filter': command('filter', 'Go to the filter.', state => focused(state, 'filter')),
  'focus-list': command('list', 'Go to the list of conversations.', state => focused(state, 'list')),
  'focus-flow': command('flow', 'Go to the flow.', state => focused(state, 'flow')),
  calls: command('calls', 'List a row a call, with all its legs, or a row a conversation.', calls, {
    argument: '[on | off]',
  }),
  'incidents-strip': command('strip', 'Put the incidents above the list away, or show them again.', strip),
  'focus-message': command('message', 'Go to the message.', state => focused(state, 'message')),
  back: command('back', 'One level back; nothing is lost.', state => pingGivenUp(state) ?? back(state)),
  'back-or-quit': command('quit', 'Back, or quit from the list.', quitOrBack),
  enlarge: command('enlarge', 'Give the pane the whole screen, or its place back.', enlarge),
  'message-larger': command('wider', 'Give the message more room beside the flow.', state => resized(state, 4)),
  'message-smaller': command('narrower', 'Give the flow more room beside the message.', state => resized(state, -4)),
  'message-reset': command('even', 'Share the room between flow and message as at first.', state => resized(state, 0)),
  pause: command('pause', 'Let the rows stand still while capturing and reading go on, or move again.', pause),
  repaint: command('repaint', 'Draw the whole screen again.', state => [state, { do: 'repaint' }]),
  suspend: command('suspend', 'Put the program aside; fg brings it back. Asks first where it captures.', suspend),
  'suspend-now': command('suspend now', 'Put the program aside without asking.', state => [state, { do: 'suspend' }]),
  set: command('set', 'Change a setting; "save" keeps all of them.', set, { argument: 'NAME [VALUE] | save' }),
  mouse: command('mouse', 'Mouse on or off; off gives selecting text back to the terminal.', setting('mouse'), {
    argument: 'on|off',
  }),
  'time-format': command('time', 'Time of day, with the date, or since the first message.', setting('time')),
  aliases: command('names', 'Names in place of addresses, or the addresses.', setting('aliases')),
  alias: command('name', 'Give an address a name, or take it back.', alias, { argument: 'ADDRESS [NAME]' }),
  wrap: command('wrap', 'Let long lines continue below, or not.', setting('wrap')),
  colour: command('colours', 'Let colours tell responses, methods or conversations apart.', colour),
  syntax: command('syntax', 'Colour the text of messages, or not.', setting('syntax')),
  'only-sdp': command('only SDP', 'Leave messages without SDP out of the flow, or show them again.', state => {
    const onlySdp = !state.view.onlySdp;
    const text = onlySdp ? 'The flow shows only messages with SDP; D shows all.' : 'The flow shows all messages.';
    return says(withView(state, { onlySdp }), text);
  }),
  sdp: command('SDP', 'Show media under the arrows, or not.', setting('sdp')),
  'merge-ports': command('ports', 'One lane for all ports of a host, or one for each.', setting('merge-ports')),
};
