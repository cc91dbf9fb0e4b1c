/**
 * UI speed in a pseudo-terminal of 160×50: when the first rows and all of them are there, memory, key to last byte
 * painted, bytes written by an idle screen; compared with sngrep's UI and with `stats`.
 */
import { type BenchCapture, prepare } from './captures.js';
import { hasPeer } from './machine.js';
import { median, percentile, race } from './measure.js';
import { firstRows, listed, OURS, open, type Program, SNGREP } from './opening.js';
import { program } from './reading.js';
import { megabytes, milliseconds, ratio, seconds, table } from './table.js';
import { delay, KEYS, type Terminal } from './terminal.js';

/** A screen that has not changed for this long is taken to be done. */
const QUIET_MS = 150;
const KEYS_PRESSED = 60;

interface Opened {
  /** ms from start until rows of conversations were on the screen, and until all were listed. */
  firstRowsMs: number;
  listedMs: number;
  peakBytes: number;
}

interface Used {
  keysMs: number[];
  idleBytes: number;
}

/** Opens each capture in our UI, in turns with `stats`, and `compared` once in sngrep's. */
export async function screen(
  captures: readonly BenchCapture[],
  compared: BenchCapture,
  rounds: number,
  peers: readonly string[],
): Promise<string> {
  const rows: string[][] = [];
  let oursMs = Number.NaN;
  for (const capture of captures) {
    const stats = { name: 'stats', command: process.execPath, argv: [program, 'stats', prepare(capture)] };
    const opened: Opened[] = [];
    const statsMs: number[] = [];
    for (let round = 0; round < rounds; round++) {
      opened.push(await opening(OURS, capture));
      statsMs.push((await race([stats], 1))[0]!.seconds * 1000);
    }
    const listedMs = median(opened.map(each => each.listedMs));
    if (capture === compared) oursMs = listedMs;
    const beside = `${(listedMs / median(statsMs)).toFixed(2)} × stats`;
    rows.push(row(OURS, capture, opened, beside, await use(OURS, capture)));
  }
  if (peers.includes('sngrep') && hasPeer('sngrep')) {
    const opened = await opening(SNGREP, compared);
    const beside = `ours ${ratio(oursMs, opened.listedMs)}`;
    rows.push(row(SNGREP, compared, [opened], beside, await use(SNGREP, compared)));
  }
  const head = ['', 'conversations', 'first rows', 'all listed', 'beside', 'memory', 'key p50 / p95', 'bytes idle 5 s'];
  return `The UI, 160×50 (median of ${rounds})\n\n${table(head, rows)}`;
}

function row(
  { name }: Program,
  { conversations }: BenchCapture,
  opened: readonly Opened[],
  beside: string,
  { keysMs, idleBytes }: Used,
): string[] {
  return [
    ...[name, conversations.toLocaleString('en')],
    seconds(median(opened.map(({ firstRowsMs }) => firstRowsMs)) / 1000),
    seconds(median(opened.map(({ listedMs }) => listedMs)) / 1000),
    ...[beside, megabytes(median(opened.map(({ peakBytes }) => peakBytes)))],
    `${milliseconds(median(keysMs))} / ${milliseconds(percentile(keysMs, 95))}`,
    `${idleBytes}`,
  ];
}

async function opening(contestant: Program, capture: BenchCapture): Promise<Opened> {
  const terminal = open(contestant, capture);
  try {
    const firstRowsMs = (await firstRows(terminal, capture)) - terminal.startedMs;
    const listedMs = (await listed(terminal, capture)) - terminal.startedMs;
    return { firstRowsMs, listedMs, peakBytes: terminal.peakBytes() };
  } finally {
    await terminal.close();
  }
}

async function use(contestant: Program, capture: BenchCapture): Promise<Used> {
  const terminal = open(contestant, capture);
  try {
    await listed(terminal, capture);
    const keysMs: number[] = [];
    const keys = [KEYS.down, KEYS.down, KEYS.pageDown, KEYS.up, KEYS.end, KEYS.up, KEYS.home, KEYS.down];
    for (let pressed = 0; pressed < KEYS_PRESSED; pressed++)
      keysMs.push(await keyTime(terminal, keys[pressed % keys.length]!));
    await terminal.quiet(1000);
    const before = terminal.bytes;
    await delay(5000);
    return { keysMs, idleBytes: terminal.bytes - before };
  } finally {
    await terminal.close();
  }
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
