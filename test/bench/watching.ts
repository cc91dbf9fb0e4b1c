/**
 * The UI during live traffic, in a pseudo-terminal: how long after a key the cursor has moved, the lag and losses in
 * the status line, memory; compared with sngrep's UI.
 */
import type { Sent } from './live-sender.js';
import { percentile } from './measure.js';
import { program } from './reading.js';
import { megabytes, milliseconds, table } from './table.js';
import { delay, KEYS, Terminal } from './terminal.js';

export interface Traffic {
  rate: number;
  seconds: number;
  port: number;
  withSngrep: boolean;
  send: () => Promise<Sent>;
}

/** Between one key and the next. */
const KEY_INTERVAL_MS = 100;
const MOVED_MS = 2000;
const AFTERWARDS_MS = 3000;

interface Watched {
  keysMs: number[];
  /** Keys that moved nothing in time. */
  lost: number;
  lagsMs: number[];
  /** As the last screen says. */
  seen: string;
  dropped: string;
  peakBytes: number;
}

export async function watching({ rate, seconds, port, withSngrep, send }: Traffic): Promise<string> {
  const bpf = `udp port ${port}`;
  const ours = new Terminal(process.execPath, [program, '-d', 'lo', '-b', bpf]);
  const rows = [row('sipvestigator -d lo', await watch(ours, send))];
  if (withSngrep) {
    const sngrep = new Terminal('sngrep', ['-d', 'lo', '-l', '200000', '-B', '64', ...bpf.split(' ')]);
    rows.push(row('sngrep -d lo -l 200000 -B 64', await watch(sngrep, send)));
  }
  const head = ['', 'key p50 / p95', 'keys without effect', 'lag shown p50 / p95', 'seen', 'dropped', 'memory'];
  const what = `The UI, 160×50, ${rate.toLocaleString('en')} messages a second for ${seconds} s`;
  return `${what}\n\n${table(head, rows)}`;
}

async function watch(terminal: Terminal, send: () => Promise<Sent>): Promise<Watched> {
  try {
    await delay(AFTERWARDS_MS);
    const watched: Watched = { keysMs: [], lost: 0, lagsMs: [], seen: '–', dropped: '–', peakBytes: 0 };
    let sending = true;
    const sent = send().finally(() => {
      sending = false;
    });
    // The first rows are there before the first key, and the list no longer follows the newest.
    await delay(AFTERWARDS_MS);
    terminal.send(KEYS.home);
    await delay(AFTERWARDS_MS / 3);
    for (let pressed = 0; sending; pressed++) {
      const before = terminal.inverse();
      const sentMs = performance.now();
      terminal.send(pressed % 8 < 4 ? KEYS.down : KEYS.up);
      const moved = await terminal.until(() => terminal.inverse() !== before, MOVED_MS);
      if (moved === undefined) watched.lost++;
      else watched.keysMs.push(moved - sentMs);
      const lag = lagShown(terminal.text());
      if (lag !== undefined) watched.lagsMs.push(lag);
      await delay(KEY_INTERVAL_MS);
    }
    await sent;
    await delay(AFTERWARDS_MS);
    const text = terminal.text();
    watched.seen = /([\d,]+) (seen|messages in)/.exec(text)?.[1] ?? /Dialogs: \d+/.exec(text)?.[0] ?? '–';
    watched.dropped = /([\d,+]+) dropped|dropped by kernel ([\d,]*\d)/.exec(text)?.slice(1).join('') ?? 'not reported';
    watched.peakBytes = terminal.peakBytes();
    return watched;
  } finally {
    await terminal.close();
  }
}

/** "lag 19 ms", "lag 1.2 s" */
function lagShown(text: string): number | undefined {
  const [, value, unit] = /lag ([\d.,]+) (ms|s)\b/.exec(text) ?? [];
  if (value === undefined) return undefined;
  return Number(value.replaceAll(',', '')) * (unit === 's' ? 1000 : 1);
}

function row(name: string, { keysMs, lost, lagsMs, seen, dropped, peakBytes }: Watched): string[] {
  return [
    name,
    spread(keysMs),
    `${lost} of ${keysMs.length + lost}`,
    spread(lagsMs),
    seen,
    dropped,
    megabytes(peakBytes),
  ];
}

function spread(times: readonly number[]): string {
  return times.length ? `${milliseconds(percentile(times, 50))} / ${milliseconds(percentile(times, 95))}` : '–';
}
