/**
 * All temporary files and spools of a run of tests lie in one folder, which goes away with the run: a worker is ended
 * without a chance to remove its own.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-tests-'));
  // Some tests are another user's.
  chmodSync(folder, 0o711);
  process.env['TMPDIR'] = folder;
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  return () => rmSync(folder, { recursive: true, force: true });
}
