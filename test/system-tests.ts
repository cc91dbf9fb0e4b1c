/**
 * Which test files are system tests: they run programs (others to hold this one against, or this one as it is built), go through
 * whole captures, replace modules, or take long. All others are unit tests: they need nothing but Node.
 */

const FOLDERS: readonly string[] = ['commands', 'corpus', 'fuzz', 'screen'];
const ENDING = '.system.test.ts';

/** The patterns of their paths. */
export const SYSTEM_TESTS = [`test/{${FOLDERS.join(',')}}/**/*.test.ts`, `test/**/*${ENDING}`];

/** Whether a test file is one; its path within test/, with "/". */
export function isSystemTest(path: string): boolean {
  return FOLDERS.includes(path.split('/', 1)[0]!) || path.endsWith(ENDING);
}
