/**
 * Durations for people. Each is rounded once, to the precision it prints with, before the unit is chosen: 59.96 s is
 * "1 min 0 s", never "60.0 s".
 */
import { isTold } from '../model/times.js';

/** "0.4 ms", "240 ms", "3.2 s", "1 min 3 s", "2 h 5 min"; "" where it is not known. */
export function duration(ms: number | null): string {
  if (!isTold(ms)) return '';
  const tenths = Math.round(ms * 10);
  if (tenths < 100) return `${(tenths / 10).toFixed(1)} ms`;
  const wholeMs = Math.round(ms);
  if (wholeMs < 1000) return `${wholeMs} ms`;
  const tenthsOfSeconds = Math.round(ms / 100);
  if (tenthsOfSeconds < 600) return `${(tenthsOfSeconds / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / 60_000);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A round trip, for people who compare networks: "1.84 ms", "31.5 ms", and above a second as any duration. */
export function roundTrip(ms: number): string {
  const hundredths = Math.round(ms * 100);
  if (hundredths < 1000) return `${(hundredths / 100).toFixed(2)} ms`;
  const tenths = Math.round(ms * 10);
  return tenths < 10_000 ? `${(tenths / 10).toFixed(1)} ms` : duration(ms);
}
