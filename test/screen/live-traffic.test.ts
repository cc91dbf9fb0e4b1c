/** Real calls of SIPp watched on the screen of the real program: what was sent is listed, whatever is done meanwhile. */
import { describe, expect, it } from 'vitest';
import { childOf, hasCap, mayCapture } from '../live/capturing.js';
import { freePort, request, send } from '../live/traffic.js';
import { playCalls } from '../live/sipp.js';
import { withoutPeer } from '../peer.js';
import { type Story, withoutTerminal } from './harness.js';
import { footer, keys, run } from './program.js';

const ENGINES = ['tcpdump', 'dumpcap', 'cap'] as const;
const without = (program: string) => !mayCapture || withoutPeer('sipp') || withoutPeer(program);
const status = (story: Story) => story.screen().at(-2) ?? '';

async function watching(port: number, ...more: string[]): Promise<Story> {
  const story = run(['-d', 'lo', '-b', `port ${port}`, ...more], { columns: 200, rows: 50 });
  await story.waitFor('row 0 of 0');
  return story;
}

/** A figure of the statistics. */
function figure(story: Story, name: string): number {
  const row = story.screen().find(line => line.trim().startsWith(name)) ?? '';
  return Number(row.trim().slice(name.length).replaceAll(',', ''));
}

describe.skipIf(withoutTerminal)('calls on the screen (@lydell/node-pty)', () => {
  for (const engine of ENGINES) {
    const absent = engine === 'cap' ? !hasCap || without('sipp') : without(engine);
    it.skipIf(absent).each([false, true])(`${engine} shows every message SIPp sent (over TCP: %s)`, async tcp => {
      const { port, play } = await playCalls(20, tcp);
      const story = await watching(port, '--engine', engine);
      const sent = await play();
      expect(sent).toBeGreaterThanOrEqual(120);
      await story.waitFor(`${sent} messages in`);
      await story.waitFor('of 20');
      // tcpdump counts what was dropped while it runs, the others at their end or never.
      const drops = engine === 'tcpdump' ? 'dropped by kernel 0, by interface 0' : 'drops unknown';
      await story.waitFor(() => status(story).includes(drops));
      expect(story.text()).toContain('completed');
      // The newest is under the cursor: with its ladder, its message.
      await story.waitFor('row 20 of 20');
      await story.waitFor('200 OK (BYE)');
    });
  }

  it.skipIf(without('tcpdump'))('another capture filter while calls go on loses none of them', async () => {
    const { port, play } = await playCalls(60, false, 20);
    const story = await watching(port);
    const played = play();
    await story.waitFor(/row \d+ of [1-9]/);
    story.type(`:bpf udp and port ${port}\r`);
    await story.waitFor(`Only "udp and port ${port}" is captured on lo.`);
    const sent = await played;
    await story.waitFor('of 60');
    await keys(story, 'i');
    // While both captured, packets came twice: they are told apart, and counted.
    await story.waitFor(() => figure(story, 'messages') - figure(story, 'of these, captured twice') >= sent);
    expect(figure(story, 'messages') - figure(story, 'of these, captured twice')).toBe(sent);
  });

  it.skipIf(without('tcpdump'))('a capture that dies is reported, and restarted', async () => {
    const { port, play } = await playCalls(10, false);
    const story = await watching(port);
    const first = await play();
    await story.waitFor(`${first} messages in`);
    process.kill(childOf(story.pid), 'SIGKILL');
    await story.waitFor('lo: tcpdump ended: it was killed by SIGKILL, and is started again.');
    expect(footer(story)).toContain('of 10');
    // Until it captures again nobody listens.
    const sending = setInterval(() => void send(port, request(1)), 200);
    await story.waitFor('of 11').finally(() => clearInterval(sending));
  });

  it.skipIf(without('tcpdump'))('a capture is stopped and restarted from the screen', async () => {
    const { port, play } = await playCalls(10, false);
    const story = await watching(port);
    story.type(':stop\r');
    await story.waitFor('lo has ended after 0 packets. ":restart" captures again.');
    await keys(story, 'j');
    await story.waitFor('lo  ended');
    story.type(':restart\r');
    await story.waitFor('1 source captured again.');
    const sent = await play();
    await keys(story, 'j');
    await story.waitFor(`${sent} messages in`);
  });

  it.skipIf(without('tcpdump'))('a blocked terminal costs no message', async () => {
    const { port, play } = await playCalls(60, false, 60);
    const story = await watching(port);
    story.pause();
    const sent = await play();
    story.resume();
    await story.waitFor(`${sent} messages in`);
    await story.waitFor('dropped by kernel 0, by interface 0');
  });

  it.skipIf(without('tcpdump'))('the screen can be frozen while calls go on, and has them all afterwards', async () => {
    const { port, play } = await playCalls(40, false, 40);
    const story = await watching(port);
    const played = play();
    await story.waitFor(/row \d+ of [1-9]/);
    await keys(story, 'p');
    await story.waitFor(/paused, \d+ new/);
    const list = () =>
      story.screen().slice(
        0,
        story.screen().findIndex(row => row.includes('3 Flow')),
      );
    // What was asked for before the screen stood still may come after it.
    await new Promise(resolve => setTimeout(resolve, 300));
    const rows = list();
    const sent = await played;
    await story.waitFor(`${sent} messages in`);
    expect(list()).toEqual(rows);
    await keys(story, 'p');
    await story.waitFor('row 40 of 40');
  });

  it.skipIf(without('tcpdump'))(
    'what the kernel dropped is told: with what is listed it is all that was sent',
    async () => {
      const port = await freePort();
      const story = run(['-d', 'lo', '-b', `udp port ${port}`, '--ring', '1'], { columns: 120, rows: 40 });
      await story.waitFor('0 dropped');
      const sent = 5000;
      // Nobody takes what comes: the ring is soon full.
      story.kill('SIGSTOP');
      await send(port, ...Array.from({ length: sent }, (_, number) => request(number)));
      story.kill('SIGCONT');
      const number = (name: string) =>
        Number(new RegExp(`([\\d,]+) ${name}`).exec(status(story))?.[1]?.replaceAll(',', ''));
      await story.waitFor(() => number('dropped') > 0);
      await story.waitFor(() => number('seen') + number('dropped') >= sent);
      expect(number('seen') + number('dropped')).toBe(sent);
    },
  );

  it.skipIf(without('tcpdump'))('quitting asks about messages that are in no file', async () => {
    const { port, play } = await playCalls(10, false);
    const story = await watching(port);
    const sent = await play();
    await story.waitFor(`${sent} messages in`);
    await keys(story, 'q');
    await story.waitFor(`${sent} messages captured live are in no file.`);
    await keys(story, 'q');
    expect((await story.waitForEnd()).code).toBe(0);
  });
});
