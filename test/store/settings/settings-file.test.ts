import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  loadSettings,
  saveSettings,
  settingFaultText,
  settingsPath,
  xdgFolder,
} from '../../../src/store/settings/settings-file.js';
import { NO_SETTINGS } from '../../../src/model/diagnosis-settings.js';
import { diagnosisSettingsOf } from '../../../src/store/settings/known-to-user.js';
import { changesBetween, preferencesOf } from '../../../src/store/settings/saved-preferences.js';
import { addRecent, loadRecent } from '../../../src/store/settings/recent.js';

let folder = '';
let env: NodeJS.ProcessEnv = {};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sipvestigator-settings-'));
  env = { HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), XDG_STATE_HOME: join(folder, 'state') };
});
afterEach(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function faultsOf(name: string, text: string): string[] {
  const path = file(name, text);
  return loadSettings(path).faults.map(fault => settingFaultText(name, fault));
}

describe('the place of the settings', () => {
  it('is the XDG folder, or the one below the home', () => {
    expect(xdgFolder('XDG_CONFIG_HOME', env)).toBe(join(folder, 'config', 'sipvestigator'));
    expect(xdgFolder('XDG_CONFIG_HOME', { HOME: '/home/x' })).toBe('/home/x/.config/sipvestigator');
    expect(xdgFolder('XDG_STATE_HOME', { HOME: '/home/x', XDG_STATE_HOME: 'not/absolute' })).toBe(
      '/home/x/.local/state/sipvestigator',
    );
  });

  it('is config.toml unless there is only config.json', () => {
    expect(settingsPath(env)).toMatch(/config\.toml$/);
    const place = join(folder, 'config', 'sipvestigator');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'config.json'), '{}');
    expect(settingsPath(env)).toBe(join(place, 'config.json'));
    writeFileSync(join(place, 'config.toml'), '');
    expect(settingsPath(env)).toBe(join(place, 'config.toml'));
  });
});

