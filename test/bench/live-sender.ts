/**
 * Sends the messages of a capture (test/bench/generate.ts) over UDP at an even rate, as a process of its own, so that it is
 * not measured with the capturing program. The datagrams go to the loopback's broadcast address, where nobody has to
 * listen and nothing answers. Ends with a line of JSON.
 *
 * `node --import tsx test/bench/live-sender.ts FILE PORT MESSAGES-A-SECOND SECONDS`
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { closeSync, openSync, readSync } from 'node:fs';
import { PAYLOAD_AT } from './template.js';

/** What was sent. */
export interface Sent {
  messages: number;
  seconds: number;
  failed: number;
}

const LOOPBACK_BROADCAST = '127.255.255.255';
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const BLOCK_BYTES = 4 << 20;
/** Messages sent before the clock is looked at again. */
const BURST = 20;

const [path = '', port = '', rate = '', seconds = ''] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await sendAll(path, Number(port), Number(rate), Number(seconds)))}\n`);

async function sendAll(file: string, to: number, perSecond: number, forSeconds: number): Promise<Sent> {
  const socket = createSocket({ type: 'udp4', sendBufferSize: 4 << 20 });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.setBroadcast(true);
  const total = perSecond * forSeconds;
  const source = payloads(file);
  const startedMs = performance.now();
  let messages = 0;
  let failed = 0;
  let under = 0;
  const finished = (error: Error | null) => {
    under--;
    if (error) failed++;
  };
  while (messages < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1000) * perSecond));
    for (let burst = 0; messages < due && burst < BURST; burst++) {
      const { value, done } = source.next();
      if (done) throw new Error(`${file} holds only ${messages} messages`);
      under++;
      socket.send(value, to, LOOPBACK_BROADCAST, finished);
      messages++;
    }
    await new Promise(resolve => (messages < due ? setImmediate(resolve) : setTimeout(resolve, 1)));
  }
  while (under > 0) await new Promise(resolve => setTimeout(resolve, 1));
  socket.close();
  return { messages, failed, seconds: (performance.now() - startedMs) / 1000 };
}

/** The payload of each record, copied: it is sent when the block it came in may be gone. */
function* payloads(file: string): Generator<Buffer, undefined> {
  const descriptor = openSync(file, 'r');
  let block = Buffer.alloc(0);
  let position = FILE_HEADER;
  try {
    for (;;) {
      const fresh = Buffer.alloc(BLOCK_BYTES);
      const length = readSync(descriptor, fresh, 0, BLOCK_BYTES, position);
      block = fresh.subarray(0, length);
      let at = 0;
      while (at + RECORD_HEADER <= length) {
        const end = at + RECORD_HEADER + block.readUInt32LE(at + 8);
        if (end > length) break;
        yield block.subarray(at + PAYLOAD_AT, end);
        at = end;
      }
      if (at === 0) return undefined;
      position += at;
    }
  } finally {
    closeSync(descriptor);
  }
}
