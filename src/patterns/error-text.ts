/** What V8 says of a pattern that it refuses. */

/** The reason without the pattern: "invalid escape". */
export function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : 'not understood';
  return message.replace(/^Invalid regular expression: (?:\/.*\/[a-z]*: )?/s, '').toLowerCase();
}
