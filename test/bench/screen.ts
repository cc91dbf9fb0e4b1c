/**
 * UI speed in a pseudo-terminal of 160×50: when the first rows and all of them are there, memory, key to last byte
 * painted, bytes written by an idle screen; compared with sngrep's UI.
 */
import { type BenchCapture, prepare } from './captures.js';
import { hasPeer } from './machine.js';
import { percentile } from './measure.js';
import { program } from './reading.js';
import { megabytes, milliseconds, ratio, seconds, table } from './table.js';
import { delay, KEYS, Terminal } from './terminal.js';

/** A screen that has not changed for this long is taken to be done. */
const QUIET_MS = 150;
const KEYS_PRESSED = 60;
const FIRST_ROWS_MS = 60_000;
const LOADED_MS = 600_000;

interface Opened {
  /** ms from start until rows of conversations were on the screen, and until all were listed. */
  firstRowsMs: number;
  listedMs: number;
  peakBytes: number;
  keysMs: number[];
  /** Keys pressed before everything was listed. */
  loadingKeysMs: number[];
  idleBytes: number;
}

interface Program {
  name: string;
  command: string;
  argv: (path: string) => string[];
}

const OURS: Program = { name: 'sipvestigator', command: process.execPath, argv: path => [program, path] };
const SNGREP: Program = { name: 'sngrep', command: 'sngrep', argv: path => ['-l', '200000', '-I', path] };

/** Opens each capture in our UI, and `compared` in sngrep's. */
export async function screen(
  captures: readonly BenchCapture[],
  compared: BenchCapture,
  peers: readonly string[],
): Promise<string> {
  const contests = captures.map(capture => ({ capture, program: OURS }));
  if (peers.includes('sngrep') && hasPeer('sngrep')) contests.push({ capture: compared, program: SNGREP });
  const rows: string[][] = [];
  let ours = Number.NaN;
  for (const { capture, program: contestant } of contests) {
    const opened = await open(contestant, capture);
    if (contestant === OURS && capture === compared) ours = opened.listedMs;
    rows.push([
      contestant.name,
      capture.conversations.toLocaleString('en'),
      seconds(opened.firstRowsMs / 1000),
      seconds(opened.listedMs / 1000) + (contestant === SNGREP ? ` (ours ${ratio(ours, opened.listedMs)})` : ''),
      megabytes(opened.peakBytes),
      spread(opened.keysMs),
      spread(opened.loadingKeysMs),
      `${opened.idleBytes}`,
    ]);
  }
  const head = [
    '',
    'conversations',
    'first rows',
    'all listed',
    'memory',
    'key p50 / p95',
    'key p50 / p95 while loading',
    'bytes idle 5 s',
  ];
  return `The UI, 160×50\n\n${table(head, rows)}`;
}

async function open({ command, argv, name }: Program, capture: BenchCapture): Promise<Opened> {
  const terminal = new Terminal(command, argv(prepare(capture)));
  try {
    const first = await terminal.until(
      () => (terminal.text().match(/\b(INVITE|REGISTER|OPTIONS)\b/g)?.length ?? 0) >= 3,
      FIRST_ROWS_MS,
    );
    if (first === undefined) throw new Error(`${name} showed no conversations of ${capture.path}:\n${terminal.text()}`);
    const loadingKeysMs = name === OURS.name ? await keysWhileLoading(terminal, capture) : [];
    const listedMs = await listed(terminal, capture);
    const keysMs: number[] = [];
    const keys = [KEYS.down, KEYS.down, KEYS.pageDown, KEYS.up, KEYS.end, KEYS.up, KEYS.home, KEYS.down];
    for (let pressed = 0; pressed < KEYS_PRESSED; pressed++)
      keysMs.push(await keyTime(terminal, keys[pressed % keys.length]!));
    await terminal.quiet(1000);
    const before = terminal.bytes;
    await delay(5000);
    const { startedMs } = terminal;
    return {
      ...{ firstRowsMs: first - startedMs, listedMs: listedMs - startedMs, peakBytes: terminal.peakBytes() },
      ...{ keysMs, loadingKeysMs, idleBytes: terminal.bytes - before },
    };
  } finally {
    await terminal.close();
  }
}

/** When the screen, showing the number of all conversations, came to rest. */
export async function listed(terminal: Terminal, capture: BenchCapture): Promise<number> {
  const shown = await terminal.until(() => showsAll(terminal, capture), LOADED_MS);
  if (shown === undefined) throw new Error(`not everything of ${capture.path} was listed:\n${terminal.text()}`);
  return terminal.quiet(1000);
}

/** 60000, 60,000, 60 000: however a program groups its digits. */
function showsAll(terminal: Terminal, { conversations }: BenchCapture): boolean {
  const grouped = conversations.toLocaleString('en').replaceAll(',', '[,. \u00a0\u202f]?');
  return new RegExp(`(?<!\\d)${grouped}(?!\\d)`).test(terminal.text());
}

async function keyTime(terminal: Terminal, key: string): Promise<number> {
  await terminal.quiet(QUIET_MS);
  const sentMs = performance.now();
  terminal.send(key);
  // A key that changes nothing on the screen paints nothing: it counts as no time after a quarter of a second.
  while (terminal.lastMs < sentMs && performance.now() - sentMs < 250) await delay(2);
  const lastMs = await terminal.quiet(QUIET_MS);
  return Math.max(0, lastMs - sentMs);
}

/** While progress is painted ten times a second there is no last byte; what counts is the cursor in its new place. */
async function keysWhileLoading(terminal: Terminal, capture: BenchCapture): Promise<number[]> {
  const times: number[] = [];
  while (times.length < KEYS_PRESSED && !showsAll(terminal, capture)) {
    const before = terminal.inverse();
    const sentMs = performance.now();
    terminal.send(times.length % 8 < 4 ? KEYS.down : KEYS.up);
    const moved = await terminal.until(() => terminal.inverse() !== before, 1000);
    if (moved !== undefined) times.push(moved - sentMs);
    await delay(30);
  }
  return times;
}

function spread(times: readonly number[]): string {
  return times.length ? `${milliseconds(percentile(times, 50))} / ${milliseconds(percentile(times, 95))}` : '–';
}
