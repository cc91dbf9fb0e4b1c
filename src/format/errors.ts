/** What was thrown, as text. */

/** What the system says of a file: "ENOSPC: no space left on device, write", with the path where there is one. */
const OF_A_FILE = /^E[A-Z0-9]+: ([^,]+), \w+(?: '.*')?$/s;

/**
 * The message of an error; of one of the system only why, because the sentence around it names the file. Anything else
 * that was thrown as a string.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [, why = error.message] = OF_A_FILE.exec(error.message) ?? [];
  return why;
}

/** The code of an error of the system, "ENOENT"; "" where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
