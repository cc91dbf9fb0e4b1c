/**
 * How many calls ran between two hosts at a time, in both directions: they share the channels of a trunk. Of a way of which only samples are
 * known, it is the least.
 */
import type { Case } from '../../case.js';
import type { Path } from '../../knowledge/paths.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { PathMemory } from './path-memory.js';
import { callsBetween } from './refused-call.js';

/** Refusals that make a limit. */
const REFUSALS = 3;
/** A limit below that is told by nothing: so few calls run at any time. */
const LEAST_LIMIT = 2;

export interface Limit {
  /** The most calls that ran when one more was accepted, itself among them. */
  most: number;
  /** Calls that were refused with that many running, in order of time. */
  refused: readonly SeenCall[];
}

interface Interval {
  call: SeenCall;
  fromUs: number;
  toUs: number;
}

/** Calls that ran between the hosts of a call when it was sent, without itself. */
export function callsAtOnce(c: Case, call: SeenCall): number {
  return runningAt(intervals(c, call), c.timeUs(call.invite), call.row);
}

const remembered = new PathMemory<Map<number, Limit | undefined>>();

/**
 * The limit that refusals of a status show: all of them came with that many calls running, no call was accepted above it, and one was accepted
 * after the first refusal, when fewer ran. Undefined where they show none, or not all calls are known.
 */
export function limitOf(c: Case, call: SeenCall): Limit | undefined {
  const { paths } = c.knowledge;
  const path = paths.between(call.source, call.destination);
  if (path === undefined || path.rejected.size < REFUSALS) return undefined;
  const byStatus = remembered.value(c.knowledge, path, () => new Map());
  if (!byStatus.has(call.status)) {
    const isAll = isKnown(path) && isKnown(paths.between(call.destination, call.source));
    byStatus.set(call.status, isAll ? find(c, call) : undefined);
  }
  return byStatus.get(call.status);
}

function find(c: Case, { source, destination, status }: SeenCall): Limit | undefined {
  const refused = callsBetween(c, source, destination)
    .filter(each => each.admission === 'rejected' && each.status === status)
    .sort((a, b) => c.timeUs(a.invite) - c.timeUs(b.invite));
  const [first, last] = [refused[0], refused.at(-1)];
  if (first === undefined || last === undefined || refused.length < REFUSALS) return undefined;
  const running = intervals(c, first);
  const atRefusal = refused.map(each => runningAt(running, c.timeUs(each.invite), each.row));
  const starts = running.map(({ call, fromUs }) => ({ fromUs, with: runningAt(running, fromUs, call.row) + 1 }));
  const most = Math.max(0, ...starts.map(each => each.with));
  const relieved = starts.some(({ fromUs }) => fromUs > c.timeUs(first.invite) && fromUs < c.timeUs(last.invite));
  if (most < LEAST_LIMIT || !relieved || atRefusal.some(calls => calls < most)) return undefined;
  return { most, refused };
}

/** Accepted calls between the hosts of a call, as long as they ran. */
function intervals(c: Case, { source, destination }: SeenCall): Interval[] {
  return [...callsBetween(c, source, destination), ...callsBetween(c, destination, source)]
    .filter(({ admission, status }) => admission === 'admitted' && status < 300)
    .map(call => ({ call, fromUs: c.timeUs(call.invite), toUs: c.conversations.table.endUs.get(call.row) }));
}

function runningAt(running: readonly Interval[], timeUs: number, but: number): number {
  return running.filter(({ call, fromUs, toUs }) => call.row !== but && fromUs <= timeUs && timeUs <= toUs).length;
}

/** Whether all calls of a path are among its samples. */
function isKnown(path: Path | undefined): boolean {
  if (path === undefined) return true;
  return [path.admitted, path.rejected].every(samples => samples.isWhole);
}
