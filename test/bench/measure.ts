/**
 * Median wall time and peak memory of commands. The contestants take turns within each round, so a busy minute of the
 * machine affects all of them.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Contestant {
  name: string;
  command: string;
  argv: readonly string[];
}

export interface Measured {
  name: string;
  /** Median wall time from start to end of the process. */
  seconds: number;
  /** Median of the largest resident set of the process, all its threads included; null without GNU time. */
  peakBytes: number | null;
}

const GNU_TIME = '/usr/bin/time';

export async function race(contestants: readonly Contestant[], rounds: number): Promise<Measured[]> {
  const runs = contestants.map(() => ({ seconds: [] as number[], bytes: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const { seconds, peakBytes } = await once(contestant);
      runs[index]!.seconds.push(seconds);
      if (peakBytes !== null) runs[index]!.bytes.push(peakBytes);
    }
  }
  return contestants.map(({ name }, index) => {
    const { seconds, bytes } = runs[index]!;
    return { name, seconds: median(seconds), peakBytes: bytes.length ? median(bytes) : null };
  });
}

/** Runs one command to its end, its output thrown away. Rejects where it fails: a broken run is no measurement. */
async function once({ name, command, argv }: Contestant): Promise<{ seconds: number; peakBytes: number | null }> {
  const report = join(tmpdir(), `sipvestigator-bench-${process.pid}`);
  const timed = existsSync(GNU_TIME);
  const [file, args] = timed ? [GNU_TIME, ['-f', '%M', '-o', report, command, ...argv]] : [command, [...argv]];
  const started = performance.now();
  const status = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.resume();
    child.on('error', reject);
    child.on('close', resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(`${name} ended with status ${status}: ${command} ${argv.join(' ')}`);
  if (!timed) return { seconds, peakBytes: null };
  // A warning of GNU time, where there is one, stands before the figure.
  const peakBytes = Number(readFileSync(report, 'utf8').trim().split('\n').at(-1)) * 1024;
  rmSync(report);
  return { seconds, peakBytes };
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value that `share` percent of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((share / 100) * sorted.length) - 1)] ?? Number.NaN;
}
