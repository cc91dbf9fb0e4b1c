/**
 * The filter while it is typed, in a pseudo-terminal of 160×50: time from each key to the character on the screen, to
 * the last change of the count, and to the last byte; and keys typed while a search runs.
 */
import { type BenchCapture, prepare } from './captures.js';
import { median, percentile } from './measure.js';
import { program } from './reading.js';
import { listed, TITLE } from './opening.js';
import { milliseconds, table } from './table.js';
import { delay, KEYS, Terminal } from './terminal.js';

/** A screen that has not changed for this long is taken to be done: longer than progress is apart. */
const QUIET_MS = 250;
const PAINTED_MS = 5000;
/** A quick typist's keys lie so far apart. */
const QUICK_MS = 40;

const FILTERS = [
  'dstnum 5123456',
  'method REGISTER',
  'has diversion',
  'num 4001234',
  'state busy status 486',
  '4001234',
];

/** Slow filters: each key begins a search of the text of all messages. */
const SLOW = ['text SIP/2.0x', 'codec G729', 'header.via /;branch=zzz9/'];

/** ms from the key. */
interface Typed {
  shownMs: number;
  countMs: number;
  quietMs: number;
}

export async function typing(capture: BenchCapture, rounds: number): Promise<string> {
  const path = prepare(capture);
  const rows: string[][] = [];
  for (const query of FILTERS) {
    const keys: Typed[] = [];
    for (let round = 0; round < rounds; round++) {
      const terminal = await opened(path, capture);
      for (let length = 1; length <= query.length; length++) keys.push(await typed(terminal, query.slice(0, length)));
      await terminal.close();
    }
    const spread = (of: (key: Typed) => number) => `${milliseconds(median(keys.map(of)))} / ${p95(keys.map(of))}`;
    rows.push([`\`${query}\``, spread(key => key.shownMs), spread(key => key.countMs), spread(key => key.quietMs)]);
  }
  const head = ['filter', 'character shown p50 / p95', 'count right', 'screen at rest'];
  const slow: string[][] = [];
  for (const query of SLOW) {
    const shown: number[] = [];
    for (let round = 0; round < rounds; round++) shown.push(...(await typedQuickly(path, capture, query)));
    slow.push([`\`${query}\``, `${milliseconds(median(shown))} / ${p95(shown)}`]);
  }
  const title = `Typing a filter over ${capture.what}, each key when the screen is at rest`;
  const hurried = `The same, a key every ${QUICK_MS} ms while a search of all text runs`;
  return `${title}\n\n${table(head, rows)}\n\n${hurried}\n\n${table(['filter', 'character shown p50 / p95'], slow)}`;
}

async function opened(path: string, capture: BenchCapture): Promise<Terminal> {
  const terminal = new Terminal(process.execPath, [program, path]);
  await listed(terminal, capture);
  terminal.send('/');
  await delay(QUIET_MS);
  await terminal.quiet(QUIET_MS);
  return terminal;
}

/** Types the last character of `text`. */
async function typed(terminal: Terminal, text: string): Promise<Typed> {
  const sentMs = performance.now();
  let countMs = sentMs;
  let count = countOf(terminal);
  const stop = terminal.onPainted(arrivedMs => {
    const now = countOf(terminal);
    if (now !== count) countMs = arrivedMs;
    count = now;
  });
  const shown = await shownAfter(terminal, text);
  await delay(QUIET_MS);
  const quiet = await terminal.quiet(QUIET_MS);
  stop();
  return { shownMs: shown - sentMs, countMs: countMs - sentMs, quietMs: quiet - sentMs };
}

async function typedQuickly(path: string, capture: BenchCapture, query: string): Promise<number[]> {
  const terminal = await opened(path, capture);
  const times: number[] = [];
  for (let length = 1; length <= query.length; length++) {
    const sentMs = performance.now();
    times.push((await shownAfter(terminal, query.slice(0, length))) - sentMs);
    await delay(Math.max(0, QUICK_MS - (performance.now() - sentMs)));
  }
  terminal.send(KEYS.escape);
  await terminal.close();
  return times;
}

/** Sends the last character; answers when the whole text stood in the line of the filter. */
async function shownAfter(terminal: Terminal, text: string): Promise<number> {
  terminal.send(text.slice(-1));
  const shown = await terminal.until(
    () =>
      terminal.text().startsWith(`${TITLE}${text.trimEnd()}`) && terminal.inverseIn(0) === TITLE.length + text.length,
    PAINTED_MS,
  );
  if (shown === undefined) throw new Error(`"${text}" was not shown:\n${terminal.text()}`);
  return shown;
}

/** "45 of 60,000 match": the end of the first line. */
function countOf(terminal: Terminal): string {
  return /\S+ of [^\n]*/.exec(terminal.text())?.[0] ?? '';
}

function p95(values: readonly number[]): string {
  return milliseconds(percentile(values, 95));
}
