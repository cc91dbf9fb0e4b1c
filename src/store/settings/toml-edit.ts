/**
 * Edits a TOML 1.0 text in place: finds the line of a setting, and changes some values while everything else, comments too, stays as the
 * user wrote it. The text was parsed before, so only well-formed statements occur.
 */
import { parse, stringify } from 'smol-toml';

/** `path = value`, or the head of a table; offsets are UTF-16. */
export interface Statement {
  path: string[];
  /** Counted from 1. */
  line: number;
  head: boolean;
  valueStart: number;
  /** End of the value, or of the head. */
  end: number;
}

/** Text in which brackets and `=` mean nothing: comments and the four kinds of strings. */
const OPAQUE = /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'/y;

const KEY_PART = /\s*("(?:\\.|[^"\\\n])*"|'[^'\n]*'|[A-Za-z0-9_-]+)[ \t]*(\.)?/y;

/** Every statement of a well-formed text, in order. */
function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let table: string[] = [];
  let at = 0;
  while (at < text.length) {
    const start = at + (/^(?:\s|#[^\n]*)*/.exec(text.slice(at))?.[0].length ?? 0);
    if (start >= text.length) break;
    const line = text.slice(0, start).split('\n').length;
    const brackets = /^\[{1,2}/.exec(text.slice(start, start + 2))?.[0].length ?? 0;
    const key = readKey(text, start + brackets);
    const head = brackets > 0;
    const equals = text.indexOf('=', key.end);
    // Cannot happen in a well-formed text, but must not loop in any.
    if (key.path.length === 0 || (!head && equals < 0)) return statements;
    const valueStart = head ? key.end + brackets : skipBlanks(text, equals + 1);
    const end = head ? valueStart : valueEnd(text, valueStart);
    if (head) table = key.path;
    statements.push({ path: head ? key.path : [...table, ...key.path], line, head, valueStart, end });
    const newline = text.indexOf('\n', end);
    at = newline < 0 ? text.length : newline + 1;
  }
  return statements;
}

function readKey(text: string, start: number): { path: string[]; end: number } {
  const path: string[] = [];
  let at = start;
  for (;;) {
    KEY_PART.lastIndex = at;
    const part = KEY_PART.exec(text);
    if (!part) return { path, end: at };
    const word = part[1] ?? '';
    // A basic string has JSON's escapes, and \U of its own, which no name of a setting needs.
    path.push(word.startsWith('"') ? plain(word) : word.replace(/^'|'$/g, ''));
    at = KEY_PART.lastIndex;
    if (!part[2]) return { path, end: at };
  }
}

function plain(quoted: string): string {
  return String(parse(`x = ${quoted}`)['x']);
}

function skipBlanks(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\t') at++;
  return at;
}

/** A value ends at the end of its line or at a comment, outside of brackets and strings. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  let end = start;
  while (at < text.length) {
    OPAQUE.lastIndex = at;
    const opaque = OPAQUE.exec(text)?.[0];
    const character = text[at] ?? '';
    if (depth === 0 && (character === '\n' || character === '#')) break;
    if (character === '[' || character === '{') depth++;
    if (character === ']' || character === '}') depth--;
    at += opaque?.length ?? 1;
    if (!/\s/.test(character)) end = at;
  }
  return end;
}

/** The line that says most about a path: its own statement, or the one around it; null if none does. */
export function lineOfToml(text: string, path: readonly (string | number)[]): number | null {
  let best: Statement | null = null;
  for (const statement of statementsOf(text)) {
    const within = statement.path.every((key, depth) => key === String(path[depth]));
    if (within && statement.path.length > (best?.path.length ?? 0)) best = statement;
  }
  return best?.line ?? null;
}

/** The text with one value set (`path` has one or two keys); undefined takes the statement away. */
export function setToml(text: string, path: readonly [string] | readonly [string, string], value: unknown): string {
  const statements = statementsOf(text);
  const own = statements.find(({ head, path: other }) => !head && same(other, path));
  if (own && value === undefined) return withoutLines(text, own);
  if (own) return text.slice(0, own.valueStart) + inline(value) + text.slice(own.end);
  if (value === undefined) return text;
  const [name, entry] = path;
  if (entry === undefined) return insertAtTop(text, statements, `${keyOf(name)} = ${inline(value)}`);
  const table = statements.filter(({ path: other }) => other[0] === name && other.length <= 2);
  const last = table.at(-1);
  if (!last)
    return `${ended(text)}${text.trim() === '' ? '' : '\n'}[${keyOf(name)}]\n${keyOf(entry)} = ${inline(value)}\n`;
  const underHead = table.some(({ head, path: other }) => head && other.length === 1);
  return insertAfter(text, last, `${underHead ? '' : `${keyOf(name)}.`}${keyOf(entry)} = ${inline(value)}`);
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

/** Settings of no table stand before the first table. */
function insertAtTop(text: string, statements: Statement[], statement: string): string {
  const firstHead = statements.findIndex(({ head }) => head);
  const last = statements[(firstHead < 0 ? statements.length : firstHead) - 1];
  if (last) return insertAfter(text, last, statement);
  return firstHead < 0 ? `${ended(text)}${statement}\n` : `${statement}\n\n${text}`;
}

function insertAfter(text: string, { end }: Statement, statement: string): string {
  const newline = text.indexOf('\n', end);
  if (newline < 0) return `${ended(text)}${statement}\n`;
  return `${text.slice(0, newline + 1)}${statement}\n${text.slice(newline + 1)}`;
}

function withoutLines(text: string, { valueStart, end }: Statement): string {
  const start = text.lastIndexOf('\n', valueStart - 1) + 1;
  const newline = text.indexOf('\n', end);
  return text.slice(0, start) + (newline < 0 ? '' : text.slice(newline + 1));
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

function keyOf(name: string): string {
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : inline(name);
}

/** A value on one line. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{ ${entries.map(([name, entry]) => `${keyOf(name)} = ${inline(entry)}`).join(', ')} }`;
  }
  return stringify({ x: value }).replace(/^x = /, '').trimEnd();
}
