/**
 * Begins what a command line asks for where some of it is live: `capture` and the screen alike. In: an engine, an invocation. Out:
 * how much was opened, and a sentence for each thing that was not. What is captured is written and sent on from its first packet.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { LiveInput } from '../engine/protocol/live.js';
import { openOutlets } from '../shell/capture.js';
import type { Invocation } from './options.js';

export interface Begun {
  /** Sources opened; null where nothing was tried, because what is captured could not go where it should. */
  opened: number | null;
  /** Files that are open now. */
  files: string[];
  /** What was refused and why. Not made safe for a terminal. */
  sentences: string[];
}

/** Whether an invocation asks for live traffic, or for what becomes of it. */
export function asksForLive({ live, words }: Invocation): boolean {
  const { inputs, write, forward, keep, follow } = live;
  const named = inputs.length > 0 || follow || words.includes('-');
  return named || write !== null || forward !== null || keep !== null;
}

/** `otherwise` is captured where no file, pipe, interface or host is named. */
export async function beginLive(
  engine: Engine,
  { live, words, overwrite }: Invocation,
  otherwise: readonly LiveInput[] = [],
): Promise<Begun> {
  const failed = await openOutlets(live, overwrite, engine);
  if (failed !== null) return { opened: null, files: [], sentences: [failed] };
  const named = words.map((path): LiveInput | string => {
    if (path === '-') return { kind: 'standard input' };
    return live.follow ? { kind: 'follow', path } : path;
  });
  const paths = named.filter(input => typeof input === 'string');
  const inputs = [...live.inputs, ...named.filter(input => typeof input !== 'string')];
  if (inputs.length + paths.length === 0) inputs.push(...otherwise);
  if (inputs.length + paths.length === 0) return { opened: 0, files: [], sentences: [] };
  // Files first: once everything captures, root's rights are gone.
  const read = await engine.request('open', { paths, limit: null });
  const captured = await engine.request('openLive', { inputs });
  return {
    opened: captured.opened.length + read.opened.length,
    files: paths.filter(path => !read.refused.some(no => no.path === path)),
    sentences: [...[...captured.refused, ...read.refused].map(({ reason }) => reason), ...captured.warnings],
  };
}
