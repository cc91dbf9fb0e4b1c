/** Any header as a column of the list, while sources come and go. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { request, writeCapture } from '../../commands/captures.js';
import { type CoreSession, folder, openCore } from '../core-session.js';

async function read(session: CoreSession, name: string, ...messages: ReturnType<typeof request>[]): Promise<number> {
  const path = writeCapture(join(folder(), name), messages);
  const { opened } = await session.ask('open', { paths: [path], limit: null });
  await session.ask('loaded', {});
  return opened[0]!;
}

const cells = async (session: CoreSession) => (await session.rows(['X-Room', 'Subject'])).map(row => row.cells);

it('shows a header that a later message brings, and keeps the value of the first', async () => {
  const session = openCore();
  await read(session, 'one.pcap', request('OPTIONS', { Subject: 'first' }), request('OPTIONS', { 'Call-ID': 'two' }));
  expect(await cells(session)).toEqual([
    [null, 'first'],
    [null, null],
  ]);
  await read(
    session,
    'two.pcap',
    request('OPTIONS', { CSeq: '2 OPTIONS', 'X-Room': '101', Subject: 'second' }),
    request('OPTIONS', { CSeq: '2 OPTIONS', 'Call-ID': 'two', 'X-Room': '102' }),
  );
  expect(await cells(session)).toEqual([
    ['101', 'first'],
    ['102', null],
  ]);
});

it('forgets the values of a source that was closed', async () => {
  const session = openCore();
  const first = await read(session, 'one.pcap', request('OPTIONS', { 'X-Room': '101' }));
  await read(session, 'two.pcap', request('OPTIONS', { 'Call-ID': 'two', 'X-Room': '102' }));
  expect(await cells(session)).toEqual([
    ['101', null],
    ['102', null],
  ]);
  await session.ask('close', { source: first });
  await session.ask('loaded', {});
  expect(await cells(session)).toEqual([['102', null]]);
});
