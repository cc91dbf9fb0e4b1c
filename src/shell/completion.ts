/**
 * Completion at the prompt (Tab): commands, files, Call-IDs, message numbers, filter terms. The result is what the word
 * before the caret may become.
 */
import { NO_ROW, type RowId } from '../model/ids.js';
import { NONE } from '../query/language/stand-ins.js';
import { suggest } from '../query/language/suggest.js';
import { CAPTURE_OPTIONS } from '../live/capture-words.js';
import { EVERY_DEVICE } from '../live/live-options.js';
import { capturing } from './capture.js';
import { COMMANDS, type Topic } from './commands.js';
import { matching } from './filter-commands.js';
import { find } from './listing.js';
import { whatOf } from './message.js';
import type { ShellEngine } from './output.js';
import type { Context, ShellState } from './state.js';
import { words as wordsOf } from './words.js';

export interface Completion {
  /** Start of the word to replace. */
  from: number;
  candidates: Candidate[];
}

export interface Candidate {
  text: string;
  /** What it is, if its text does not say so. */
  detail: string;
}

export interface Names {
  engine: ShellEngine;
  /** Files, and folders with a trailing slash, whose path starts with the prefix. */
  files(prefix: string): Promise<string[]>;
}

/** Most conversations searched for a Call-ID, and most candidates offered. */
const MAX_ROWS = 20_000;
const MAX_OFFERED = 200;
const PAGE = 2000;

export async function complete(line: string, state: ShellState, names: Names): Promise<Completion> {
  const typed = wordsOf(line);
  const last = typed.at(-1);
  const isOpen = last !== undefined && !/\s$/.test(line);
  const before = (isOpen ? typed.slice(0, -1) : typed).map(({ text }) => text);
  const from = isOpen ? last.start : line.length;
  const prefix = isOpen ? last.text : '';
  const [command, ...rest] = before;
  if (command === 'filter' && rest.length + (isOpen ? 1 : 0) > 0 && state.context.kind === 'top')
    return inFilter(line, typed[1]!.start, state, names);
  if ((command === 'add' || command === 'del') && state.context.kind === 'filter')
    return term(command, line, typed[1]?.start ?? line.length, state, names);
  const known = await candidates(before, prefix, state, names);
  const fitting = known.filter(({ text }) => text.startsWith(prefix)).slice(0, MAX_OFFERED);
  return { from, candidates: fitting.map(({ text, detail }) => ({ text: quoted(text), detail })) };
}

