/**
 * What a status line tells of live capture. In: the sources, and where their packets go. Out: the figures; null where nothing
 * was captured live.
 */
import type { Outlets } from '../live/live-sinks.js';
import type { SourceInfo } from '../protocol/figures.js';
import type { LiveFigures } from '../protocol/live.js';

export function liveFigures(sources: readonly SourceInfo[], outlets: Outlets, spoolBytes: number): LiveFigures | null {
  // A ping is live, too, but nothing that is captured.
  const live = sources.filter(({ input }) => input !== null);
  if (live.length === 0) return null;
  // Nothing can be dropped on the way out of a file.
  const onTheWay = live.filter(({ input }) => input?.kind !== 'follow');
  return {
    capturing: live.filter(({ finished }) => !finished).length,
    ...outlets.gauge.figures(),
    packets: live.reduce((total, { packets }) => total + packets, 0),
    dropped: {
      kernel: known(onTheWay.map(({ dropped }) => dropped?.kernel ?? null)),
      interface: known(onTheWay.map(({ dropped }) => dropped?.interface ?? null)),
    },
    uncounted: onTheWay.filter(({ dropped }) => (dropped?.kernel ?? null) === null).length,
    spoolBytes,
    recorded: outlets.recorded,
    unsaved: outlets.unsaved,
  };
}

/** The sum of what is known; null where nothing is. */
function known(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (count === null ? sum : (sum ?? 0) + count), null);
}
