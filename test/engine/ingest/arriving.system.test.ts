/** Results while messages arrive: through a pipe, piece by piece, they are at every moment what a fresh search would find. */
import { execFileSync } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Sort } from '../../../src/engine/protocol/query.js';
import { rowId } from '../../../src/model/ids.js';
import { generate } from '../../bench/generate.js';
import { type CoreSession, folder, openCore, readTogether } from '../core-session.js';

/** One is sorted while it changes; the others stay in order of arrival, which needs no waiting for a new order. */
function orderOf(query: string): Sort {
  return query === 'state completed' ? { key: 'duration', descending: true } : { key: 'index', descending: false };
}

/** The pieces of a pcap: its header with the first records, then as many records as `sizes` says. */
function pieces(path: string, sizes: readonly number[]): { bytes: Buffer; messages: number }[] {
  const file = readFileSync(path);
  const made: { bytes: Buffer; messages: number }[] = [];
  let start = 0;
  let end = 24;
  let messages = 0;
  for (const size of sizes) {
    for (let i = 0; i < size && end < file.length; i++) {
      end += 16 + file.readUInt32LE(end + 8);
      messages++;
    }
    // A record is cut in the middle, so that the reader has to wait inside one.
    const cut = Math.min(file.length, end + 30);
    made.push({ bytes: file.subarray(start, cut), messages });
    start = cut;
  }
  return made;
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 5));
}

function ids({ core }: CoreSession): number[] {
  return Array.from(core.result.ids());
}

it.each([
  'state completed',
  '/BYE sip:/',
  'status 486 or has diversion',
  'not header.user-agent yealink',
  'completd',
  '',
])('follow %s', async query => {
  const path = join(folder(), 'calls.pcap');
  generate(path, 120);
  const pipe = join(folder(), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const session = openCore();
  await session.ask('result', { query, sort: orderOf(query) });
  const opened = session.ask('open', { paths: [pipe], limit: null });
  const out = createWriteStream(pipe);
  const { conversations } = session.core.index;
  for (const { bytes, messages } of pieces(path, [40, 1, 200, 3, 150])) {
    out.write(bytes);
    await until(() => conversations.messages.count === messages);
    await session.ask('settled', {});
    const all = Array.from({ length: conversations.count }, (_, row) => row);
    expect(ids(session).toSorted((a, b) => a - b)).toEqual(all.filter(row => session.core.search.matches(rowId(row))));
  }
  await opened;
  out.end(readFileSync(path).subarray(out.bytesWritten + out.writableLength));
  await session.ask('loaded', {});
  await session.ask('settled', {});
  const whole = await readTogether(path);
  await whole.ask('result', { query, sort: orderOf(query) });
  const { matched, fuzzy } = await whole.ask('settled', {});
  expect(fuzzy).toBe(query === 'completd');
  expect([ids(session).length, ids(session)]).toEqual([matched, ids(whole)]);
});