function quoted(word: string): string {
  return /[\s"']/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

function plain(names: Iterable<string>): Candidate[] {
  return Array.from(names, text => ({ text, detail: '' }));
}

function named(topics: readonly Topic[]): Candidate[] {
  return topics.map(({ name, does }) => ({ text: name, detail: does }));
}

/** Completes `filter add dstnum …` like the line inside the filter. */
async function inFilter(line: string, start: number, state: ShellState, names: Names): Promise<Completion> {
  const inside: ShellState = { ...state, context: { kind: 'filter' } };
  const { from, candidates: found } = await complete(line.slice(start), inside, names);
  return { from: from + start, candidates: found };
}

async function candidates(
  before: readonly string[],
  prefix: string,
  state: ShellState,
  names: Names,
): Promise<readonly Candidate[]> {
  const { kind } = state.context;
  const [command, ...rest] = before;
  if (command === undefined) {
    const own = named(COMMANDS[kind]);
    return own.some(({ text }) => text.startsWith(prefix)) ? own : named(COMMANDS.top);
  }
  switch (command) {
    case 'help':
      return rest.length === 0 ? topics(kind) : [];
    case 'load':
      return plain(await names.files(prefix));
    case 'capture':
      return plain(await captured(rest, prefix, names));
    case 'set':
      return plain(rest.length === 0 ? ['condition'] : rest.length === 1 ? ['and', 'or'] : []);
    case 'conversation':
      return rest.length === 0 ? callIds(prefix, state, names.engine) : [];
    case 'show':
      return shown(rest, prefix, state, names.engine);
    default:
      return [];
  }
}

/** What may follow `capture`: interfaces and options to start, running captures to stop. */
async function captured(
  [what, ...more]: readonly string[],
  prefix: string,
  { engine, files }: Names,
): Promise<string[]> {
  if (what === undefined) return ['start', 'stop'];
  if (what === 'stop') return (await capturing(engine)).map(({ name }) => name);
  if (what !== 'start') return [];
  if (prefix.startsWith('-')) return CAPTURE_OPTIONS.map(({ long }) => `--${long}`);
  if (more[0] === 'follow' || more.includes('--follow') || /^(-w|--write)$/.test(more.at(-1) ?? ''))
    return files(prefix);
  if (more[0] === 'hep') return [];
  const { devices } = await engine.request('devices', {});
  const known = [EVERY_DEVICE, ...devices.map(({ name }) => name)].filter(name => !more.includes(name));
  return more.length === 0 ? [...new Set(known), 'follow', 'hep', 'ssh'] : [...new Set(known)];
}

function topics(kind: Context['kind']): Candidate[] {
  const known = new Map([...COMMANDS.filter, ...COMMANDS.top, ...COMMANDS[kind]].map(topic => [topic.name, topic]));
  return named([...known.values()]);
}

async function shown(
  rest: readonly string[],
  prefix: string,
  state: ShellState,
  engine: ShellEngine,
): Promise<readonly Candidate[]> {
  const [what, id, part, ...more] = rest;
  const { context } = state;
  const inside = context.kind === 'conversation';
  if (what === undefined)
    return plain([...(inside ? ['message', 'messages'] : []), 'conversation', 'conversations', 'filter']);
  if (inside && what === 'message' && id === undefined) return messageNumbers(context.index, engine);
  if (what === 'conversations') return plain(id === undefined ? ['sorted'] : []);
  if (what !== 'conversation' || more.length > 0) return [];
  if (id === undefined) return callIds(prefix, state, engine);
  if (part === undefined) return plain(['message', 'messages']);
  if (part !== 'message') return [];
  const conversation = await indexNamed(id, state, engine);
  return conversation < 0 ? [] : messageNumbers(conversation, engine);
}

/** Call-IDs of the conversations that match the filter. */
async function callIds(prefix: string, { filter }: ShellState, engine: ShellEngine): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (let first = 0; first < MAX_ROWS && found.length < MAX_OFFERED; first += PAGE) {
    const { rows } = await matching(engine, filter, first, PAGE);
    for (const { callId, method, from, to } of rows)
      if (callId?.startsWith(prefix))
        found.push({ text: callId, detail: `${method ?? '?'} ${from ?? '?'}->${to ?? '?'}` });
    if (rows.length < PAGE) break;
  }
  return found;
}

async function messageNumbers(conversation: RowId, engine: ShellEngine): Promise<Candidate[]> {
  const ask = { conversations: [conversation], first: 0, count: MAX_OFFERED, withSdp: false };
  const { rows } = await engine.request('messages', ask);
  return rows.map((row, number) => ({ text: String(number), detail: whatOf(row) }));
}

/** The engine's index of the conversation a word names; NO_ROW if none. */
async function indexNamed(word: string, { filter }: ShellState, engine: ShellEngine): Promise<RowId> {
  const output = find(word, filter, engine);
  for (;;) {
    const step = await output.next();
    if (step.done) return step.value?.index ?? NO_ROW;
  }
}

/** Completes a filter term: the language's suggestions with the values that occur; for del, the terms in the filter. */
async function term(
  command: string,
  line: string,
  start: number,
  state: ShellState,
  { engine }: Names,
): Promise<Completion> {
  const text = line.slice(start);
  if (command === 'del') {
    const has = state.filter.groups.flatMap(({ texts }) => texts).filter(each => each.startsWith(text));
    return { from: start, candidates: plain(has) };
  }
  const headers = await engine.request('headers', {});
  const { from, prefix, items, want } = suggest(
    text,
    text.length,
    headers.map(({ name }) => name),
  );
  const values = want === null ? [] : await engine.request('values', { ...want, limit: MAX_OFFERED, prefix });
  // Offer each header once, spelled as in the language, even if the capture spells it differently.
  const offered = new Map<string, Candidate>();
  const counted = values.map(({ value, count }) => ({ text: value ?? NONE, detail: `${count}×` }));
  for (const candidate of [...counted, ...items.map(item => ({ text: item.text, detail: item.help }))])
    if (candidate.text.toLowerCase().startsWith(prefix.toLowerCase()) && !offered.has(candidate.text.toLowerCase()))
      offered.set(candidate.text.toLowerCase(), candidate);
  return { from: start + from, candidates: [...offered.values()].slice(0, MAX_OFFERED) };
}
