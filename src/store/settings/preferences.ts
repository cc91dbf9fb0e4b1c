/** What a user can set, and the settings that `:set` and the settings dialog change. */
import type { Sort } from '../../engine/protocol/query.js';
import { COLOURINGS, type Colouring } from '../../flow/arrow-colour.js';
import type { TimeFormat } from '../../flow/clock.js';
import type { ThemeName } from '../../terminal/theme.js';
import { DEFAULT_COLUMNS, type ShownColumn } from '../list/columns.js';

export interface Preferences {
  theme: ThemeName | 'auto';
  time: TimeFormat;
  mouse: boolean;
  /** Lines of a message that are too long continue below. */
  wrap: boolean;
  /** One lane per host, whatever its ports. */
  mergePorts: boolean;
  /** Media under the arrows of the flow. */
  sdp: boolean;
  /** The list has a row a call, with all its legs, and the flow shows them on one ladder. */
  calls: boolean;
  /** The worst incidents stand above the list. */
  incidents: boolean;
  /** What the colours of list and flow tell apart. */
  colour: Colouring;
  /** Colours in the text of messages. */
  syntax: boolean;
  showAliases: boolean;
  /** Names of addresses, by "host:port" or "host". */
  aliases: Readonly<Record<string, string>>;
  columns: readonly ShownColumn[];
  sort: Sort;
  /** Keys by command; they take the place of the command's own. */
  keys: Readonly<Record<string, readonly string[]>>;
  /** Filters by the names the user gave them. */
  filters: Readonly<Record<string, string>>;
  /** Filters, lines after ":" and files used before, newest first. */
  filterHistory: readonly string[];
  lineHistory: readonly string[];
  recentFiles: readonly string[];
}

export const DEFAULT_PREFERENCES: Preferences = {
  theme: 'auto',
  time: 'time',
  mouse: true,
  wrap: true,
  mergePorts: true,
  sdp: false,
  calls: true,
  incidents: true,
  colour: 'status',
  syntax: true,
  showAliases: true,
  aliases: {},
  columns: DEFAULT_COLUMNS,
  sort: { key: 'index', descending: false },
  keys: {},
  filters: {},
  filterHistory: [],
  lineHistory: [],
  recentFiles: [],
};

/** A setting that has a few values: what `:set` and the settings dialog know of it. */
export interface Adjustable {
  name: string;
  help: string;
  values: readonly string[];
  get: (preferences: Preferences) => string;
  /** `value` is one of `values`. */
  set: (preferences: Preferences, value: string) => Preferences;
}

function flag(name: 'mouse' | 'wrap' | 'sdp' | 'calls' | 'incidents' | 'syntax', help: string): Adjustable;
function flag(name: string, help: string, key: 'mergePorts' | 'showAliases'): Adjustable;
function flag(name: string, help: string, key?: keyof Preferences): Adjustable {
  // Without a key of its own the overloads let only names through that are keys.
  const field = key ?? (name as keyof Preferences);
  return {
    name,
    help,
    values: ['on', 'off'],
    get: preferences => (preferences[field] ? 'on' : 'off'),
    set: (preferences, value) => ({ ...preferences, [field]: value === 'on' }),
  };
}

const THEMES: readonly (ThemeName | 'auto')[] = ['auto', 'dark', 'light', 'none'];
const TIMES: readonly TimeFormat[] = ['time', 'date', 'relative'];

export const ADJUSTABLES: readonly Adjustable[] = [
  {
    name: 'theme',
    help: 'colours for a dark or a light background, or none',
    values: THEMES,
    get: preferences => preferences.theme,
    set: (preferences, value) => ({
      ...preferences,
      theme: THEMES.find(theme => theme === value) ?? preferences.theme,
    }),
  },
  {
    name: 'time',
    help: 'time of day, date and time, or seconds since the first message',
    values: TIMES,
    get: preferences => preferences.time,
    set: (preferences, value) => ({ ...preferences, time: TIMES.find(time => time === value) ?? preferences.time }),
  },
  {
    name: 'colour',
    help: 'what colours tell apart in list and flow',
    values: COLOURINGS,
    get: preferences => preferences.colour,
    set: (preferences, value) => ({
      ...preferences,
      colour: COLOURINGS.find(colouring => colouring === value) ?? preferences.colour,
    }),
  },
  flag('syntax', 'colours in the text of messages'),
  flag('mouse', 'clicks and the wheel work the screen (hold Shift to select text)'),
  flag('wrap', 'long lines of a message continue below'),
  flag('sdp', 'media under the arrows of the flow'),
  flag('calls', 'a row of the list is a call with all its legs, not a conversation'),
  flag('incidents', 'the worst of what is wrong stands above the list'),
  flag('merge-ports', 'one lane for all ports of a host', 'mergePorts'),
  flag('aliases', 'names in place of addresses', 'showAliases'),
];

/** The setting after the current value of `adjustable`, in turn. */
export function stepped(adjustable: Adjustable, preferences: Preferences, step: 1 | -1): Preferences {
  const { values } = adjustable;
  const at = values.indexOf(adjustable.get(preferences));
  return adjustable.set(preferences, values[(at + step + values.length) % values.length]!);
}

/** `:set NAME VALUE` and `:set NAME` (the next value); a sentence where it cannot be done. */
export function adjusted(preferences: Preferences, name: string, value: string): Preferences | string {
  const adjustable = ADJUSTABLES.find(known => known.name === name);
  if (!adjustable)
    return `There is no setting "${name}"; there are ${ADJUSTABLES.map(known => known.name).join(', ')}.`;
  if (value === '') return stepped(adjustable, preferences, 1);
  if (!adjustable.values.includes(value)) return `${name} is one of ${adjustable.values.join(', ')}.`;
  return adjustable.set(preferences, value);
}

/** The name of an address, by "host:port" or by host; the address itself where it has none or names are off. */
export function aliasOf(preferences: Preferences, address: string): string {
  if (!preferences.showAliases) return address;
  const host = address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  for (const key of [address, host]) {
    if (Object.hasOwn(preferences.aliases, key)) return preferences.aliases[key] ?? address;
  }
  return address;
}