describe('loadSettings', () => {
  const asToml = `
theme = "light"
mouse = false
columns = ["time", { name = "header:User-Agent", width = 30 }]
sort = "-messages"
[keys]
quit = ["q", "ctrl-q"]
[aliases]
"10.0.0.1:5060" = "proxy"
[numbers]
country = "354"
length = 7
[filters]
failures = "state:failed"
`;
  const expected = {
    theme: 'light',
    mouse: false,
    columns: ['time', { name: 'header:User-Agent', width: 30 }],
    sort: '-messages',
    keys: { quit: ['q', 'ctrl-q'] },
    aliases: { '10.0.0.1:5060': 'proxy' },
    numbers: { country: '354', length: 7 },
    filters: { failures: 'state:failed' },
  };

  it('reads TOML and JSON alike', () => {
    expect(loadSettings(file('config.toml', asToml))).toMatchObject({ settings: expected, faults: [] });
    expect(loadSettings(file('config.json', JSON.stringify(expected)))).toMatchObject({
      settings: expected,
      faults: [],
    });
  });

  it('reads what the user knows of numbers, trunks and causes', () => {
    const { settings, faults } = loadSettings(
      file(
        'config.toml',
        `
[numbers]
own = ["4151500-4151599", "+3545660066"]
[trunks."10.11.0.0/16"]
allowed = ["4151500-4151599"]
format = "+E164"
diversion = "required"
channels = 30
[trunks."2001:db8::1"]
[[silenced]]
cause = "number-unknown"
peer = "10.11.12.13"
[[silenced]]
cause = "server-error"
`,
      ),
    );
    expect(faults).toEqual([]);
    const range = { from: '4151500', to: '4151599' };
    const nothing = { allowed: null, format: null, diversion: null, channels: null };
    expect(diagnosisSettingsOf(settings)).toEqual({
      silenced: [
        { cause: 'number-unknown', peer: '10.11.12.13' },
        { cause: 'server-error', peer: null },
      ],
      numbering: { country: '', length: 0, own: [range, { from: '+3545660066', to: '+3545660066' }] },
      trunks: [
        { peer: '10.11.0.0/16', allowed: [range], format: '+E164', diversion: 'required', channels: 30 },
        { peer: '2001:db8::1', ...nothing },
      ],
    });
    expect(diagnosisSettingsOf({})).toEqual(NO_SETTINGS);
  });

  it('says what is wrong with a range, a trunk or a cause, and keeps the others', () => {
    const text = `[numbers]
own = ["4151599-4151500"]
length = 7

[trunks."10.0.0"]

[trunks."10.0.0.1"]
format = "E.164"

[trunks."10.0.0.2"]
channels = 0

[trunks."10.0.0.3"]
chanels = 3

[trunks."10.0.0.4"]
allowed = ["4151500"]

[[silenced]]
cause = "full-moon"
`;
    expect(faultsOf('config.toml', text).sort()).toEqual([
      'config.toml line 10, trunks.10.0.0.2: must be the number of calls at once: 30',
      'config.toml line 13, trunks.10.0.0.3: a trunk has allowed, format, diversion and channels, and nothing else',
      'config.toml line 19, silenced.1: there is no cause "full-moon": see docs/causes.md',
      'config.toml line 2, numbers.own: "4151599-4151500" is no range of numbers: two of one length, "4151500-4151599", or one number',
      'config.toml line 5, trunks.10.0.0: "10.0.0" is no address and no network: "10.11.12.13", "10.11.0.0/16", "2001:db8::/32"',
      'config.toml line 7, trunks.10.0.0.1: must be "+E164", "E164" or "national"',
    ]);
    expect(loadSettings(file('config.toml', text)).settings).toEqual({
      numbers: { length: 7 },
      trunks: { '10.0.0.4': { allowed: ['4151500'] } },
      silenced: [],
    });
  });

  it('takes a file that is not there for an empty one, unless it was asked for', () => {
    const path = join(folder, 'none.toml');
    expect(loadSettings(path)).toEqual({ path, settings: {}, faults: [] });
    expect(loadSettings(path, true).faults[0]?.reason).toBe('no such file or directory');
  });

  it('names wrong settings by line and reason, and keeps the others', () => {
    const text = `# mine
theme = "purple"
mouse = true
tehme = "dark"
columns = [
  "time",
  "colour", # a wrong one
  "to",
]

[aliases]
"10.0.0.1" = "a"
"10.0.0.2" = 7

[numbers]
country = "+354"
length = 7
`;
    expect(faultsOf('config.toml', text)).toEqual([
      'config.toml line 2, theme: must be "auto", "dark", "light" or "none"',
      'config.toml line 5, columns.2: there is no column "colour" (a SIP header is "header:Name")',
      'config.toml line 13, aliases.10.0.0.2: must be a text in quotes',
      'config.toml line 16, numbers.country: must be a country code of up to three digits: "354"',
      'config.toml line 4, tehme: there is no such setting',
    ]);
    expect(loadSettings(file('config.toml', text)).settings).toEqual({
      mouse: true,
      columns: ['time', 'to'],
      aliases: { '10.0.0.1': 'a' },
      numbers: { length: 7 },
    });
  });

  it('finds the line in JSON too', () => {
    const text = '{\n  "mouse": true,\n  "aliases": {\n    "a": "b",\n    "theme": 1\n  },\n  "theme": "x"\n}\n';
    expect(faultsOf('config.json', text)).toEqual([
      'config.json line 7, theme: must be "auto", "dark", "light" or "none"',
      'config.json line 5, aliases.theme: must be a text in quotes',
    ]);
  });

  it('says where the file cannot be understood', () => {
    expect(faultsOf('config.toml', 'mouse = true\ntheme = \n')).toEqual([
      expect.stringMatching(/^config\.toml line 2: /),
    ]);
    expect(faultsOf('config.json', '{"mouse": }')).toEqual([expect.stringMatching(/^config\.json: /)]);
    expect(faultsOf('config.json', '[]')).toEqual(['config.json line 1: must be a table of settings']);
    expect(faultsOf('capture.toml', 'x'.repeat(2 << 20))).toEqual([
      'capture.toml: this is no settings file: it is longer than 1 MiB',
    ]);
  });

  it('takes nothing for a table that is none', () => {
    expect(faultsOf('config.json', '{"numbers": [], "keys": 3}')).toEqual([
      'config.json line 1, keys: must be a table of commands',
      expect.stringMatching(/^config.json line 1, numbers/),
    ]);
  });
});

