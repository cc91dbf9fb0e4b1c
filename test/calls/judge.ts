/**
 * Judges a program by traffic that `traffic/write.ts` wrote: `node --import tsx test/calls/judge.ts FILE [PROGRAM]` prints precision, recall,
 * and what is wrong or missed. PROGRAM is dist/main.js unless named.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type ListedCall, score, scoreText } from './score.js';
import type { Truth } from './traffic/truth.js';

const [path, program = 'dist/main.js'] = process.argv.slice(2);
if (!path) throw new Error('usage: judge.ts FILE [PROGRAM]');

function list<T>(...options: string[]): T[] {
  const argv = [program, 'list', path!, '--json', ...options];
  const text = execFileSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 2 ** 30 });
  // Every line is an object of the promised shape.
  return text
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T);
}

const callIds = list<{ callId: string }>().map(({ callId }) => callId);
const truth = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Truth; // what write.ts wrote
console.log(scoreText(score(list<ListedCall>('--calls'), callIds, truth)));
