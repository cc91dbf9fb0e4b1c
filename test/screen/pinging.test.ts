/** A ping in the built program: asked first, answered by a real Kamailio, given up where nobody answers. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { kamailio } from '../live/kamailio.js';
import { withoutPeer } from '../peer.js';
import { withoutTerminal } from './harness.js';
import { keys, open } from './program.js';
import { sample } from '../sample.js';

describe.skipIf(withoutTerminal)('a ping (@lydell/node-pty)', () => {
  it.skipIf(withoutPeer('kamailio')).each(['udp', 'tcp'])(
    'over %s opens the exchange with a real Kamailio',
    async way => {
      const { port } = await kamailio({ tcp: true });
      const story = await open([sample('registration-challenge.pcap')], { columns: 120, rows: 40 });
      story.type(`:ping 127.0.0.1:${port} ${way}`);
      story.press('Enter');
      await story.waitFor(`Send OPTIONS to 127.0.0.1:${port} over ${way.toUpperCase()}?`);
      story.press('y');
      await story.waitFor(new RegExp(`127\\.0\\.0\\.1:${port} answered 200 OK in [\\d.]+ ms\\. It is kamailio`));
      await story.waitFor('message 1 of 2');
      expect(story.text()).toMatch(/─ OPTIONS ─/);
      expect(story.text()).toMatch(/╌ 200 OK ╌/);
      await keys(story, 'Esc');
      await story.waitFor(/OPTIONS +ping .*answered/);
    },
  );

  it('is cancelled with Esc, and what was sent stays', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => {
      silent.close();
    });
    await once(silent, 'listening');
    const { port } = silent.address();
    const story = await open([sample('registration-challenge.pcap')], { columns: 120, rows: 40 });
    story.type(`:ping 127.0.0.1:${port}`);
    story.press('Enter');
    await story.waitFor('Send OPTIONS to');
    const asked = once(silent, 'message');
    story.press('y');
    await asked;
    await story.waitFor('Esc gives it up');
    // Sent again (RFC 3261, timer E).
    await once(silent, 'message');
    await story.waitFor(/OPTIONS ×2/);
    await keys(story, 'Esc');
    await story.waitFor(`127.0.0.1:${port} did not answer: it was given up`);
    expect(story.text()).toMatch(/OPTIONS ×2/);
    expect(story.text()).toContain('[3 Flow]');
  });
});
