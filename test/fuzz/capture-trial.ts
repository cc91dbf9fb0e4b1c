/**
 * One file through the whole engine: capture, decoding, conversations, queries, showing. In: its bytes. Out: nothing; throws
 * where something threw, or where packets are not accounted for.
 */
import { writeFileSync } from 'node:fs';
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol.js';
import { tryMessage } from './message-trial.js';

/** Messages looked at one by one. */
const MAX_MESSAGES = 100;
const QUERIES = ['method INVITE', 'to 1', 'body ~ "m=audio"', 'not state completed'];

/** `path` is where the bytes are put. */
export async function tryCapture(path: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(path, bytes);
  const core = new Core(() => {});
  // The engine answers each kind with its own type: requests.ts is typed by the same table.
  const ask = async <K extends RequestKind>(kind: K, what: Requests[K]['ask']) =>
    (await core.answer(kind, what)) as Requests[K]['answer'];
  try {
    await ask('open', { paths: [path], limit: null });
    const { messages } = await ask('loaded', {});
    for (const query of QUERIES) {
      await ask('result', { query, sort: { key: 'time', descending: false } });
      await ask('settled', {});
    }
    await ask('result', { query: '', sort: { key: 'from', descending: true } });
    await ask('settled', {});
    const { rows, total } = await ask('rows', { first: 0, count: 50, headers: ['Contact'], withUris: true });
    const conversations = rows.map(({ index }) => index);
    await ask('messages', { conversations, first: 0, count: 500, withSdp: true });
    for (let id = 0; id < Math.min(messages, MAX_MESSAGES); id++) {
      const message = await ask('message', { id });
      if ('gone' in message) throw new Error(`message ${id} is gone: ${message.gone}`);
      tryMessage(message.bytes);
    }
    account(await ask('stats', {}), total);
  } finally {
    await core.close();
  }
}

function account({ packets, sip, sources }: Requests['stats']['answer'], conversations: number): void {
  const { read, other, undecodable, pending } = packets;
  if (packets.sip + other + undecodable !== read || pending !== 0)
    throw new Error(`${packets.sip} + ${other} + ${undecodable} of ${read} packets, ${pending} pending`);
  if (sources.reduce((sum, source) => sum + source.packets, 0) !== read)
    throw new Error(`${read} packets are not those of the sources`);
  if (sip.conversations !== conversations) throw new Error(`${conversations} of ${sip.conversations} conversations`);
  if (sip.messages > 0 && packets.sip === 0) throw new Error(`${sip.messages} messages of no packet`);
}
