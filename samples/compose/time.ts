/** Times of the samples: a date and time of day in UTC as µs since 1970-01-01T00:00Z, exact to the microsecond. */
export function at(date: string, clock: string): number {
  const [seconds, fraction = ''] = clock.split('.');
  return Date.parse(`${date}T${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

/** A time of day later than `timeUs`, by seconds. */
export function after(timeUs: number, seconds: number): number {
  return timeUs + Math.round(seconds * 1e6);
}
