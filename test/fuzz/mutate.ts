/** Mutates bytes: damages them at random, or inserts parts of other inputs. */
import type { Random } from './random.js';

/** Longest run of bytes that is cut, repeated or moved at once, and what a mutated input may grow to. */
const MAX_STRETCH = 2000;
const MAX_GROWTH = 65_536;

type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

const flipBit: Mutation = (bytes, random) => changed(bytes, random, byte => byte ^ (1 << random.below(8)));
const setByte: Mutation = (bytes, random) => changed(bytes, random, () => random.below(256));
const setExtreme: Mutation = (bytes, random) => changed(bytes, random, () => random.pick([0, 1, 0x7f, 0x80, 0xff]));

const cutOut: Mutation = (bytes, random) => {
  const [start, end] = stretch(bytes, random);
  return joined(bytes.subarray(0, start), bytes.subarray(end));
};

const cutEnd: Mutation = (bytes, random) => bytes.slice(0, random.below(bytes.length + 1));

const repeat: Mutation = (bytes, random) => {
  const [start, end] = stretch(bytes, random);
  return joined(bytes.subarray(0, end), bytes.subarray(start));
};

const move: Mutation = (bytes, random) => {
  const [start, end] = stretch(bytes, random);
  const rest = joined(bytes.subarray(0, start), bytes.subarray(end));
  const at = random.below(rest.length + 1);
  return joined(rest.subarray(0, at), bytes.subarray(start, end), rest.subarray(at));
};

const insert: Mutation = (bytes, random) => {
  const at = random.below(bytes.length + 1);
  const noise = Uint8Array.from({ length: 1 + random.below(40) }, () => random.below(256));
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
};

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setByte,
  setExtreme,
  cutOut,
  repeat,
  move,
  insert,
  cutEnd,
];

/** Some of these mutations, one after the other; `words` are inserted as well. */
export function mutate(bytes: Uint8Array, random: Random, times: number, words: readonly string[] = []): Uint8Array {
  let mutated = bytes;
  for (let i = 0; i < times; i++) {
    if (words.length > 0 && random.below(4) === 0) {
      const at = random.below(mutated.length + 1);
      mutated = joined(mutated.subarray(0, at), Buffer.from(random.pick(words), 'latin1'), mutated.subarray(at));
    } else mutated = random.pick(MUTATIONS)(mutated, random);
    if (mutated.length > bytes.length + MAX_GROWTH) mutated = mutated.slice(0, bytes.length + MAX_GROWTH);
  }
  return mutated;
}

function changed(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = bytes.slice();
  const at = random.below(copy.length);
  copy[at] = change(copy[at] ?? 0);
  return copy;
}

function stretch(bytes: Uint8Array, random: Random): [number, number] {
  const start = random.below(bytes.length + 1);
  return [start, Math.min(bytes.length, start + random.below(MAX_STRETCH))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
