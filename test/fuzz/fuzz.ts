/**
 * A long run of mutated captures and messages: npm run fuzz -- [--seed N] [--messages N] [--seconds N] [--trial N]. In: the
 * samples, and the corpus where it is there. Out: a line a second; on a failure the seed and the trial that bring it back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTrial, type Trial, trials } from './trials.js';

/** A trial may take this long, and so much longer for each byte. */
const MAX_MS = 2000;
const MAX_MS_PER_BYTE = 0.02;
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
const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-fuzz-'));
const until = performance.now() + Number(values.seconds) * 1000;
console.log(`seed ${seed}`);
try {
  if (values.trial !== undefined) await once(Number(values.trial));
  else await all(Number(values.messages));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function all(most: number): Promise<void> {
  const done = { messages: 0, captures: 0, bytes: 0 };
  let said = 0;
  for (let number = 0; done.messages < most && performance.now() < until; number++) {
    const trial = await once(number);
    done[trial.kind === 'message' ? 'messages' : 'captures']++;
    done.bytes += trial.bytes.length;
    if (performance.now() - said < 1000) continue;
    said = performance.now();
    const { rss } = process.memoryUsage();
    console.log(
      `${done.messages} messages, ${done.captures} captures, ${done.bytes >> 20} MB; ${rss >> 20} MB of memory`,
    );
    if (rss > MAX_MEMORY) fail(number, trial, `${rss >> 20} MB of memory are taken`);
  }
  console.log(`${done.messages} messages and ${done.captures} captures: nothing failed`);
}

async function once(number: number): Promise<Trial> {
  const trial = trials(seed, number);
  const began = performance.now();
  try {
    await runTrial(trial, folder);
  } catch (error) {
    fail(number, trial, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const took = performance.now() - began;
  if (took > MAX_MS + trial.bytes.length * MAX_MS_PER_BYTE)
    fail(number, trial, `${trial.bytes.length} bytes took ${Math.round(took)} ms`);
  return trial;
}

function fail(number: number, trial: Trial, why: string): never {
  console.error(`${trial.origin}, mutated: ${why}\nAgain: npm run fuzz -- --seed ${seed} --trial ${number}`);
  rmSync(folder, { recursive: true, force: true });
  process.exit(1);
}
