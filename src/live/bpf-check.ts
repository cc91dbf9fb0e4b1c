/**
 * Whether a libpcap filter can be used, before anything is captured with it. In: the filter. Out: null, or what is wrong and where.
 * libpcap names a host or a port it does not know, but of a wrong order it says nothing: there the beginnings of the filter are
 * tried until one can go on in no way.
 */
import { execFile } from 'node:child_process';
import { complaint, isForbidden } from './child-words.js';
import { programPath } from './program.js';

export interface BpfFault {
  /** A sentence. */
  message: string;
  /** UTF-16 offsets of what is wrong; both at the end where something is missing there. */
  start: number;
  end: number;
}

/** In a longer filter the place is not looked for. */
const MAX_WORDS = 40;
const PATIENCE_MS = 5000;
const PREAMBLE = /^can't parse filter expression: /;

/** How a right filter may go on: with nothing, a test, a number, an address, what an address is of, a comparison. */
const GOES_ON = ['', 'udp', '1', '127.0.0.1', 'host 127.0.0.1', '= 1', '00:00:00:00:00:00'];

/** Null where it is right, or where there is nothing to check it with: the program that captures says so then. */
export async function bpfFault(filter: string): Promise<BpfFault | null> {
  const program = programPath('tcpdump');
  if (program === undefined || filter.trim() === '') return null;
  const said = await compile(program, filter);
  if (said === null) return null;
  const [start, end] = PREAMBLE.test(said) ? await wrongWord(program, filter) : namedWord(said, filter);
  const word = filter.slice(start, end);
  const place = start === filter.length ? ' at its end' : end - start === filter.length ? '' : ` at "${word}"`;
  return { message: `The capture filter is wrong${place}: ${said.replace(PREAMBLE, '')}.`, start, end };
}

/** The place of what the complaint names: "unknown host 'nosuch'", "illegal port number 506000 > 65535". */
function namedWord(said: string, filter: string): [start: number, end: number] {
  const words = Array.from(filter.matchAll(/[^\s()!]+/g), ({ index, 0: word }) => ({ index, word }));
  const named = words.filter(({ word }) => said.split(/[\s']+/).includes(word));
  // "unknown host 'x'" has the word host in it too.
  const [longest] = named.sort((a, b) => b.word.length - a.word.length);
  return longest ? [longest.index, longest.index + longest.word.length] : [0, filter.length];
}

/** The first word after which the filter can go on in no way. */
async function wrongWord(program: string, filter: string): Promise<[start: number, end: number]> {
  const words = Array.from(filter.matchAll(/[()!]|[^\s()!]+/g), ({ index, 0: word }) => ({ index, word }));
  if (words.length > MAX_WORDS) return [0, filter.length];
  for (const { index, word } of words) {
    const end = index + word.length;
    if (!(await canGoOn(program, filter.slice(0, end)))) return [index, end];
  }
  return [filter.length, filter.length];
}

async function canGoOn(program: string, beginning: string): Promise<boolean> {
  const open = beginning.split('(').length - beginning.split(')').length;
  const closing = ')'.repeat(Math.max(0, open));
  for (const more of GOES_ON) if ((await compile(program, `${beginning} ${more}${closing}`)) === null) return true;
  return false;
}

/** Null where libpcap takes it. Nothing is opened: what is compiled is for Ethernet. */
function compile(program: string, filter: string): Promise<string | null> {
  return new Promise(resolve => {
    const args = ['-y', 'EN10MB', '-d', '--', filter];
    execFile(program, args, { timeout: PATIENCE_MS }, (error, _, said) => {
      // Not answered in time (a name that is looked up), or a tcpdump that opens an interface for it: nothing is known.
      const unknown = error === null || error.killed === true || isForbidden(said);
      resolve(unknown ? null : complaint(said));
    });
  });
}