describe('saveSettings', () => {
  const mine = `# my settings
theme = "light"   # for the office

future = { "x" = 1 }
columns = [
  "time", # when
  "from",
]

[aliases]
# the core
"10.0.0.1" = "proxy"

[unknown.table]
y = [1, 2]
`;

  it('changes what was changed and nothing else', () => {
    const path = file('config.toml', mine);
    const changes = [
      { path: ['theme'], value: 'dark' },
      { path: ['columns'], value: ['to', { id: 'x', width: 3 }] },
      { path: ['mouse'], value: false },
      { path: ['aliases', '10.0.0.2'], value: 'the "gate"' },
    ] as const;
    expect(saveSettings(path, changes)).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe(`# my settings
theme = "dark"   # for the office

future = { "x" = 1 }
columns = ["to", { id = "x", width = 3 }]
mouse = false

[aliases]
# the core
"10.0.0.1" = "proxy"
"10.0.0.2" = "the \\"gate\\""

[unknown.table]
y = [1, 2]
`);
  });

  it('takes settings away', () => {
    const path = file('config.toml', mine);
    saveSettings(path, [
      { path: ['theme'], value: undefined },
      { path: ['aliases', '10.0.0.1'], value: undefined },
      { path: ['sort'], value: undefined },
    ]);
    expect(parse(readFileSync(path, 'utf8'))).toEqual({
      future: { x: 1 },
      columns: ['time', 'from'],
      aliases: {},
      unknown: { table: { y: [1, 2] } },
    });
  });

  it('makes the file where there is none, for the user alone', () => {
    const path = settingsPath(env);
    expect(saveSettings(path, [{ path: ['numbers', 'country'], value: '354' }])).toBeNull();
    expect(readFileSync(path, 'utf8')).toBe('[numbers]\ncountry = "354"\n');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps permissions, and the link to the file', () => {
    const real = file('dotfile.toml', 'mouse = true\n');
    chmodSync(real, 0o644);
    const link = join(folder, 'config.toml');
    symlinkSync(real, link);
    expect(saveSettings(link, [{ path: ['mouse'], value: false }])).toBeNull();
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe('mouse = false\n');
    expect(statSync(real).mode & 0o777).toBe(0o644);
  });

  it('keeps unknown settings of JSON', () => {
    const path = file('config.json', '{"future": [1], "aliases": {"a": "b"}}');
    saveSettings(path, [
      { path: ['aliases', 'c'], value: 'd' },
      { path: ['theme'], value: 'dark' },
    ]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ future: [1], aliases: { a: 'b', c: 'd' }, theme: 'dark' });
  });

  it('does not touch a file it cannot understand, and says why', () => {
    const path = file('config.toml', 'theme = \n');
    expect(saveSettings(path, [{ path: ['mouse'], value: true }])).toMatch(/^Not saved: .*config\.toml line 1: /);
    expect(readFileSync(path, 'utf8')).toBe('theme = \n');
  });

  it('says why where nothing can be written', () => {
    const path = join(file('a-file', ''), 'config.toml');
    expect(saveSettings(path, [{ path: ['mouse'], value: true }])).toMatch(/^Not saved: /);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['an inline table', 'aliases = { a = "b" }\n'],
    ['dotted keys', 'aliases.a = "b"\nmouse = true\n'],
    ['a table at the end', 'mouse = true\n[aliases]\na = "b"'],
    ['an empty table', '[aliases]\n\n[x]\na = "b"\n'],
    ['a list of tables', '[[columns]]\nname = "time"\n[[columns]]\nname = "to"\n'],
    ['strings full of structure', `a = "# [x]"\nb = '''\n[aliases]\n'''\nc = """\\"\n= 3"""\n[x] # [y]\n`],
    ['an empty file', ''],
  ])('adds to %s', (_, text) => {
    const path = file('config.toml', text);
    const before = parse(text);
    saveSettings(path, [
      { path: ['aliases', 'x.y'], value: 'z' },
      { path: ['columns'], value: ['from'] },
    ]);
    const aliases = before['aliases'];
    expect(parse(readFileSync(path, 'utf8'))).toEqual({
      ...before,
      columns: ['from'],
      aliases: { ...(typeof aliases === 'object' ? aliases : {}), 'x.y': 'z' },
    });
  });
});

