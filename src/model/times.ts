/**
 * A time that nobody told, in µs: of a message whose log prints no times. Whatever is computed from it stays unknown, no
 * comparison with it holds, and JSON prints null.
 */
export const NO_TIME = Number.NaN;

/** Whether somebody told a time, or what is computed from times. */
export function isTold(time: number | null): time is number {
  return time !== null && !Number.isNaN(time);
}
