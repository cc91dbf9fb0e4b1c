/** The engine of commands that print and end: what it answers, and that it says nothing once it closes. */
import { describe, expect, it } from 'vitest';
import { engineInThisThread } from '../../src/engine/same-thread.js';
import { sample } from '../sample.js';

describe('the engine in the thread that asks it', () => {
  it('reads, and answers', async () => {
    const engine = engineInThisThread();
    await engine.request('open', { paths: [sample('call-two-legs.pcap')], limit: null });
    const { messages } = await engine.request('loaded', {});
    expect(messages).toBeGreaterThan(0);
    expect((await engine.request('stats', {})).sip.messages).toBe(messages);
    await engine.close();
  });

  it('tells a listener that comes later the newest progress', async () => {
    const engine = engineInThisThread();
    const first = await new Promise(resolve => {
      engine.onProgress(resolve);
      void engine.request('open', { paths: [sample('call-two-legs.pcap')], limit: null });
    });
    let later: unknown;
    const ignore = engine.onProgress(progress => {
      later = progress;
    });
    expect(later).toEqual(first);
    ignore();
    await engine.close();
  });

  it('takes what ends because it closes for no answer: a command would print it', async () => {
    const engine = engineInThisThread();
    await engine.request('open', { paths: [sample('call-two-legs.pcap')], limit: null });
    const answered: string[] = [];
    void engine.request('loaded', {}).then(() => answered.push('before'));
    const closed = engine.close();
    void engine.request('stats', {}).then(() => answered.push('after'));
    await closed;
    await new Promise(resolve => setTimeout(resolve, 20));
    expect(answered).toEqual([]);
    expect(engine.close()).toBe(closed);
  });
});
