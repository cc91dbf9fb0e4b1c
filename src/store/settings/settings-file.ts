/**
 * The settings file: TOML or JSON in the XDG configuration folder (XDG Base Directory Specification 0.8), or the file that `--config`
 * names. A wrong setting is skipped and named with its line. Saving touches only what was changed.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse as parseToml, stringify as stringifyToml, TomlError } from 'smol-toml';
import { errorCode, errorText } from '../../format/errors.js';
import { replaceFile } from './replace-file.js';
import { lineOfJson } from './json-lines.js';
import { checkSettings, type Settings } from './schema.js';
import { lineOfToml, setToml } from './toml-edit.js';

/** Why a setting was skipped. */
export interface SettingFault {
  /** Counted from 1; null if no line is to blame. */
  line: number | null;
  /** "theme", "aliases.10.0.0.1", "columns.2" (the second); "" if the file as a whole is wrong. */
  setting: string;
  reason: string;
}

export interface LoadedSettings {
  path: string;
  settings: Settings;
  faults: SettingFault[];
}

/** One change of a save: a setting, or one entry of a table of settings; undefined takes it away. */
export interface SettingChange {
  path: readonly [string] | readonly [string, string];
  value: unknown;
}

/** Longer than any settings file: `--config` with a capture by mistake must not read it whole. */
const MAX_FILE = 1 << 20;

/** `$NAME/sipvestigator`, or its default below the home. The specification says to ignore a relative path in the variable. */
export function xdgFolder(name: 'XDG_CONFIG_HOME' | 'XDG_STATE_HOME', env: NodeJS.ProcessEnv): string {
  const set = env[name];
  const below = name === 'XDG_CONFIG_HOME' ? '.config' : join('.local', 'state');
  return join(set && isAbsolute(set) ? set : join(env['HOME'] || homedir(), below), 'sipvestigator');
}

/** The settings file to use: config.toml, else config.json; config.toml where there is none yet. */
export function settingsPath(env: NodeJS.ProcessEnv): string {
  const folder = xdgFolder('XDG_CONFIG_HOME', env);
  const json = join(folder, 'config.json');
  const toml = join(folder, 'config.toml');
  return !existsSync(toml) && existsSync(json) ? json : toml;
}

/** Reads a settings file. A missing one is empty, or a fault where it is `required` (`--config`). */
export function loadSettings(path: string, required = false): LoadedSettings {
  const read = readSettings(path);
  if ('fault' in read) {
    const missing = read.missing && !required;
    return { path, settings: {}, faults: missing ? [] : [read.fault] };
  }
  const { settings, wrong } = checkSettings(read.parsed);
  const lineOf = isJson(path) ? lineOfJson : lineOfToml;
  const faults = wrong.map(({ path: keys, reason }) => ({
    line: lineOf(read.text, keys),
    setting: named(keys),
    reason,
  }));
  return { path, settings, faults };
}

/** "config.toml line 3, theme: must be …", for the status line. */
export function settingFaultText(path: string, { line, setting, reason }: SettingFault): string {
  const place = line === null ? path : `${path} line ${line}`;
  return setting === '' ? `${place}: ${reason}` : `${place}, ${setting}: ${reason}`;
}

/**
 * Saves changes into the file and keeps the rest as it is: unknown settings, comments, permissions. Returns null when done, else why
 * not, in a sentence; a file that cannot be parsed is not touched.
 */
export function saveSettings(path: string, changes: readonly SettingChange[]): string | null {
  const read = readSettings(path);
  if ('fault' in read && !read.missing) return `Not saved: ${settingFaultText(path, read.fault)}`;
  const { text, parsed } = 'fault' in read ? { text: '', parsed: {} } : read;
  try {
    const wanted = changes.reduce(applied, parsed);
    replaceFile(path, isJson(path) ? `${JSON.stringify(wanted, null, 2)}\n` : editedToml(text, changes, wanted));
    return null;
  } catch (error) {
    return `Not saved: ${errorText(error)}`;
  }
}

/** People count from one. */
function named(keys: readonly (string | number)[]): string {
  return keys.map(key => (typeof key === 'number' ? key + 1 : key)).join('.');
}

type Table = Record<string, unknown>;

function readSettings(path: string): { text: string; parsed: Table } | { fault: SettingFault; missing: boolean } {
  const wrong = (reason: string, line: number | null = null, missing = false) => ({
    fault: { line, setting: '', reason },
    missing,
  });
  try {
    if (statSync(path).size > MAX_FILE) return wrong('this is no settings file: it is longer than 1 MiB');
    const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
    const parsed: unknown = isJson(path) ? JSON.parse(text || '{}') : parseToml(text);
    return isTable(parsed) ? { text, parsed } : wrong('must be a table of settings', 1);
  } catch (error) {
    if (error instanceof TomlError) return wrong(firstLine(error.message), error.line);
    if (error instanceof SyntaxError) return wrong(error.message, null);
    const missing = errorCode(error) === 'ENOENT';
    return wrong(errorText(error), null, missing);
  }
}

function isJson(path: string): boolean {
  return path.toLowerCase().endsWith('.json');
}

function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}

function applied(table: Table, { path: [name, entry], value }: SettingChange): Table {
  if (entry !== undefined) {
    const inner = table[name];
    return { ...table, [name]: withValue(isTable(inner) ? inner : {}, entry, value) };
  }
  return withValue(table, name, value);
}

function withValue(table: Table, name: string, value: unknown): Table {
  const { [name]: _, ...others } = table;
  return value === undefined ? others : { ...table, [name]: value };
}

/** Changes values in the text, or writes it anew where it cannot be changed in place. */
function editedToml(text: string, changes: readonly SettingChange[], wanted: Table): string {
  const edited = changes.reduce((before, { path, value }) => setToml(before, path, value), text);
  try {
    if (isDeepStrictEqual({ ...parseToml(edited) }, { ...parseToml(stringifyToml(wanted)) })) return edited;
  } catch {
    // An inline table got a new entry as a statement of its own, which TOML forbids.
  }
  return stringifyToml(wanted);
}
