/**
 * Code as V8 compiled it in an earlier run, kept beside the program (Node 22 and newer). V8 believes what it finds there, so
 * it must be where only those can write who can change the program. Node's own choice is a folder of a known name in
 * /tmp, which is whoever's makes it first.
 */
import { statSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Compiles from here on with what was kept, and keeps what was not, if `program` (main.js) is in a folder of the user
 * who runs it: root would leave files there that its owner could not remove.
 */
export function keepCompiledCode(program: string): void {
  if (!('enableCompileCache' in module) || typeof module.enableCompileCache !== 'function') return;
  const folder = dirname(program);
  if (statSync(folder).uid === process.getuid?.()) module.enableCompileCache(join(folder, 'compiled'));
}
