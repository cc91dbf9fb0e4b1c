/**
 * Opens what a command line asks for if some of it is live, for `capture` and the screen alike. Outputs (-w, --hep-to)
 * are opened first, so that they get every packet.
 */
import type { Engine } from '../engine/protocol/engine.js';
import type { Forwarded, LiveInput } from '../engine/protocol/live.js';
import { openOutlets } from '../shell/capture.js';
import type { Invocation } from './options.js';

export interface OpenedLive {
  /** Number of sources opened; null if nothing was tried because an output failed. */
  opened: number | null;
  /** Files opened. */
  files: string[];
  /** What was refused and why; not yet safe for a terminal. */
  sentences: string[];
}

/** Whether an invocation asks for live traffic or an output of it. */
export function asksForLive({ live, words }: Invocation): boolean {
  const { inputs, write, forward, keep, follow } = live;
  const named = inputs.length > 0 || follow || words.includes('-');
  return named || write !== null || forward !== null || keep !== null;
}

/** `defaults` are captured if no file, pipe, interface or host is named. */
export async function beginLive(
  engine: Engine,
  { live, words, overwrite }: Invocation,
  defaults: readonly LiveInput[] = [],
): Promise<OpenedLive> {
  const failed = await openOutlets(live, overwrite, engine);
  if (failed !== null) return { opened: null, files: [], sentences: [failed] };
  const named = words.map((path): LiveInput | string => {
    if (path === '-') return { kind: 'standard input' };
    return live.follow ? { kind: 'follow', path } : path;
  });
  const paths = named.filter(input => typeof input === 'string');
  const inputs = [...live.inputs, ...named.filter(input => typeof input !== 'string')];
  if (inputs.length + paths.length === 0) inputs.push(...defaults);
  if (inputs.length + paths.length === 0) return { opened: 0, files: [], sentences: [] };
  const read = await engine.request('open', { paths, limit: null, forwards: true });
  const captured = await engine.request('openLive', { inputs });
  return {
    opened: captured.opened.length + read.opened.length,
    files: paths.filter(path => !read.refused.some(no => no.path === path)),
    sentences: [...[...captured.refused, ...read.refused].map(({ reason }) => reason), ...captured.warnings],
  };
}

/** "10.0.0.9:9060: 1200 messages sent as HEP; 3 could not be sent." Not yet safe for a terminal. */
export function forwardedSentence({ to, sent, failed, unwanted }: Forwarded): string {
  const not = failed > 0 ? `; ${failed} could not be sent` : '';
  const nobody = unwanted > 0 ? `; its machine answered ${unwanted} times that nobody listens there` : '';
  return `${to}: ${sent} messages sent as HEP${not}${nobody}.`;
}
