/** What the program finds in the captures of ../shared/corpus and in its own samples. */
import { readdirSync } from 'node:fs';
import { Core } from '../../../src/engine/core.js';
import type { DiagnosisRow } from '../../../src/engine/protocol/diagnosis.js';
import type { Requests } from '../../../src/engine/protocol/requests.js';
import { corpusFile, corpusTable } from '../../capture/captures.js';
import { sample } from '../../sample.js';

/** Captures that are others in another container, or made to be broken: what they hold is looked at there. */
const SKIPPED = /^(derived|pcap-variety|torture)\/|fuzz/;

/** Paths of the captures, those of the samples as "samples/…". */
export function captures(): string[] {
  const samples = readdirSync(sample('')).filter(name => name.endsWith('.pcap'));
  const corpus = corpusTable('expected.tsv').map(({ path }) => path!);
  return [...samples.map(name => `samples/${name}`), ...corpus.filter(path => !SKIPPED.test(path))];
}

/** What is found in one capture at certain or likely, a row a conversation. */
export async function findingsOf(path: string): Promise<DiagnosisRow[]> {
  const core = new Core(() => undefined);
  const ask = async <K extends keyof Requests>(kind: K, what: Requests[K]['ask']) =>
    (await core.answer(kind, what)) as Requests[K]['answer']; // the handler of a kind answers by its type
  try {
    const file = path.startsWith('samples/') ? sample(path.slice('samples/'.length)) : corpusFile(path);
    await ask('open', { paths: [file], limit: null });
    await ask('loaded', {});
    await ask('result', { query: '', sort: { key: 'index', descending: false } });
    return (await ask('diagnosed', { certainty: 'likely', first: 0, count: 5000 })).diagnosed;
  } finally {
    await core.close();
  }
}
