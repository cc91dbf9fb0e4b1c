/**
 * Live capture under load: our own sender puts 20,000 messages a second on the loopback. The tables show what was
 * sent, listed and reported as dropped, what is left unaccounted for, how late a message is listed, and memory; the
 * lag again where few messages come; then the UI with the time of a key, compared with sngrep. Needs the right to
 * capture.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAPTURES, prepare } from './captures.js';
import { Lags } from './lags.js';
import type { Sent } from './live-sender.js';
import { hasPeer } from './machine.js';
import { percentile } from './measure.js';
import { peakBytes, processorSeconds } from './processes.js';
import { program } from './reading.js';
import { megabytes, milliseconds, table } from './table.js';
import { watching } from './watching.js';

const RATE = 20_000;
const PORT = 5062;
const FILTER = `udp port ${PORT}`;
/** Where few come, how late they are is up to the capture program alone. */
const LOW_RATES = [10, 50, 1000];
const LOW_RATE_SECONDS = 10;
/** With a snapshot length that lets tcpdump hand over each packet at once. */
const PROMPT_TCPDUMP = 'tcpdump --snaplen 1900 --ring 128';
/** sngrep does not say when it captures. */
const SNGREP_STARTS_MS = 2000;
const LAG = 'lag p50 / p95 / worst';

interface Figures {
  sent: number;
  listed: number;
  /** As the program reports; null if it does not. */
  dropped: number | null;
  lagsMs: number[];
  peakBytes: number;
  /** Processors used, while messages came. */
  processors: number;
}

/** `engines`: those of ours that are measured; options may follow one ("cap --ring 32"). */
export async function live(seconds: number, engines: readonly string[], peers: readonly string[]): Promise<string> {
  if (process.getuid?.() !== 0)
    return 'Live capture: not measured, for it takes the right to capture (run it as root).';
  const rows: string[][] = [];
  const ways = engines.flatMap(engine => (engine === 'tcpdump' ? [engine, PROMPT_TCPDUMP] : [engine]));
  for (const way of ways) rows.push(row(`capture --engine ${way}`, await ours(way, RATE, seconds)));
  const withSngrep = peers.includes('sngrep') && hasPeer('sngrep');
  // Its own limits, and with those of ours.
  if (withSngrep) {
    rows.push(row('sngrep -N', await sngrep([], seconds)));
    rows.push(row('sngrep -N -l 200000 -B 64', await sngrep(['-l', '200000', '-B', '64'], seconds)));
  }
  const late = await lowRates(ways);
  const head = ['', 'sent', 'listed', 'dropped, as reported', 'unaccounted', LAG, 'memory', 'processors'];
  const what = `Live capture, ${RATE.toLocaleString('en')} messages a second for ${seconds} s on the loopback`;
  const screen = await watching({ rate: RATE, seconds, port: PORT, withSngrep, send: () => send(RATE, seconds) });
  return [`${what}\n\n${table(head, rows)}`, late, screen].join('\n\n');
}

async function lowRates(ways: readonly string[]): Promise<string> {
  const rows: string[][] = [];
  for (const way of ways) {
    const cells: string[] = [];
    for (const rate of LOW_RATES) {
      const { sent, listed, lagsMs } = await ours(way, rate, LOW_RATE_SECONDS);
      cells.push(sent === listed ? lag(lagsMs) : `${lag(lagsMs)}, ${listed} of ${sent} listed`);
    }
    rows.push([`capture --engine ${way}`, ...cells]);
  }
  const head = ['', ...LOW_RATES.map(rate => `${rate.toLocaleString('en')} a second`)];
  return `${LAG}, fewer messages for ${LOW_RATE_SECONDS} s\n\n${table(head, rows)}`;
}

function row(name: string, { sent, listed, dropped, lagsMs, peakBytes: bytes, processors }: Figures): string[] {
  const missing = sent - listed - (dropped ?? 0);
  return [
    ...[name, `${sent}`, `${listed}`, dropped === null ? 'not reported' : `${dropped}`, `${missing}`, lag(lagsMs)],
    ...[megabytes(bytes), processors.toFixed(2)],
  ];
}

function lag(valuesMs: readonly number[]): string {
  if (valuesMs.length === 0) return '–';
  return [50, 95, 100].map(share => milliseconds(percentile(valuesMs, share))).join(' / ');
}

/** `capture`, its lines read as they come. */
async function ours(way: string, rate: number, seconds: number): Promise<Figures> {
  const argv = [program, 'capture', '-d', 'lo', '-b', FILTER, '--engine', ...way.split(' ')];
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TZ: 'UTC' },
  });
  const lags = new Lags();
  let words = '';
  child.stdout.on('data', (bytes: Buffer) => lags.take(bytes, Date.now()));
  const capturing = new Promise<void>(resolve =>
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text;
      if (words.includes('Capturing')) resolve();
    }),
  );
  await Promise.race([capturing, once(child, 'close')]);
  const { sent, used } = await loaded(child, rate, seconds);
  child.kill('SIGINT');
  await once(child, 'close');
  const dropped = /dropped: (\d+) by the kernel/.exec(words)?.[1];
  return {
    sent,
    listed: lags.lines,
    lagsMs: lags.values,
    dropped: dropped === undefined ? null : Number(dropped),
    ...used,
  };
}

/** sngrep without its screen; what it listed is what it would save. */
async function sngrep(limits: readonly string[], seconds: number): Promise<Figures> {
  const saved = join(tmpdir(), `sipvestigator-bench-${process.pid}.pcap`);
  const argv = ['-N', '-q', '-d', 'lo', ...limits, '-O', saved, 'udp', 'port', String(PORT)];
  const child = spawn('sngrep', argv, { stdio: 'ignore', env: { ...process.env, TERM: 'xterm' } });
  await new Promise(resolve => setTimeout(resolve, SNGREP_STARTS_MS));
  const { sent, used } = await loaded(child, RATE, seconds);
  await new Promise(resolve => setTimeout(resolve, SNGREP_STARTS_MS));
  child.kill('SIGINT');
  await once(child, 'close');
  const { stdout } = spawnSync('tcpdump', ['-r', saved, '--count'], { encoding: 'utf8' });
  rmSync(saved, { force: true });
  return { sent, listed: Number.parseInt(stdout, 10), lagsMs: [], dropped: null, ...used };
}

async function loaded(child: ChildProcess, rate: number, seconds: number) {
  const pid = child.pid ?? 0;
  const before = processorSeconds(pid);
  const { messages, seconds: took } = await send(rate, seconds);
  const processors = (processorSeconds(pid) - before) / took;
  return { sent: messages, used: { processors, peakBytes: peakBytes(pid) } };
}

/** Sends for so long; resolves with what was sent. */
async function send(rate: number, seconds: number): Promise<Sent> {
  const sender = new URL('./live-sender.js', import.meta.url).pathname;
  const argv = ['--import', 'tsx', sender, prepare(CAPTURES.live), `${PORT}`, `${rate}`, `${seconds}`];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`the sender ended with ${status}`);
  return JSON.parse(said) as Sent; // its own last line
}
