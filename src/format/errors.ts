/** What was thrown, as text. */

/** The message of an error; anything else that was thrown as a string. */
export function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return isDenied(errorCode(error)) ? `${text}${notAsRoot()}` : text;
}

let filesUser: string | null = null;

/** Names the user as whom all files are opened although root started the program: who is denied one is told. */
export function filesAreOf(user: string | null): void {
  filesUser = user;
}

/** What a sentence about a denied file ends with: " (opened as alice, not as root)", or nothing. */
export function notAsRoot(): string {
  return filesUser === null ? '' : ` (files are opened as ${filesUser}, not as root)`;
}

function isDenied(code: string): boolean {
  return code === 'EACCES' || code === 'EPERM';
}

/** The code of an error of the system, "ENOENT"; "" where it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
