/** Which trial a number stands for: mostly messages, now and then two scanners, two tables, two readers, a HEP report, a pattern, a log or captures. */
import { basename } from 'node:path';
import { hepPacket } from '../../src/live/hep/hep-sender.js';
import { randomCalls } from '../core/random-calls.js';
import { randomCapture } from '../core/random-capture.js';
import { type CaptureBytes, tryCaptures } from './capture-trial.js';
import { bytesOf, captures, logPaths, MESSAGE, messagePaths, readInput, WORDS } from './inputs.js';
import { mutateLog, tryLog } from './log-trial.js';
import { tryMessage, tryReport } from './message-trial.js';
import { mutate } from './mutate.js';
import { mutateMessage } from './mutate-message.js';
import { tryReaders, tryTables } from './tables-trial.js';
import { tryScanners } from './scan-trial.js';
import { randomFlags, randomPattern, randomText } from '../patterns/random-pattern.js';
import { tryPattern } from '../patterns/try-pattern.js';
import { Random } from './random.js';

export interface Trial {
  kind: 'message' | 'scan' | 'tables' | 'readers' | 'report' | 'pattern' | 'log' | 'capture';
  /** The file, or files, that were mutated. */
  origin: string;
  /** Of all its inputs. */
  bytes: number;
  run(folder: string): void | Promise<void>;
}

/** One trial of so many is of captures, one a HEP report and one a pattern, one a log. */
const CAPTURE_EVERY = 200;
const REPORT_EVERY = 20;
/** Texts that one pattern is tried on. */
const TEXTS = 20;
const LOG_EVERY = 25;
/** One trial of so many holds the two scanners against each other, with so many messages. */
const SCAN_EVERY = 10;
const SCANNED = 50;
/** One trial of so many holds the tables of the core against those in TypeScript, and one its reader against the decoder. */
const TABLES_EVERY = 250;
const READERS_EVERY = 100;
/** One trial of captures in so many opens several together. */
const TOGETHER = 4;
const inputs = captures();
const logs = logPaths();
const messages = [
  { origin: 'the message of inputs.ts', bytes: new Uint8Array(Buffer.from(MESSAGE, 'latin1')) },
  ...messagePaths().map(path => ({ origin: path, bytes: readInput(path) })),
];

export function trials(seed: number, number: number): Trial {
  if (number % CAPTURE_EVERY === CAPTURE_EVERY - 1) return captureTrial(seed, number);
  if (number % TABLES_EVERY === 4) return tablesTrial(seed, number);
  if (number % READERS_EVERY === 5) return readersTrial(seed, number);
  if (number % REPORT_EVERY === 1) return patternTrial(seed, number);
  if (number % SCAN_EVERY === 3) return scanTrial(seed, number);
  if (number % LOG_EVERY === 2) return logTrial(seed, number);
  return number % REPORT_EVERY === 0 ? reportTrial(seed, number) : messageTrial(seed, number);
}

export function patternTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const source = randomPattern(random);
  const flags = randomFlags(random);
  const texts = Array.from({ length: TEXTS }, () => randomText(random));
  const run = () => {
    for (const text of texts) tryPattern(source, flags, text);
  };
  return { kind: 'pattern', origin: `/${source}/${flags}`, bytes: texts.join('').length, run };
}

export function messageTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const { origin, bytes } = random.pick(messages);
  const mutated = mutate(bytes, random, random.below(12), WORDS);
  return { kind: 'message', origin, bytes: mutated.length, run: () => tryMessage(mutated) };
}

export function scanTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const chosen = Array.from({ length: SCANNED }, () => random.pick(messages));
  const mutated = chosen.map(({ bytes }) => mutateMessage(bytes, random));
  // Cut off, with the rest behind it.
  const cuts = mutated.map(({ length }) => random.below(length + 1));
  return {
    kind: 'scan',
    origin: `${SCANNED} messages`,
    bytes: mutated.reduce((sum, { length }) => sum + length, 0),
    run: () =>
      mutated.forEach((message, at) => {
        tryScanners(message);
        tryScanners(message.subarray(0, cuts[at]), message.subarray(cuts[at]));
      }),
  };
}

/** Random conversations. */
export function tablesTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const arriving = randomCalls(random, 1 + random.below(random.pick([20, 200, 2000])));
  const bytes = arriving.reduce((sum, { text }) => sum + text.length, 0);
  return { kind: 'tables', origin: `${arriving.length} messages`, bytes, run: () => tryTables(arriving, random) };
}

/** A pcap file of common packets and of what is nearly that, whole or damaged. */
export function readersTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const composed = randomCapture(random);
  const bytes = random.below(4) === 0 ? mutate(composed, random, 1 + random.below(4)) : composed;
  return { kind: 'readers', origin: 'a random capture', bytes: bytes.length, run: folder => tryReaders(folder, bytes) };
}

/** What an agent sends to a HEP listener, which anybody can. */
export function reportTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const { origin, bytes } = random.pick(messages);
  const end = Math.min(bytes.length, 20_000);
  const ends = { source: Uint8Array.of(192, 0, 2, 1), sourcePort: 5060, destination: Uint8Array.of(192, 0, 2, 2) };
  const where = { ...ends, destinationPort: 5070, transport: 'UDP' as const, truncated: false };
  const packet = hepPacket({ timeUs: 1.7e15, bytes, start: 0, end, ...where }, 1, 'key') ?? bytes;
  const mutated = mutate(new Uint8Array(packet), random, random.below(8));
  return { kind: 'report', origin, bytes: mutated.length, run: () => tryReport(mutated) };
}

/** A log, framed anew, and damaged a little. */
export function logTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const chosen = Array.from({ length: 1 + random.below(3) }, () => random.pick(logs));
  const text = mutateLog(
    chosen.map(path => Buffer.from(readInput(path)).toString('latin1')),
    random,
  );
  const bytes = mutate(new Uint8Array(Buffer.from(text, 'latin1')), random, random.below(6), WORDS);
  return { kind: 'log', origin: chosen.join(' with '), bytes: bytes.length, run: () => tryLog(bytes) };
}

export function captureTrial(seed: number, number: number): Trial {
  const random = new Random(seed, number);
  const together = random.below(TOGETHER) === 0 ? 2 + random.below(2) : 1;
  const chosen: (CaptureBytes & { origin: string })[] = [];
  for (let place = 0; place < together; place++) {
    const capture = random.pick(inputs);
    // Where nearly every packet is spoilt, little of it is read.
    const times = random.below(random.pick([3, 12, 40]));
    const bytes = mutate(bytesOf(capture), random, times);
    chosen.push({ origin: capture.origin, name: `${place}-${basename(capture.origin)}`, bytes });
  }
  return {
    kind: 'capture',
    origin: chosen.map(({ origin }) => origin).join(' with '),
    bytes: chosen.reduce((sum, { bytes }) => sum + bytes.length, 0),
    run: folder =>
      tryCaptures(
        folder,
        chosen.map(({ name, bytes }) => ({ name, bytes })),
      ),
  };
}
