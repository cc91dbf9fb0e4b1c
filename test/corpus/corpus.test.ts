/** Every capture of the corpus through the whole engine, compared with what TShark found in it. */
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { openCore, readTogether } from '../engine/core-session.js';
import { comparesCallIds, type Counts, expectations, REFUSED, reasonOf, sum } from './corpus.js';

const expected = expectations();

describe.skipIf(!hasCorpus)(`the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(expected.map(each => [reasonOf(each.path), each] as const))('%s', async (_, each) => {
    const { ask, rows, messages } = await readTogether(corpusFile(each.path));
    const { packets, sip, undecodable, other, transports } = await ask('stats', {});
    expect(sip).toMatchObject({ messages: each.messages, requests: each.requests, responses: each.responses });

    expect(packets.pending).toBe(0);
    expect(packets.sip + packets.other + packets.undecodable).toBe(packets.read);
    expect(sum(undecodable)).toBe(packets.undecodable);
    expect(sum(other)).toBe(packets.other);
    expect(sum(transports)).toBe(sip.messages);

    const conversations = await rows();
    expect(conversations.length).toBe(sip.conversations);
    const found: Counts = Object.fromEntries(conversations.map(({ callId, messages: count }) => [`${callId}`, count]));
    expect(sum(found)).toBe(sip.messages);
    if (comparesCallIds(each.path)) expect(found).toEqual(each.callIds);

    // Each message can be read, and is in the conversation that counts it.
    for (const { index, callId, messages: count } of conversations.slice(0, 300)) {
      const listed = await messages(index);
      expect(listed.length).toBe(count);
      for (const { id, length } of listed) {
        const message = await ask('message', { id });
        if ('gone' in message) throw new Error(`message ${id} of ${callId}: ${message.gone}`);
        expect(message.bytes.length).toBe(length);
      }
    }
  });

  it.each(Object.entries(REFUSED))('%s is refused as %s', async (path, what) => {
    const { ask } = openCore();
    const { opened, refused } = await ask('open', { paths: [corpusFile(path)], limit: null });
    expect(opened).toEqual([]);
    expect(refused).toMatchObject([{ reason: expect.stringContaining(what) }]);
  });
});
