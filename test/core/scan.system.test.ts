/** Every message of the corpus and of the samples, as the decoder finds them: the scanner of the core and the one in TypeScript say the same, also of what mutation makes of them. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { CORPUS_ABSENT, corpusFile, corpusTable, hasCorpus } from '../capture/captures.js';
import { mutateMessage } from '../fuzz/mutate-message.js';
import { Random } from '../fuzz/random.js';
import { decodeFile } from '../decode/decoded-file.js';
import { ScannerPair } from './scan-agreement.js';

const samples = fileURLToPath(new URL('../../samples/', import.meta.url));
const sampleNames = readdirSync(samples).filter(name => /\.(pcap|txt)$/.test(name));
const captures = hasCorpus ? corpusTable('expected.tsv').map(({ path }) => path!) : [];
/** Messages of a file that are mutated, and how often each. */
const MUTATED = 200;
const TIMES = 5;

async function messagesOf(path: string): Promise<Uint8Array[]> {
  const messages: Uint8Array[] = [];
  await decodeFile(path, {
    message: ({ bytes, start, end }) => rowId(messages.push(bytes.slice(start, end))),
    quoted: ({ bytes, start, end }) => void messages.push(bytes.slice(start, end)),
    connection: () => undefined,
  });
  return messages;
}

async function expectAgreement(path: string): Promise<number> {
  const messages = await messagesOf(path);
  const pair = new ScannerPair();
  for (const [at, message] of messages.entries()) {
    expect([at, pair.differences(message)]).toEqual([at, []]);
    if (at >= MUTATED) continue;
    for (let time = 0; time < TIMES; time++) {
      const random = new Random(at, time);
      expect([at, time, pair.differences(mutateMessage(message, random))]).toEqual([at, time, []]);
    }
  }
  return messages.length;
}

describe('the scanner of the core', () => {
  it.each(sampleNames)('says of %s what the other says', async name => {
    expect(await expectAgreement(samples + name)).toBeGreaterThan(0);
  });
});

describe.skipIf(!hasCorpus)(`the scanner of the core${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(captures)('says of %s what the other says', async path => {
    await expectAgreement(corpusFile(path));
  });
});
