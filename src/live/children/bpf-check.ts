/**
 * Checks a libpcap filter before a capture starts with it. libpcap names an unknown host or port, but says nothing of
 * where the syntax is wrong; so prefixes of the filter are compiled until one has no valid continuation.
 */
import { execFile } from 'node:child_process';
import { errorClause, lacksPermission } from './child-stderr.js';
import { programPath } from './program.js';

export interface BpfFault {
  /** A sentence for the user. */
  message: string;
  /** UTF-16 offsets of the fault; both at the end if something is missing there. */
  start: number;
  end: number;
}

/** The fault is not located in a filter of more words. */
const MAX_WORDS = 40;
const TIMEOUT_MS = 5000;
const PREAMBLE = /^can't parse filter expression: /;

/** Continuations of a valid prefix: nothing, a test, a number, an address, what an address is of, a comparison. */
const CONTINUATIONS = ['', 'udp', '1', '127.0.0.1', 'host 127.0.0.1', '= 1', '00:00:00:00:00:00'];

/** Null if the filter is valid, or if there is no tcpdump to check it with: the capture program will then report it. */
export async function bpfFault(filter: string): Promise<BpfFault | null> {
  const program = programPath('tcpdump');
  if (program === undefined || filter.trim() === '') return null;
  const nul = filter.indexOf('\0');
  if (nul >= 0)
    return { message: 'The capture filter is wrong: it holds the character NUL.', start: nul, end: nul + 1 };
  const message = await compile(program, filter);
  if (message === null) return null;
  const [start, end] = PREAMBLE.test(message) ? await wrongWord(program, filter) : namedWord(message, filter);
  const word = filter.slice(start, end);
  const place = start === filter.length ? ' at its end' : end - start === filter.length ? '' : ` at "${word}"`;
  return { message: `The capture filter is wrong${place}: ${message.replace(PREAMBLE, '')}.`, start, end };
}

/** The place of the word named in the message: "unknown host 'nosuch'", "illegal port number 506000 > 65535". */
function namedWord(message: string, filter: string): [start: number, end: number] {
  const words = Array.from(filter.matchAll(/[^\s()!]+/g), ({ index, 0: word }) => ({ index, word }));
  const named = words.filter(({ word }) => message.split(/[\s']+/).includes(word));
  // "unknown host 'x'" contains the word host too.
  const [longest] = named.sort((a, b) => b.word.length - a.word.length);
  return longest ? [longest.index, longest.index + longest.word.length] : [0, filter.length];
}

/** The first word after which the filter has no valid continuation. */
async function wrongWord(program: string, filter: string): Promise<[start: number, end: number]> {
  const words = Array.from(filter.matchAll(/[()!]|[^\s()!]+/g), ({ index, 0: word }) => ({ index, word }));
  if (words.length > MAX_WORDS) return [0, filter.length];
  for (const { index, word } of words) {
    const end = index + word.length;
    if (!(await isValidPrefix(program, filter.slice(0, end)))) return [index, end];
  }
  return [filter.length, filter.length];
}

async function isValidPrefix(program: string, beginning: string): Promise<boolean> {
  const open = beginning.split('(').length - beginning.split(')').length;
  const closing = ')'.repeat(Math.max(0, open));
  for (const more of CONTINUATIONS)
    if ((await compile(program, `${beginning} ${more}${closing}`)) === null) return true;
  return false;
}

/** Null if libpcap accepts the filter. Nothing is opened: it is compiled for Ethernet. */
function compile(program: string, filter: string): Promise<string | null> {
  return new Promise(resolve => {
    const args = ['-y', 'EN10MB', '-d', '--', filter];
    execFile(program, args, { timeout: TIMEOUT_MS }, (error, _, message) => {
      // Timed out (a name lookup), or a tcpdump that opens an interface for this: unknown.
      const unknown = error === null || error.killed === true || lacksPermission(message);
      resolve(unknown ? null : errorClause(message));
    });
  });
}
