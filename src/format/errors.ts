/** What was thrown, as text. */

/** The message of an error; anything else that was thrown as a string. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return isDenied(errorCode(error)) ? `${text}${notAsRoot()}` : text;
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
