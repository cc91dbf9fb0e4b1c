/**
 * What the settings file may say: the settings that are right, and a fault for each that is wrong. A wrong entry costs only itself.
 * Names of settings are a promise to users.
 */
import * as v from 'valibot';
import { parseNetwork } from '../../format/networks.js';
import { COLOURINGS } from '../../flow/arrow-colour.js';
import { CAUSE_IDS } from '../../model/causes.js';
import { parseNumberRange, TRUNK_DIVERSIONS, TRUNK_FORMATS } from '../../model/diagnosis-settings.js';
import { columnOf, sortKeyOf } from '../list/columns.js';

const columnName = v.pipe(
  v.string('a column is named by a text'),
  v.check(
    name => columnOf(name) !== null,
    issue => `there is no column "${issue.input}" (a SIP header is "header:Name")`,
  ),
);

const width = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200));

const column = v.union(
  [columnName, v.strictObject({ name: columnName, width: v.optional(width) })],
  'a column is its name, or { name = "…", width = … } with at most 200 cells',
);

const LENGTH = 'must be the digits of a local number: 7';

const onOff = v.boolean('must be true or false');

const text = v.string('must be a text in quotes');

const ranges = v.array(
  v.pipe(
    text,
    v.check(
      range => parseNumberRange(range) !== null,
      issue => `"${issue.input}" is no range of numbers: two of one length, "4151500-4151599", or one number`,
    ),
  ),
  'must be a list of ranges of numbers: ["4151500-4151599"]',
);

const trunkAddress = v.pipe(
  v.string(),
  v.check(
    address => parseNetwork(address) !== null,
    issue => `"${issue.input}" is no address and no network: "10.11.12.13", "10.11.0.0/16", "2001:db8::/32"`,
  ),
);

const CHANNELS = 'must be the number of calls at once: 30';

const trunk = v.strictObject(
  {
    allowed: v.optional(ranges),
    format: v.optional(v.picklist(TRUNK_FORMATS, 'must be "+E164", "E164" or "national"')),
    diversion: v.optional(v.picklist(TRUNK_DIVERSIONS, 'must be "required" or "optional"')),
    channels: v.optional(v.pipe(v.number(CHANNELS), v.integer(CHANNELS), v.minValue(1, CHANNELS))),
  },
  issue =>
    issue.expected === 'never'
      ? 'a trunk has allowed, format, diversion and channels, and nothing else'
      : 'must be a table: { allowed = ["4151500-4151599"], format = "national" }',
);

const silenced = v.strictObject(
  {
    cause: v.picklist(CAUSE_IDS, issue => `there is no cause "${issue.input}": see docs/causes.md`),
    peer: v.optional(text),
  },
  'must be a cause that is known, of one peer or of all: { cause = "number-unknown", peer = "10.11.12.13" }',
);

const SCHEMA = v.strictObject(
  {
    theme: v.optional(v.picklist(['auto', 'dark', 'light', 'none'], 'must be "auto", "dark", "light" or "none"')),
    time: v.optional(v.picklist(['time', 'date', 'relative'], 'must be "time", "date" or "relative"')),
    mouse: v.optional(onOff),
    ascii: v.optional(onOff),
    wrap: v.optional(onOff),
    mergePorts: v.optional(onOff),
    sdp: v.optional(onOff),
    calls: v.optional(onOff),
    incidents: v.optional(onOff),
    colour: v.optional(v.picklist(COLOURINGS, 'must be "status", "method" or "call-id"')),
    syntax: v.optional(onOff),
    showAliases: v.optional(onOff),
    columns: v.optional(v.array(column, 'must be a list of columns')),
    sort: v.optional(
      v.pipe(
        text,
        v.check(
          sort => sortKeyOf(sort.replace(/^-/, '')) !== null,
          'must name what to sort by: "time", or "-time" for the latest first',
        ),
      ),
    ),
    keys: v.optional(
      v.record(
        v.string(),
        v.union([text, v.array(text)], 'must be a key or a list of keys: "f2", "ctrl-s"'),
        'must be a table of commands',
      ),
    ),
    aliases: v.optional(v.record(v.string(), text, 'must be a table of addresses')),
    numbers: v.optional(
      v.strictObject(
        {
          country: v.optional(
            v.pipe(text, v.regex(/^\d{1,3}$/, 'must be a country code of up to three digits: "354"')),
          ),
          length: v.optional(
            v.pipe(v.number(LENGTH), v.integer(), v.minValue(1), v.maxValue(15, 'a number has at most 15 digits')),
          ),
          own: v.optional(ranges),
        },
        issue => (issue.expected === 'never' ? 'there is no such setting' : 'must be a table'),
      ),
    ),
    trunks: v.optional(v.record(trunkAddress, trunk, 'must be a table of trunks by address')),
    silenced: v.optional(v.array(silenced, 'must be a list of causes that are known')),
    filters: v.optional(v.record(v.string(), text, 'must be a table of saved filters')),
  },
  issue => (issue.expected === 'never' ? 'there is no such setting' : 'must be a table of settings'),
);

/** Settings as the file says them; what it does not say is absent. */
export type Settings = v.InferOutput<typeof SCHEMA>;

/** What is wrong with one setting. */
export interface WrongSetting {
  /** ["columns", 2] */
  path: (string | number)[];
  reason: string;
}

/** Takes wrong entries out, one by one, until the rest is right. `parsed` is left as it was. */
export function checkSettings(parsed: unknown): { settings: Settings; wrong: WrongSetting[] } {
  const wrong: WrongSetting[] = [];
  let rest: unknown = structuredClone(parsed);
  for (;;) {
    const result = v.safeParse(SCHEMA, rest);
    if (result.success) return { settings: result.output, wrong };
    const found = result.issues.map(issue => ({ path: entryOf(issue), reason: issue.message }));
    wrong.push(...found.filter(({ path }, at) => found.findIndex(other => samePath(other.path, path)) === at));
    rest = without(
      rest,
      found.map(({ path }) => path),
    );
  }
}

/** The setting, or the entry of a list or a table, that an issue is in. */
function entryOf(issue: v.BaseIssue<unknown>): (string | number)[] {
  const keys = issue.path?.map(({ key }) => (typeof key === 'number' ? key : String(key))) ?? [];
  return keys.slice(0, 2);
}

function samePath(one: (string | number)[], other: (string | number)[]): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

/** A copy without the entries at these paths; nothing at all where the whole is wrong. */
function without(value: unknown, paths: (string | number)[][]): unknown {
  if (paths.some(path => path.length === 0) || typeof value !== 'object' || value === null) return {};
  const kept = Object.entries(value).flatMap(([key, entry]) => {
    const inside = paths.filter(path => String(path[0]) === key).map(path => path.slice(1));
    if (inside.length === 0) return [[key, entry] as const];
    // What is wrong and has no key of its own (the length of a list given for a table) takes all around it along.
    return inside.some(([inner]) => inner === undefined || !keysOf(entry).includes(String(inner)))
      ? []
      : [[key, without(entry, inside)] as const];
  });
  return Array.isArray(value) ? kept.map(([, entry]) => entry) : Object.fromEntries(kept);
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
}
