/** Watching an interface in the built program: chosen from the list, with a capture filter, and real packets on the loopback. */
import { createSocket } from 'node:dgram';
import { describe, it, onTestFinished } from 'vitest';
import { mayCapture } from '../live/capturing.js';
import { freePort, request } from '../live/traffic.js';
import { withoutPeer } from '../peer.js';
import { withoutTerminal } from './harness.js';
import { keys, run } from './program.js';

/** Sends one message after the other to a port of the loopback where nobody listens, until the test ends. */
function keepSending(port: number): void {
  const socket = createSocket('udp4');
  let sent = 0;
  const timer = setInterval(() => socket.send(request(sent, `watched-${sent++}@loopback`), port, '127.0.0.1'), 10);
  onTestFinished(() => {
    clearInterval(timer);
    socket.close();
  });
}

describe.skipIf(withoutTerminal)('watching an interface (@lydell/node-pty)', () => {
  it.skipIf(!mayCapture || withoutPeer('tcpdump'))('goes from the start page to its messages', async () => {
    const port = await freePort();
    keepSending(port);
    const story = run([], { columns: 120, rows: 40 });
    await story.waitFor(/Watch an interface +live traffic of any.*\blo\b/);
    story.press('Enter');
    await story.waitFor(/lo +[\d,]*[1-9] +up +127\.0\.0\.1/);
    const rows = story.screen();
    const below = rows.findIndex(row => /^ +lo /.test(row)) - rows.findIndex(row => row.includes('›'));
    for (let step = 0; step < below; step++) story.press('Down');
    await story.waitFor(/› +lo /);
    story.press('Tab');
    story.type(`udp prot ${port}`);
    story.press('Enter');
    await story.waitFor('The capture filter is wrong at "prot": syntax error.');
    // The cursor stands at the wrong word.
    await keys(story, 'Right', 'Delete', 'Delete');
    story.type('or');
    await story.waitFor(`udp port ${port}`);
    story.press('Enter');
    await story.waitFor(`Watching lo, only "udp port ${port}".`);
    // The list follows what comes.
    await story.waitFor(/row ([1-9][\d,]*) of \1\b/);
    await story.waitFor(/Call-ID: watched-\d+@loopback/);
  });

  it.skipIf(withoutPeer('tcpdump'))('says so if there is no such interface', async () => {
    const story = run([], { columns: 200, rows: 50 });
    await story.waitFor('Watch an interface');
    await keys(story, 'Esc');
    story.type(':watch nosuch0');
    story.press('Enter');
    await story.waitFor(/nosuch0 cannot be captured: /);
  });
});
