/**
 * A long run of mutated captures and messages: npm run fuzz -- [--seed N] [--messages N] [--seconds N] [--trial N].
 * It mutates the samples, and the corpus if it is there, and prints a line a second; on a failure it prints the seed
 * and the trial that reproduce it. A trial fails if anything throws, takes too long for its bytes or too much memory,
 * or if packets are not accounted for.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Trial, trials } from './trials.js';

/** Processor time a trial may take, and how much more for each byte: a capture is read, searched, sorted and shown. */
const MAX_MS = 1500;
const MAX_MS_PER_BYTE = 0.005;
const MAX_MEMORY = 2 ** 30;

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    messages: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '600' },
    trial: { type: 'string' },
  },
});
const seed = Number(values.seed);
let slowestMs = 0;
const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-fuzz-'));
const until = performance.now() + Number(values.seconds) * 1000;
console.log(`seed ${seed}`);
try {
  if (values.trial !== undefined) await once(Number(values.trial));
  else await all(Number(values.messages));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function all(messages: number): Promise<void> {
  const done = { message: 0, scan: 0, tables: 0, readers: 0, report: 0, pattern: 0, log: 0, capture: 0 };
  let bytes = 0;
  let most = 0;
  let said = 0;
  const figures = () =>
    `${done.message} messages, ${done.scan} trials of scanners, ${done.tables} of tables, ${done.readers} of readers, ${done.report} reports, ${done.pattern} patterns, ${done.log} logs, ` +
    `${done.capture} trials of captures, ${Math.round(bytes / 1e6)} MB; ` +
    `${Math.round(most / 1e6)} MB of memory at most, ${Math.round(slowestMs)} ms of processor time for the slowest`;
  for (let number = 0; done.message < messages && performance.now() < until; number++) {
    const trial = await once(number);
    done[trial.kind]++;
    bytes += trial.bytes;
    if (trial.kind !== 'message' || performance.now() - said >= 1000) {
      const rss = process.memoryUsage.rss();
      most = Math.max(most, rss);
      if (rss > MAX_MEMORY) fail(number, trial, `${Math.round(rss / 1e6)} MB of memory are taken`);
    }
    if (performance.now() - said < 1000) continue;
    said = performance.now();
    console.log(figures());
  }
  console.log(`${figures()}; nothing failed in ${Math.round(performance.now() / 1000)} s`);
}

async function once(number: number): Promise<Trial> {
  const trial = trials(seed, number);
  const before = process.cpuUsage();
  try {
    await trial.run(folder);
  } catch (error) {
    fail(number, trial, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  // Other processes may have the machine: what counts is this one's share.
  const { user, system } = process.cpuUsage(before);
  const took = (user + system) / 1000;
  slowestMs = Math.max(slowestMs, took);
  if (took > MAX_MS + trial.bytes * MAX_MS_PER_BYTE)
    fail(number, trial, `${trial.bytes} bytes took ${Math.round(took)} ms of processor time`);
  return trial;
}

function fail(number: number, trial: Trial, why: string): never {
  console.error(`${trial.origin}, mutated: ${why}\nAgain: npm run fuzz -- --seed ${seed} --trial ${number}`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
