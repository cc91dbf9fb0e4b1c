/**
 * A value of a filter as a test of addresses as the columns print them: 10.0.0.1, 10.0.0.1:5060, [2001:db8::1]:5060,
 * 10.0.0.0/8, 10.0.*, 10.0.0.1..10.0.0.9. IPv6 addresses are compared as numbers, in any spelling of RFC 4291 section 2.2.
 */
import { quoted } from '../../format/excerpts.js';
import { splitAddress } from '../../format/addresses.js';
import { isAnything, type Reading, rangeOf, regexOf } from './reading.js';
import type { Value } from '../language/tree.js';
import { hasWildcard, wildcards } from './wildcards.js';

/** Takes "10.0.0.1:5060" or "10.0.0.1". */
export type EndpointTest = (endpoint: string) => boolean;

const EXPECTED = 'an address was expected: 10.0.0.1, 10.0.0.1:5060, 10.0.0.0/8, 10.0.* or [2001:db8::1]:5060';

/** Reads an address, a network, a range or an endpoint. */
export function addressTest(value: Value): Reading<EndpointTest> {
  if (value.form === 'regex') {
    const regex = regexOf(value);
    return 'test' in regex ? { test: endpoint => regex.test.test(endpoint) } : regex;
  }
  if (value.comparison !== '' && value.comparison !== '=') return { expected: EXPECTED };
  if (isAnything(value)) return { test: endpoint => endpoint !== '' };
  const range = rangeOf(value);
  if (range !== null) return rangeTest(range.from, range.to);
  if (value.form === 'word' && hasWildcard(value.text)) return patternTest(value.text);
  const network = /^(.+)\/(\d{1,3})$/.exec(value.text);
  if (network) return networkTest(network[1]!, Number(network[2]));
  const { host, port } = splitAddress(value.text);
  const wanted = addressBits(host);
  if (wanted === null) return { expected: EXPECTED };
  return {
    test: endpoint => {
      const other = splitAddress(endpoint);
      return (port === null || port === other.port) && compare(addressBits(other.host), wanted) === 0;
    },
  };
}

function patternTest(pattern: string): Reading<EndpointTest> {
  const matches = wildcards(pattern, false);
  return { test: endpoint => matches(endpoint) || matches(splitAddress(endpoint).host) };
}

function rangeTest(from: string, to: string): Reading<EndpointTest> {
  const low = addressBits(from);
  const high = addressBits(to);
  if (low === null || high === null || low.length !== high.length) return { expected: EXPECTED };
  if (compare(low, high) > 0) return { expected: `the range ${quoted(`${from}..${to}`)} ends before it begins` };
  return {
    test: endpoint => {
      const other = addressBits(splitAddress(endpoint).host);
      return other !== null && other.length === low.length && compare(other, low) >= 0 && compare(other, high) <= 0;
    },
  };
}

function networkTest(text: string, bits: number): Reading<EndpointTest> {
  const network = addressBits(splitAddress(text).host);
  if (network === null || bits > network.length * 16) return { expected: EXPECTED };
  return {
    test: endpoint => {
      const other = addressBits(splitAddress(endpoint).host);
      return other !== null && other.length === network.length && samePrefix(other, network, bits);
    },
  };
}

function samePrefix(one: readonly number[], other: readonly number[], bits: number): boolean {
  for (let i = 0; i * 16 < bits; i++) {
    const mask = (0xffff << Math.max(0, 16 - (bits - i * 16))) & 0xffff;
    if (((one[i]! ^ other[i]!) & mask) !== 0) return false;
  }
  return true;
}

/** Negative, 0 or positive; addresses of different families are never equal. */
function compare(one: readonly number[] | null, other: readonly number[]): number {
  if (one === null || one.length !== other.length) return -1;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return one[i]! - other[i]!;
  return 0;
}

/** An address in groups of 16 bits: two for IPv4, eight for IPv6; null if it is none. */
function addressBits(text: string): readonly number[] | null {
  const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (dotted) {
    const [a, b, c, d] = [Number(dotted[1]), Number(dotted[2]), Number(dotted[3]), Number(dotted[4])];
    return Math.max(a, b, c, d) > 255 ? null : [a * 256 + b, c * 256 + d];
  }
  return text.includes(':') ? ipv6Bits(text.replace(/%.*$/s, '')) : null;
}

function ipv6Bits(text: string): readonly number[] | null {
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  const embedded = tail && addressBits(tail[2]!);
  if (tail && !embedded) return null;
  const hex = embedded ? `${tail[1]}${embedded.map(group => group.toString(16)).join(':')}` : text;
  const halves = hex.split('::');
  if (halves.length > 2) return null;
  const [head, rest] = halves.map(half => (half === '' ? [] : half.split(':')));
  const missing = 8 - head!.length - (rest?.length ?? 0);
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...head!, ...Array<string>(rest === undefined ? 0 : missing).fill('0'), ...(rest ?? [])];
  if (!groups.every(group => /^[0-9a-f]{1,4}$/i.test(group))) return null;
  return groups.map(group => Number.parseInt(group, 16));
}