describe('recent files and filters', () => {
  it('come newest first, each once', () => {
    expect(loadRecent(env)).toEqual({ files: [], filters: [], lines: [] });
    addRecent(env, { files: ['/a', '/b'] });
    addRecent(env, { files: ['/b', '/c'], filters: ['method:INVITE'] });
    expect(loadRecent(env)).toEqual({ files: ['/b', '/c', '/a'], filters: ['method:INVITE'], lines: [] });
    expect(statSync(join(folder, 'state', 'sipvestigator', 'recent.json')).mode & 0o777).toBe(0o600);
  });

  it('have the lines of the prompt among them, but no key', () => {
    addRecent(env, { lines: ['show filter'] });
    addRecent(env, { lines: ['capture start --hep :9060 --hep-key secret'] });
    addRecent(env, { lines: ['show conversations'] });
    expect(loadRecent(env).lines).toEqual(['show conversations', 'show filter']);
  });

  it('keeps the last thirty files', () => {
    const files = Array.from({ length: 40 }, (_, index) => `/${index}`);
    expect(addRecent(env, { files }).files).toEqual(files.slice(0, 30));
  });

  it('is empty where the file is broken', () => {
    addRecent(env, { files: ['/a'] });
    writeFileSync(join(folder, 'state', 'sipvestigator', 'recent.json'), '{"files": 3');
    expect(loadRecent(env)).toEqual({ files: [], filters: [], lines: [] });
  });
});

describe('preferences', () => {
  const recent = { files: ['/a.pcap'], filters: ['to:566'], lines: ['sort time'] };

  it('are what the file says, else the defaults', () => {
    const { settings } = loadSettings(
      file(
        'config.toml',
        'theme = "light"\nsort = "-messages"\ncolumns = ["to", { name = "from", width = 9 }]\nkeys.quit = "q"\n',
      ),
    );
    const preferences = preferencesOf(settings, recent);
    expect(preferences).toMatchObject({
      theme: 'light',
      mouse: true,
      sort: { key: 'messages', descending: true },
      columns: [
        { id: 'to', width: 0 },
        { id: 'from', width: 9 },
      ],
      keys: { quit: ['q'] },
      recentFiles: ['/a.pcap'],
      filterHistory: ['to:566'],
      lineHistory: ['sort time'],
    });
  });

  it('come back from a file that was saved', () => {
    const path = file('config.toml', 'aliases = { "10.0.0.1" = "a", "10.0.0.2" = "b" }\nascii = true\n');
    const before = preferencesOf(loadSettings(path).settings, recent);
    const after = {
      ...before,
      theme: 'none' as const,
      wrap: !before.wrap,
      columns: [{ id: 'header:X-Trunk', width: 12 }],
      sort: { key: 'header:X-Trunk' as const, descending: true },
      aliases: { '10.0.0.2': 'c', '10.0.0.3': 'd' },
    };
    expect(saveSettings(path, changesBetween(before, after))).toBeNull();
    const again = loadSettings(path);
    expect(again.faults).toEqual([]);
    expect(again.settings.ascii).toBe(true);
    expect(preferencesOf(again.settings, recent)).toEqual(after);
    expect(changesBetween(after, after)).toEqual([]);
  });
});
