/**
 * The shape of src/ as rules: which folder may import which, what only one place may do, how files are named, and that the tree
 * drawn in CONTRIBUTING.md is the one on the disk. docs/architecture.md says why.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../src/', import.meta.url));

/**
 * What each folder may import besides itself: whole folders ("sip/") or single files. "." is src/ itself. The way of the
 * data runs down the table; nothing imports a row below its own except where named.
 */
const MAY_IMPORT: Record<string, readonly string[]> = {
  // Hashes, searches and decodes bytes, whatever they say.
  bytes: [],
  // Of format/ only what stands on nothing: model/ stands on sip/.
  // What users look for in any text; knows nothing of SIP.
  patterns: [],
  sip: ['bytes/', 'patterns/', 'format/addresses.ts'],
  model: ['sip/'],
  // How times, figures, addresses and events print: for all.
  format: ['model/'],
  query: ['patterns/', 'sip/', 'model/', 'format/'],
  capture: ['sip/', 'model/', 'format/'],
  decode: ['bytes/', 'capture/', 'sip/', 'model/', 'format/'],
  live: ['capture/', 'sip/', 'model/', 'format/', 'ping/'],
  ping: ['sip/', 'format/'],
  // AssemblyScript: it imports nothing of the TypeScript side, and gets its tables from what build-core.js writes.
  core: [],
  binding: ['core/', 'sip/', 'bytes/'],
  // Tables know nothing of SIP.
  tables: ['binding/core-table.ts', 'binding/wasm-core.ts', 'bytes/', 'model/'],
  conversations: ['binding/', 'bytes/', 'capture/', 'decode/', 'model/', 'format/', 'sip/', 'query/', 'tables/'],
  // The legs of one call, found by what conversations have in common.
  calls: ['conversations/', 'format/', 'model/', 'sip/', 'tables/'],
  // What is wrong, held against what the rest of the capture shows.
  diagnosis: ['calls/', 'conversations/', 'bytes/', 'format/', 'model/', 'sip/', 'tables/'],
  engine: [
    ...[
      'binding/',
      'calls/',
      'diagnosis/',
      'bytes/',
      'capture/',
      'decode/',
      'conversations/',
      'model/',
      'format/',
      'sip/',
      'query/',
      'live/',
      'ping/',
    ],
    ...['patterns/', 'tables/', 'version.ts'],
  ],
  terminal: ['format/'],
  flow: ['sip/', 'model/', 'format/', 'engine/protocol/', 'terminal/line.ts', 'terminal/text.ts'],
  // The words of a capture are the same on the command line and at the prompt.
  shell: [
    'bytes/',
    'format/',
    'sip/',
    'model/',
    'query/',
    'engine/protocol/',
    'live/capture-words.ts',
    'live/live-options.ts',
    'live/option-parser.ts',
    'terminal/text.ts',
  ],
  store: ['engine/protocol/', 'model/', 'format/', 'sip/', 'query/', 'flow/', 'shell/', 'terminal/'],
  panes: ['engine/protocol/', 'model/', 'format/', 'sip/', 'query/', 'flow/', 'terminal/', 'store/'],
  commands: [
    'bytes/',
    'engine/protocol/',
    'model/',
    'format/',
    'sip/',
    'query/',
    'flow/',
    'shell/',
    'terminal/',
    'options.ts',
    'version.ts',
    'live/',
    'ping/',
  ],
};

/** Rooms larger than this are hard to find anything in. */
const CROWDED = 20;

/** What the store's state is made of, and what every room of the store needs to work with it. */
const PARTS_OF_STATE = [
  ...['store/answered.ts', 'store/dialog.ts', 'store/input/editor.ts'],
  ...['store/list/columns.ts', 'store/settings/preferences.ts'],
];
const STATE = [...PARTS_OF_STATE, 'store/state.ts', 'store/state-holder.ts', 'store/notice.ts'];

/**
 * What the rooms of a folder may import of that folder, besides themselves: rooms, or files in them. A file that is named here has its
 * own list.
 */
