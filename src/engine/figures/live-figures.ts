/**
 * What a status line tells of live capture.
 */
import type { LiveSinks } from '../live/live-sinks.js';
import type { SourceInfo } from '../protocol/figures.js';
import type { LiveFigures } from '../protocol/live.js';
import type { Spool } from '../spool/spool.js';

/** Null where nothing was captured live. `unsaved`: messages that are in no file. */
export function liveFigures(
  sources: readonly SourceInfo[],
  sinks: LiveSinks,
  spoolBytes: number,
  unsaved: number,
): LiveFigures | null {
  // A ping is live, too, but nothing that is captured.
  const live = sources.filter(({ input }) => input !== null);
  if (live.length === 0) return null;
  // Nothing can be dropped on the way out of a file.
  const onTheWay = live.filter(({ input }) => input?.kind !== 'follow');
  return {
    capturing: live.filter(({ finished }) => !finished).length,
    ...sinks.gauge.figures(),
    packets: live.reduce((total, { packets }) => total + packets, 0),
    dropped: {
      kernel: known(onTheWay.map(({ dropped }) => dropped?.kernel ?? null)),
      interface: known(onTheWay.map(({ dropped }) => dropped?.interface ?? null)),
      program: onTheWay.reduce((sum, { dropped }) => sum + (dropped?.program ?? 0), 0),
    },
    uncounted: onTheWay.filter(({ dropped }) => (dropped?.kernel ?? null) === null).length,
    spoolBytes,
    recorded: sinks.recorded,
    unsaved,
  };
}

/** What went wrong with keeping, writing or sending what is captured, a sentence each. */
export function liveTroubles({ failure }: Spool, sinks: LiveSinks): string[] {
  return [...(failure === undefined ? [] : [failure]), ...sinks.troubles()];
}

/** The sum of what is known; null if nothing is. */
function known(counts: readonly (number | null)[]): number | null {
  return counts.reduce((sum, count) => (count === null ? sum : (sum ?? 0) + count), null);
}
