/** A large conversation of a live source whose messages come out of order: its row is not that of a moment before for ever. */
import { expect, it, vi } from 'vitest';
import { Capture } from '../../../samples/compose/capture.js';
import { endpoint } from '../../../samples/compose/endpoint.js';
import { bytesOf, request } from '../../../samples/compose/message.js';
import { openCore } from '../core-session.js';
import { FedCapture } from '../fed-capture.js';

const A = endpoint('192.0.2.1');
const B = endpoint('192.0.2.2');
/** More than a conversation has that starts over at once. */
const MANY = 5000;

function ping(capture: Capture, number: number, timeUs: number): void {
  const message = request('OPTIONS', 'sip:192.0.2.2', [
    ['Via', `SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${number}`],
    ['From', '<sip:ping@192.0.2.1>;tag=a'],
    ['To', '<sip:192.0.2.2>'],
    ['Call-ID', 'long@192.0.2.1'],
    ['CSeq', `${number} OPTIONS`],
  ]);
  capture.udp(A, B, bytesOf(message), timeUs);
}

it('is what it holds when nothing more comes', async () => {
  const session = openCore();
  const live = new FedCapture('eth0');
  session.core.sources.watch(live.source, { kind: 'follow', path: 'eth0' });
  const inOrder = new Capture();
  for (let number = 0; number < MANY; number++) ping(inOrder, number, 1e15 + number * 1000);
  await live.give(inOrder);
  expect((await session.rows())[0]?.messages).toBe(MANY);

  const late = new Capture();
  ping(late, MANY, 1e15 + 500);
  await live.give(late);
  await vi.waitUntil(async () => (await session.rows())[0]?.messages === MANY + 1, { timeout: 20_000 });
  live.end();
});
