/** Sizes in bytes as text. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** "512 B", "1.2 MB", "34 GB". */
export function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${unit > 0 && value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}
