/** From the settings in the file to the preferences of the screen, with defaults for what the file does not say; and back. */
import { isDeepStrictEqual } from 'node:util';
import { type ShownColumn, sortKeyOf } from '../list/columns.js';
import { DEFAULT_PREFERENCES, type Preferences } from './preferences.js';
import type { SettingChange } from './settings-file.js';
import type { Recent } from './recent.js';
import type { Settings } from './schema.js';

/** The preferences a file asks for. */
export function preferencesOf(settings: Settings, recent: Recent): Preferences {
  const {
    theme,
    time,
    mouse,
    wrap,
    mergePorts,
    sdp,
    calls,
    incidents,
    colour,
    syntax,
    showAliases,
    aliases,
    columns,
    sort,
    keys,
    filters,
  } = settings;
  const defaults = DEFAULT_PREFERENCES;
  return {
    theme: theme ?? defaults.theme,
    time: time ?? defaults.time,
    mouse: mouse ?? defaults.mouse,
    wrap: wrap ?? defaults.wrap,
    mergePorts: mergePorts ?? defaults.mergePorts,
    sdp: sdp ?? defaults.sdp,
    calls: calls ?? defaults.calls,
    incidents: incidents ?? defaults.incidents,
    colour: colour ?? defaults.colour,
    syntax: syntax ?? defaults.syntax,
    showAliases: showAliases ?? defaults.showAliases,
    aliases: aliases ?? defaults.aliases,
    columns: columns?.map(shownColumn) ?? defaults.columns,
    sort: sort === undefined ? defaults.sort : sortOf(sort),
    keys: Object.fromEntries(Object.entries(keys ?? {}).map(([name, key]) => [name, [key].flat()])),
    filters: filters ?? defaults.filters,
    filterHistory: recent.filters,
    lineHistory: recent.lines,
    recentFiles: recent.files,
  };
}

/** Settings that are one value each, by the same name on both sides. */
const PLAIN = [
  'theme',
  'time',
  'mouse',
  'wrap',
  'mergePorts',
  'sdp',
  'calls',
  'incidents',
  'colour',
  'syntax',
  'showAliases',
] as const;

/** What to save so that a file that gave `before` gives `after`. */
export function changesBetween(before: Preferences, after: Preferences): SettingChange[] {
  const changes: SettingChange[] = [];
  for (const name of PLAIN) {
    if (before[name] !== after[name]) changes.push({ path: [name], value: after[name] });
  }
  if (!isDeepStrictEqual(before.columns, after.columns)) {
    changes.push({
      path: ['columns'],
      value: after.columns.map(({ id, width }) => (width > 0 ? { name: id, width } : id)),
    });
  }
  if (!isDeepStrictEqual(before.sort, after.sort)) {
    changes.push({ path: ['sort'], value: `${after.sort.descending ? '-' : ''}${after.sort.key}` });
  }
  for (const table of ['aliases', 'filters'] as const) {
    for (const name of new Set([...Object.keys(before[table]), ...Object.keys(after[table])])) {
      const value = after[table][name];
      if (value !== before[table][name]) changes.push({ path: [table, name], value });
    }
  }
  return changes;
}

function shownColumn(column: NonNullable<Settings['columns']>[number]): ShownColumn {
  return typeof column === 'string' ? { id: column, width: 0 } : { id: column.name, width: column.width ?? 0 };
}

function sortOf(text: string): Preferences['sort'] {
  const descending = text.startsWith('-');
  // The schema lets nothing else through.
  const key = sortKeyOf(descending ? text.slice(1) : text) ?? 'index';
  return { key, descending };
}