const ROOMS: Record<string, readonly string[]> = {
  'store/answered.ts': [],
  'store/input/editor.ts': [],
  'store/list/row-verdict.ts': [],
  'store/list/columns.ts': ['store/list/row-verdict.ts'],
  'store/settings': ['store/list/columns.ts'],
  'store/dialog.ts': ['store/input/editor.ts'],
  // What is computed from a state imports the state, never the other way.
  'store/state.ts': PARTS_OF_STATE,
  'store/view': STATE,
  'store/list': [...STATE, 'store/view/'],
  'store/filter': [...STATE, 'store/view/', 'store/list/'],
  'store/effects': [...STATE, 'store/view/', 'store/list/'],
  'store/commands': [
    ...[...STATE, 'store/view/', 'store/list/', 'store/filter/'],
    ...['store/effects/effect.ts', 'store/effects/ping-target.ts'],
  ],
  'store/sync': [...STATE, 'store/view/', 'store/list/', 'store/filter/', 'store/commands/'],
  'store/input': [...STATE, 'store/view/', 'store/list/', 'store/commands/'],
};

interface SourceFile {
  /** "sip/headers.ts", relative to src/, always with "/". */
  path: string;
  /** "capture", also for capture/text/; "." for the files of src/ itself. */
  folder: string;
  text: string;
  /** Specifiers of static and dynamic imports, and of export … from. */
  imports: string[];
}

/** Takes comments out, so that prose about escapes or imports breaks no rule; strings stay. */
function withoutComments(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '$1');
}

