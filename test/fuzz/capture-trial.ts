/**
 * Runs a file through the whole engine: capture, decoding, conversations, queries, showing. Throws if anything
 * throws, or if packets or messages are not accounted for.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import { messageId } from '../../src/model/ids.js';
import { faultCodes } from '../../src/sip/message/fault-bits.js';
import { parseMessage } from '../../src/sip/message/message.js';
import { imbalances } from '../engine/imbalances.js';
import { KEY_LOG } from './inputs.js';
import { tryMessage } from './message-trial.js';

export interface CaptureBytes {
  name: string;
  bytes: Uint8Array;
}

/** Messages looked at one by one. */
const MAX_MESSAGES = 100;
const QUERIES = ['method INVITE', 'to 1', 'body ~ "m=audio"', 'not state completed'];

/** Opens captures together; `folder` is where their bytes are put. */
export async function tryCaptures(folder: string, captures: readonly CaptureBytes[]): Promise<void> {
  const paths = captures.map(({ name, bytes }) => {
    const path = join(folder, name.replace(/[^\w.-]/g, '_'));
    writeFileSync(path, bytes);
    return path;
  });
  const core = new Core(() => {});
  // The engine answers each kind with its own type: requests.ts is typed by the same table.
  const ask = async <K extends RequestKind>(kind: K, what: Requests[K]['ask']) =>
    (await core.answer(kind, what)) as Requests[K]['answer'];
  try {
    await ask('keyLog', { path: KEY_LOG });
    await ask('open', { paths, limit: null });
    balanced(await ask('stats', {}), false);
    const { messages } = await ask('loaded', {});
    for (const query of QUERIES) {
      await ask('result', { query, sort: { key: 'time', descending: false } });
      await ask('settled', {});
    }
    balanced(await ask('stats', { ofResult: true }), true);
    await ask('result', { query: '', sort: { key: 'from', descending: true } });
    await ask('settled', {});
    const { rows, total } = await ask('rows', { first: 0, count: 50, headers: ['Contact'], withUris: true });
    const conversations = rows.map(({ index }) => index);
    await ask('messages', { conversations, first: 0, count: 500, withSdp: true });
    const faults: Record<string, number> = {};
    for (let id = 0; id < Math.min(messages, MAX_MESSAGES); id++) {
      const message = await ask('message', { id: messageId(id) });
      if ('gone' in message) throw new Error(`message ${id} is gone: ${message.gone}`);
      tryMessage(message.bytes);
      for (const code of faultCodes(parseMessage(message.bytes), message.row.truncated))
        faults[code] = (faults[code] ?? 0) + 1;
    }
    const stats = await ask('stats', {});
    balanced(stats, true);
    if (messages <= MAX_MESSAGES && !isDeepStrictEqual(faults, stats.faults))
      throw new Error(`faults ${JSON.stringify(stats.faults)} for ${JSON.stringify(faults)}`);
    const { packets, sip } = stats;
    if (sip.conversations !== total) throw new Error(`${total} of ${sip.conversations} conversations`);
    if (sip.messages > 0 && packets.sip === 0) throw new Error(`${sip.messages} messages of no packet`);
  } finally {
    await core.close();
  }
}

function balanced(stats: Requests['stats']['answer'], finished: boolean): void {
  const wrong = imbalances(stats, finished);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}
