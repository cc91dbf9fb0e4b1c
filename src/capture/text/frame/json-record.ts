/**
 * A log whose records are objects of JSON, one a line: docker's and Kubernetes' {"log":"…\n","time":"…"}, what
 * collectors export. The text is one of its values, what the others say is the text's context.
 */

/** Names of the value that is the log's own line. */
const TEXT = /^(?:log|message|msg|text|line|payload|raw|_raw|content|body|data|event|MESSAGE)$/;
const START = /(?:^|[^\w])(?:[A-Z]{3,12} (?:sips?|tel|urn):\S{1,2000} SIP\/2\.0|SIP\/2\.0 [1-6]\d\d)/;
/** Objects in objects, values of one line, and chars of the context kept of a value. */
const MAX_DEPTH = 6;
const MAX_VALUES = 2000;
const MAX_VALUE = 120;

export interface JsonRecord {
  /** The other values as `"name":"value"`. */
  context: string;
  /** The text's lines, one char per byte. */
  lines: string[];
}

/** The texts of a line that is JSON; undefined if it is none or holds no text. */
export function jsonRecords(line: string): JsonRecord[] | undefined {
  const value = parsed(line.replace(/^[^{[]{0,80}/, '').replace(/,\s*$/, ''));
  if (value === undefined) return undefined;
  const records: JsonRecord[] = [];
  collect(value, '', { left: MAX_VALUES }, MAX_DEPTH, records);
  return records.length === 0 ? undefined : records;
}

/** Whether a line may be such a record. */
export function maybeJson(line: string): boolean {
  if (!line.includes('{') && !line.includes('[')) return false;
  const first = line.charCodeAt(0);
  return (first === 0x7b || first === 0x5b || line.includes('{"')) && /[}\]],?\s*$/.test(line.slice(-8));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString());
  } catch {
    return undefined;
  }
}

function collect(value: unknown, around: string, bound: { left: number }, depth: number, into: JsonRecord[]): void {
  if (typeof value !== 'object' || value === null || depth === 0) return;
  if (Array.isArray(value)) {
    for (const each of value) collect(each, around, bound, depth - 1, into);
    return;
  }
  const entries = Object.entries(value).slice(0, Math.max(0, bound.left));
  bound.left -= entries.length;
  const strings = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const text = strings.find(([, each]) => START.test(each)) ?? strings.find(([name]) => TEXT.test(name));
  const said = entries.flatMap(entry => (entry === text ? [] : fieldOf(entry)));
  const context = [around, ...said].join(',').slice(0, 2000);
  if (text !== undefined) into.push({ context, lines: linesOf(text[1]) });
  for (const [, each] of entries) collect(each, context, bound, depth - 1, into);
}

function fieldOf([name, value]: readonly [string, unknown]): string[] {
  if (typeof value !== 'string' && typeof value !== 'number') return [];
  const printed = String(value);
  return printed.length > MAX_VALUE ? [] : [`${JSON.stringify(name)}:${JSON.stringify(value)}`];
}

function linesOf(text: string): string[] {
  const lines = Buffer.from(text).toString('latin1').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
