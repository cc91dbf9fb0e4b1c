/** One capture judged in a process of its own, which prints what each part took as JSON: test/bench/diagnosing.ts runs it. */
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import { rowId } from '../../src/model/ids.js';

/** What a run of it prints; ms, and bytes after the garbage was collected. */
export interface JudgedFigures {
  readMs: number;
  listMs: number;
  callsMs: number;
  judgeMs: number;
  /** Of the panels of rows with a verdict, the slowest 5 % apart. */
  panelMs: number;
  bytesBefore: number;
  bytesAfter: number;
  verdicts: number;
}

const PAGE = 1000;
const PANELS = 200;

const core = new Core(() => undefined);
const ask = async <K extends RequestKind>(kind: K, what: Requests[K]['ask']) =>
  (await core.answer(kind, what)) as Requests[K]['answer']; // the handler of a kind answers by its type

async function took(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

function bytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const readMs = await took(async () => {
  await ask('open', { paths: [process.argv[2]!], limit: null });
  await ask('loaded', {});
  await ask('result', { query: '', sort: { key: 'index', descending: false } });
  await ask('settled', {});
});
const listMs = await took(async () => {
  for (let first = 0; ; first += PAGE) {
    const { rows } = await ask('rows', { first, count: PAGE, headers: [], withUris: false });
    if (rows.length < PAGE) return;
  }
});
const callsMs = await took(() => ask('calls', { first: 0, count: 1 }));
const bytesBefore = bytes();
let failed: number[] = [];
const judgeMs = await took(async () => {
  const found = await ask('incidents', { certainty: 'likely', count: 100, conversations: null });
  failed = found.incidents.flatMap(({ conversations }) => conversations);
});
const bytesAfter = bytes();
const panels: number[] = [];
for (let at = 0; at < Math.min(PANELS, failed.length); at++) {
  const conversation = rowId(failed[Math.floor((at * failed.length) / PANELS)] ?? 0);
  panels.push(await took(() => ask('diagnosis', { conversations: [conversation] })));
}
panels.sort((a, b) => a - b);
const figures: JudgedFigures = {
  ...{ readMs, listMs, callsMs, judgeMs, bytesBefore, bytesAfter },
  panelMs: panels[Math.floor(panels.length * 0.95)] ?? 0,
  verdicts: failed.length,
};
console.log(JSON.stringify(figures));
await core.close();