function importsOf(code: string): string[] {
  const specifiers: string[] = [];
  for (const found of code.matchAll(/(?:^|[\s;])(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]/g))
    specifiers.push(found[1]!);
  for (const found of code.matchAll(/(?:^|[\s;])import\s*['"]([^'"]+)['"]/g)) specifiers.push(found[1]!);
  for (const found of code.matchAll(/\bimport\(\s*['"`]([^'"`]+)['"`]\s*\)/g)) specifiers.push(found[1]!);
  return specifiers;
}

function folderOf(path: string): string {
  return path.includes('/') ? path.split('/', 1)[0]! : '.';
}

function read(path: string, text: string): SourceFile {
  return { path, folder: folderOf(path), text, imports: importsOf(withoutComments(text)) };
}

const files: SourceFile[] = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter(entry => entry.isFile() && /\.(ts|tsx|js)$/.test(entry.name))
  // Written by build-core.js.
  .filter(entry => !entry.parentPath.endsWith(join('core', 'built')))
  .map(entry => {
    const path = join(entry.parentPath, entry.name);
    return read(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
  });

/** The file of src/ that a relative specifier names: "store/input/keymap.ts". */
function target(file: SourceFile, specifier: string): string {
  const path = join(dirname(file.path), specifier).split(sep).join('/');
  // AssemblyScript names files without an ending.
  const script = path.endsWith('.js') ? path : `${path}.js`;
  return files.find(other => other.path.replace(/\.tsx?$/, '.js') === script)?.path ?? script.replace(/\.js$/, '.ts');
}

/** Every import of `file` that its folder, or its room in it, may not make, as sentences. */
function wrongArrows(file: SourceFile): string[] {
  const imports = file.imports.filter(specifier => specifier.startsWith('.')).map(specifier => target(file, specifier));
  const outside = imports.filter(path => folderOf(path) !== file.folder);
  const room = ROOMS[file.path] ? file.path : dirname(file.path);
  const inside = imports.filter(path => folderOf(path) === file.folder && dirname(path) !== room);
  return [...forbidden(outside, MAY_IMPORT[file.folder]), ...forbidden(inside, ROOMS[room])].map(
    path => `src/${file.path} imports ${path}`,
  );
}

/** The paths that no rule allows: a rule is a folder ("sip/") or a file. Without rules everything is allowed. */
function forbidden(paths: readonly string[], rules: readonly string[] | undefined): string[] {
  if (rules === undefined) return [];
  return paths.filter(path => !rules.some(rule => (rule.endsWith('/') ? path.startsWith(rule) : path === rule)));
}

/** Files that import each other, straight or by way of others, types included: a list for each circle. */
function circles(among: readonly SourceFile[]): string[][] {
  const arrows = new Map<string, string[]>();
  for (const file of among) {
    const own = file.imports.filter(specifier => specifier.startsWith('.'));
    arrows.set(
      file.path,
      own.map(specifier => target(file, specifier)),
    );
  }
  const reachable = new Map([...arrows.keys()].map(path => [path, reachableFrom(path, arrows)]));
  const found = new Map<string, string[]>();
  for (const [path, others] of reachable) {
    if (!others.has(path)) continue;
    const circle = [...others].filter(other => reachable.get(other)?.has(path)).sort();
    found.set(circle.join(), circle);
  }
  return [...found.values()];
}

function reachableFrom(path: string, arrows: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const open = [path];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of arrows.get(next) ?? []) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}

/** Captions by path ("sip/", "sip/scan/", "main.ts") of the drawn tree of src/. */
function treeOf(markdown: string): Map<string, string> {
  const lines = /^src\/\n((?: +.*\n)+)/m.exec(markdown)?.[1]?.trimEnd().split('\n') ?? [];
  const captions = new Map<string, string>();
  const above: string[] = [];
  for (const line of lines) {
    const [, indent = '', name = '', caption = ''] = /^( *)(\S+) *(.*)$/.exec(line) ?? [];
    above.length = indent.length / 2 - 1;
    captions.set([...above, name].join(''), caption);
    above.push(name);
  }
  return captions;
}

function roomsOf(among: readonly SourceFile[]): Map<string, SourceFile[]> {
  const rooms = new Map<string, SourceFile[]>();
  for (const file of among) rooms.set(dirname(file.path), [...(rooms.get(dirname(file.path)) ?? []), file]);
  return rooms;
}

/** "a/b/c.ts" lies in "a/" and "a/b/". */
function foldersAbove(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, depth) => `${names.slice(0, depth + 1).join('/')}/`);
}

function offenders(breaks: (file: SourceFile) => boolean): string[] {
  return files.filter(breaks).map(file => `src/${file.path}`);
}

describe('the way of the data', () => {
  it('has something to check', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap(file => file.imports).length).toBeGreaterThan(5);
  });

  it('lives in folders whose arrows are known', () => {
    expect(offenders(file => file.folder !== '.' && !(file.folder in MAY_IMPORT))).toEqual([]);
  });

  it('runs one way', () => {
    expect(files.flatMap(wrongArrows)).toEqual([]);
  });

  it('tells a wrong arrow from a right one', () => {
    expect(wrongArrows(read('decode/network/udp.ts', "import { parse } from '../../panes/none.js';"))).toEqual([
      'src/decode/network/udp.ts imports panes/none.ts',
    ]);
    expect(wrongArrows(read('panes/app.tsx', "export type { Hit } from '../engine/table.js';"))).toHaveLength(1);
    expect(wrongArrows(read('panes/app.tsx', "const x = await import('../capture/pcap.js');"))).toHaveLength(1);
    expect(
      wrongArrows(read('decode/network/udp.ts', "import type { Packet } from '../../capture/packet.js';")),
    ).toEqual([]);
    expect(wrongArrows(read('decode/network/udp.ts', "// import { parse } from '../../panes/app.js';"))).toEqual([]);
  });

  it('tells a wrong arrow between the rooms of a folder from a right one', () => {
    expect(wrongArrows(read('store/view/places.ts', "import { x } from '../commands/list.js';"))).toEqual([
      'src/store/view/places.ts imports store/commands/list.ts',
    ]);
    expect(wrongArrows(read('store/state.ts', "import { x } from './view/current.js';"))).toHaveLength(1);
    expect(wrongArrows(read('store/input/editor.ts', "import { x } from './keymap.js';"))).toHaveLength(1);
    expect(wrongArrows(read('store/input/events.ts', "import { x } from './keymap.js';"))).toEqual([]);
    expect(wrongArrows(read('store/commands/list.ts', "import type { State } from '../state.js';"))).toEqual([]);
  });

  it('has no circle of files, inside folders either', () => {
    expect(circles(files)).toEqual([]);
  });

  it('finds a circle, and tells a branch that meets again from one', () => {
    const one = read('sip/one.ts', "import type { Two } from './two.js';");
    const two = read('sip/two.ts', "import { three } from './three.js'; import './four.js';");
    const three = read('sip/three.ts', "export { one } from './one.js';");
    const four = read('sip/four.ts', '');
    const apart = read('sip/apart.ts', "import './one.js'; import './four.js';");
    expect(circles([one, two, three, four, apart])).toEqual([['sip/one.ts', 'sip/three.ts', 'sip/two.ts']]);
    expect(circles([one, two, four, apart])).toEqual([]);
  });

  it('reaches no further than src/', () => {
    const outside = (file: SourceFile) =>
      file.imports.some(specifier => specifier.startsWith('.') && target(file, specifier).startsWith('..'));
    expect(offenders(outside)).toEqual([]);
  });
});

describe('what only one place does', () => {
  it('draws with Ink and React in panes/', () => {
    const draws = (file: SourceFile) => file.imports.some(specifier => /^(ink|react)($|[-/])/.test(specifier));
    expect(offenders(file => draws(file) && file.folder !== 'panes')).toEqual([]);
  });

  it('makes the worker in engine/client.ts', () => {
    const makes = (file: SourceFile) => /\bnew\s+Worker\s*\(/.test(withoutComments(file.text));
    expect(offenders(file => makes(file) && file.path !== 'engine/client.ts')).toEqual([]);
  });

  it('starts processes in live/ and opens sockets in live/ and ping/', () => {
    const starts = (file: SourceFile) => file.imports.some(specifier => /^(node:)?child_process$/.test(specifier));
    const listens = (file: SourceFile) => file.imports.some(specifier => /^(node:)?(dgram|tls)$/.test(specifier));
    expect(offenders(file => starts(file) && file.folder !== 'live')).toEqual([]);
    expect(offenders(file => listens(file) && !['live', 'ping'].includes(file.folder))).toEqual([]);
  });

  it('writes escape sequences in terminal/', () => {
    const sequence = /\\x1b|\\u001b|\\u\{0*1b\}|\\x9b|\\u009b|\\033|\u001b/i;
    expect(offenders(file => sequence.test(withoutComments(file.text)) && file.folder !== 'terminal')).toEqual([]);
  });

  it('keeps bytes/, patterns/, sip/, query/, model/, format/, flow/ and shell/ pure: no files, no network, no thread, no clock of the machine', () => {
    // Bytes and their text are no part of the machine.
    const node = (specifier: string) =>
      specifier !== 'node:buffer' && (specifier.startsWith('node:') || builtinModules.includes(specifier));
    const impure = (file: SourceFile) =>
      file.imports.some(node) || /\bDate\.now\(|\bperformance\.now\(|\bprocess\./.test(withoutComments(file.text));
    expect(
      offenders(
        file =>
          ['bytes', 'patterns', 'sip', 'query', 'model', 'format', 'flow', 'shell'].includes(file.folder) &&
          impure(file),
      ),
    ).toEqual([]);
  });
});

describe('the tree in CONTRIBUTING.md', () => {
  const drawn = treeOf(readFileSync(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8'));

  it('has every folder and top-level file of src/, and nothing else', () => {
    const folders = new Set(files.flatMap(({ path }) => foldersAbove(path)));
    const top = files.filter(({ folder }) => folder === '.').map(({ path }) => path);
    expect([...drawn.keys()].sort()).toEqual([...folders, ...top].sort());
  });

  it('says of each what it is for', () => {
    expect([...drawn].filter(([, caption]) => caption.length < 10).map(([path]) => path)).toEqual([]);
  });

  it('has no crowded room', () => {
    const rooms = roomsOf(files);
    const crowded = [...rooms].filter(([, within]) => within.length > CROWDED);
    expect(crowded.map(([room, { length }]) => `${room} has ${length} files`)).toEqual([]);
  });

  it('is read as it is drawn', () => {
    const text = '```\nsrc/\n  one.ts    a file\n  two/      a folder\n    three/  in it\ndocs/       not of src\n```';
    expect([...treeOf(text)]).toEqual([
      ['one.ts', 'a file'],
      ['two/', 'a folder'],
      ['two/three/', 'in it'],
    ]);
  });
});

describe('files', () => {
  it('have kebab-case names that say what is in them', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*\.(ts|tsx)$/;
    const vague = /(^|-)(utils?|helpers?|misc|common|manager|service)(-|\.)|^(index|types?)\./;
    expect(offenders(file => !kebab.test(basename(file.path)) || vague.test(basename(file.path)))).toEqual([]);
  });

  it('begin with a comment that says what they are for', () => {
    expect(offenders(file => !/^(#!.*\n)?\/\*\*/.test(file.text))).toEqual([]);
  });
});
