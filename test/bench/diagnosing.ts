/** What judging a capture costs beside reading and listing it, and how soon the panel of a row is there. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BenchCapture, prepare } from './captures.js';
import type { JudgedFigures } from './judged.js';
import { megabytes, seconds, table } from './table.js';

const child = fileURLToPath(new URL('./judged.ts', import.meta.url));

export function diagnosing(capture: BenchCapture, rounds: number): string {
  const path = prepare(capture);
  const runs = Array.from({ length: rounds }, () => judged(path));
  const median = (figure: keyof JudgedFigures) =>
    runs.map(run => run[figure]).sort((a, b) => a - b)[Math.floor(runs.length / 2)]!;
  const [read, list, calls, judge] = [median('readMs'), median('listMs'), median('callsMs'), median('judgeMs')];
  const [before, after] = [median('bytesBefore'), median('bytesAfter')];
  const rows = [
    ['reading', seconds(read / 1000), ''],
    ['listing every row', seconds(list / 1000), ''],
    ['legs of calls', seconds(calls / 1000), ''],
    ['judging', seconds(judge / 1000), `${Math.round((100 * judge) / (read + list))} % of reading and listing`],
    ['memory of judging', megabytes(after - before), `${Math.round((100 * (after - before)) / before)} %`],
    ['panel of a row, p95', `${median('panelMs').toFixed(1)} ms`, `${median('verdicts')} verdicts`],
  ];
  return `Diagnosis of ${capture.what} (median of ${rounds}, in the engine's own process)\n\n${table(['', '', ''], rows)}`;
}

function judged(path: string): JudgedFigures {
  const argv = ['--expose-gc', '--import', 'tsx', child, path];
  // The child is ours: it prints these figures, or fails.
  return JSON.parse(execFileSync(process.execPath, argv, { encoding: 'utf8', maxBuffer: 1 << 20 })) as JudgedFigures;
}
