/** How many calls a host was sent within a second, and whether what it refused was what came too fast. */
import type { Case } from '../../case.js';
import type { Path } from '../../knowledge/paths.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { PathMemory } from './path-memory.js';
import { callsBetween } from './refused-call.js';

const SECOND_US = 1_000_000;
/** Refusals that make a limit, and calls within a second that are a burst. */
const REFUSALS = 3;
const BURST = 3;

export interface Rate {
  /** The fewest calls within a second, its own among them, with which a call was refused; all that were accepted came with fewer. */
  calls: number;
  /** In order of time. */
  refused: readonly SeenCall[];
}

const remembered = new PathMemory<Map<number, Rate | undefined>>();

/**
 * The rate that refusals of a status show. Undefined where they show none: a call was accepted at it, none was accepted between the first
 * refusal and the last, or not all calls between the hosts are known.
 */
export function rateOf(c: Case, call: SeenCall): Rate | undefined {
  const { paths } = c.knowledge;
  const path = paths.between(call.source, call.destination);
  if (path === undefined || path.rejected.size < REFUSALS) return undefined;
  const byStatus = remembered.value(c.knowledge, path, () => new Map());
  if (!byStatus.has(call.status)) {
    const isAll = isWhole(path);
    byStatus.set(call.status, isAll ? find(c, call) : undefined);
  }
  return byStatus.get(call.status);
}

function isWhole({ admitted, rejected, open }: Path): boolean {
  return [admitted, rejected, open].every(samples => samples.isWhole);
}

function find(c: Case, { source, destination, status }: SeenCall): Rate | undefined {
  const sent = callsBetween(c, source, destination)
    .map(call => ({ call, timeUs: c.timeUs(call.invite) }))
    .sort((a, b) => a.timeUs - b.timeUs);
  // The first one within the second before each: times only go up, and so does it.
  let first = 0;
  const rates = sent.map(({ timeUs }, at) => {
    while (sent[first]!.timeUs < timeUs - SECOND_US) first++;
    return at - first + 1;
  });
  const isRefused = ({ call }: { call: SeenCall }) => call.admission === 'rejected' && call.status === status;
  const refused = sent.filter(isRefused);
  const calls = Math.min(...sent.flatMap((each, at) => (isRefused(each) ? [rates[at]!] : [])));
  const accepted = sent.flatMap(({ call, timeUs }, at) =>
    call.admission === 'admitted' ? [{ timeUs, rate: rates[at]! }] : [],
  );
  if (refused.length < REFUSALS || calls < BURST || accepted.some(({ rate }) => rate >= calls)) return undefined;
  const [fromUs, toUs] = [refused[0]!.timeUs, refused.at(-1)!.timeUs];
  if (!accepted.some(({ timeUs }) => timeUs > fromUs && timeUs < toUs)) return undefined;
  return { calls, refused: refused.map(({ call }) => call) };
}
