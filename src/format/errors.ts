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
  return isDenied(errorCode(error)) ? `${why}${notAsRoot()}` : why;
}

let actingAs: string | null = null;

/** Names the user as whom all is done although root started the program: whoever is denied something is told. */
export function actAs(user: string | null): void {
  actingAs = user;
}

/** What a sentence about something denied ends with: " (as alice, not as root)", or nothing. */
export function notAsRoot(): string {
  return actingAs === null ? '' : ` (as ${actingAs}, not as root)`;
}

function isDenied(code: string): boolean {
  return code === 'EACCES' || code === 'EPERM';
}

/** The code of an error of the system, "ENOENT"; "" where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
