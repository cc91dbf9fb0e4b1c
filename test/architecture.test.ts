/**
 * The shape of src/ as rules: which folder may import which, what only one place may do, and how big and how named a
 * file may be. docs/design.md says why. In: the text of every file under src/.
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
  sip: [],
  query: ['sip/'],
  capture: ['sip/'],
  decode: ['capture/', 'sip/'],
  live: ['capture/', 'sip/', 'ping/'],
  ping: ['sip/'],
  conversations: ['capture/', 'decode/', 'sip/', 'query/'],
  // How a time prints is the same in a saved text as on the screen.
  engine: [
    ...['capture/', 'decode/', 'conversations/', 'sip/', 'query/', 'live/', 'ping/'],
    ...['terminal/time.ts', 'version.ts'],
  ],
  terminal: [],
  flow: ['sip/', 'engine/protocol.ts', 'terminal/line.ts', 'terminal/text.ts', 'terminal/time.ts'],
  // The words of a capture are the same on the command line and at the prompt.
  shell: [
    'sip/',
    'query/',
    'engine/protocol.ts',
    'live/capture-words.ts',
    'live/live-options.ts',
    'live/option-parser.ts',
    'terminal/text.ts',
    'terminal/time.ts',
  ],
  store: ['engine/protocol.ts', 'sip/', 'query/', 'flow/', 'shell/', 'terminal/'],
  panes: ['engine/protocol.ts', 'sip/', 'query/', 'flow/', 'terminal/', 'store/'],
  commands: [
    'engine/protocol.ts',
    'engine/client.ts',
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

/** The only folders inside folders: what is many of a kind, one file each. */
const INNER_FOLDERS = [
  'capture/formats',
  'capture/text',
  'decode/tls',
  'live/children',
  'live/hep',
  'panes/dialogs',
  'panes/message',
];

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
  .map(entry => {
    const path = join(entry.parentPath, entry.name);
    return read(relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8'));
  });

/** The file of src/ that a relative specifier names: "store/keymap.ts". */
function target(file: SourceFile, specifier: string): string {
  const path = join(dirname(file.path), specifier).split(sep).join('/');
  return files.find(other => other.path.replace(/\.tsx?$/, '.js') === path)?.path ?? path.replace(/\.js$/, '.ts');
}

/** Every import of `file` that its folder may not make, as sentences. */
function wrongArrows(file: SourceFile): string[] {
  const allowed = MAY_IMPORT[file.folder];
  if (allowed === undefined) return [];
  return file.imports
    .filter(specifier => specifier.startsWith('.'))
    .map(specifier => target(file, specifier))
    .filter(path => folderOf(path) !== file.folder)
    .filter(path => !allowed.some(rule => (rule.endsWith('/') ? path.startsWith(rule) : path === rule)))
    .map(path => `src/${file.path} imports ${path}`);
}

function offenders(breaks: (file: SourceFile) => boolean): string[] {
  return files.filter(breaks).map(file => `src/${file.path}`);
}

describe('the way of the data', () => {
  it('has something to check', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap(file => file.imports).length).toBeGreaterThan(5);
  });

  it('lives in the folders of the design', () => {
    const known = ['.', ...Object.keys(MAY_IMPORT), ...INNER_FOLDERS];
    expect(offenders(file => !known.includes(dirname(file.path)))).toEqual([]);
  });

  it('runs one way', () => {
    expect(files.flatMap(wrongArrows)).toEqual([]);
  });

  it('tells a wrong arrow from a right one', () => {
    expect(wrongArrows(read('decode/udp.ts', "import { parse } from '../panes/none.js';"))).toEqual([
      'src/decode/udp.ts imports panes/none.ts',
    ]);
    expect(wrongArrows(read('panes/app.tsx', "export type { Hit } from '../engine/table.js';"))).toHaveLength(1);
    expect(wrongArrows(read('panes/app.tsx', "const x = await import('../capture/pcap.js');"))).toHaveLength(1);
    expect(wrongArrows(read('decode/udp.ts', "import type { Packet } from '../capture/packet.js';"))).toEqual([]);
    expect(wrongArrows(read('decode/udp.ts', "// import { parse } from '../panes/app.js';"))).toEqual([]);
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

  it('keeps sip/, query/, flow/ and shell/ pure: no files, no network, no thread, no clock of the machine', () => {
    // Bytes and their text are no part of the machine.
    const node = (specifier: string) =>
      specifier !== 'node:buffer' && (specifier.startsWith('node:') || builtinModules.includes(specifier));
    const impure = (file: SourceFile) =>
      file.imports.some(node) || /\bDate\.now\(|\bperformance\.now\(|\bprocess\./.test(withoutComments(file.text));
    expect(offenders(file => ['sip', 'query', 'flow', 'shell'].includes(file.folder) && impure(file))).toEqual([]);
  });
});

describe('files', () => {
  it('have at most 300 lines', () => {
    expect(offenders(file => file.text.split('\n').length > 301)).toEqual([]);
  });

  it('have kebab-case names that say what is in them', () => {
    const kebab = /^[a-z0-9]+(-[a-z0-9]+)*\.(ts|tsx)$/;
    const vague = /(^|-)(utils?|helpers?|misc|common|manager|service)(-|\.)|^(index|types?)\./;
    expect(offenders(file => !kebab.test(basename(file.path)) || vague.test(basename(file.path)))).toEqual([]);
  });

  it('begin with a comment that says what comes in and what goes out', () => {
    expect(offenders(file => !/^(#!.*\n)?\/\*\*/.test(file.text))).toEqual([]);
  });
});
