/** The main job in the built program: open a capture, find the call, walk its ladder, read a message, keep what was found. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../capture/captures.js';
import { withoutTerminal } from './harness.js';
import { folder, footer, keys, open, run } from './program.js';
import { sample } from '../sample.js';

const UNANSWERED = sample('call-unanswered-nat.pcap');
const ALL = readdirSync(sample(''))
  .filter(name => name.endsWith('.pcap'))
  .map(sample);

describe.skipIf(withoutTerminal)('a session (@lydell/node-pty)', () => {
  it.each([
    [80, 24, 1],
    [120, 40, 3],
    [200, 50, 5],
  ])('shows what is in the samples at %i×%i', async (columns, rows, incidents) => {
    const story = await open(ALL, { columns, rows });
    await story.waitFor('164 messages');
    // Of 33 conversations, two are legs of one call and three of another.
    await story.waitFor('row 1 of 30');
    await story.waitFor(/✗ \d+ of \d+ unsuccessful: /);
    expect(story.text()).toContain('30 calls (33 conversations)');
    const screen = story.screen();
    expect(screen.length).toBe(rows);
    expect(screen[0]).toContain('Filter');
    // Below what is wrong in them, the worst of it.
    expect(screen.findIndex(row => row.includes('2 Calls'))).toBe(1 + incidents);
    expect(screen.find(row => row.startsWith('›'))).toContain('OPTIONS');
    expect(story.text()).toMatch(/INVITE +1502 +5660066/);
    expect(footer(story)).toMatch(/Enter open .*row 1 of 30$/);
    expect(story.isFullScreen()).toBe(true);
  });

  it('narrows to the one call while the number is typed', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    story.type('/dstnum 5660066');
    await story.waitFor('1 of 8 match');
    await story.waitFor(/INVITE .*178\.19\.48\.48 +unanswered +no reply, NAT/);
    const rows = story.screen().filter(row => row.includes('INVITE '));
    expect(rows[0]).toContain('4151502');
    expect(story.text()).not.toContain('REGISTER');
  });

  it('keeps the last valid result while the filter is wrong, and points at the fault', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    story.type('/dstnum 5660066');
    await story.waitFor('1 of 8 match');
    story.type(' and )');
    await story.waitFor(/\^ /);
    const [filter = '', fault = ''] = story.screen();
    expect(fault.indexOf('^')).toBe(filter.indexOf(')'));
    expect(story.text()).toContain('1 of 8 match');
    for (let i = 0; i < ' and )'.length; i++) story.press('Backspace');
    await story.waitFor(() => !story.text().includes('^'));
    expect(story.text()).toContain('1 of 8 match');
  });

  it('walks from the list to the ladder to the message, and back', async () => {
    const story = await open([UNANSWERED, '-f', 'srcnum 5660066'], { columns: 120, rows: 40 });
    await keys(story, 'Enter');
    await story.waitFor('message 1 of 7');
    for (const label of ['INVITE', '100 Trying', '180 Ringing', '200 OK', 'ACK', 'BYE'])
      expect(story.text()).toContain(label);
    await keys(story, 'Down', 'Down', 'Enter');
    await story.waitFor('SIP/2.0 180 Ringing');
    await story.waitFor('line 1 of');
    await keys(story, 'Esc');
    await story.waitFor('message 3 of 7');
    await keys(story, 'Esc');
    await story.waitFor('row 1');
    await keys(story, 'q');
    expect(await story.waitForEnd()).toEqual({ code: 0, signal: 0 });
  });

  it('folds the seven INVITEs into one arrow', async () => {
    const story = await open([UNANSWERED, '-f', 'dstnum 5660066'], { columns: 120, rows: 40 });
    await story.waitFor('×7');
  });

  it('finds text in a message with n and N', async () => {
    const story = await open([UNANSWERED, '-f', 'dstnum 5660066'], { columns: 120, rows: 40 });
    await keys(story, 'Enter');
    await story.waitFor('message 1 of 14');
    await keys(story, 'Enter', '/');
    story.type('10.10.10.2\r');
    await story.waitFor(/place 1 of \d+/);
    const places = Number(/place 1 of (\d+)/.exec(footer(story))?.[1]);
    expect(places).toBeGreaterThan(3);
    story.press('n');
    await story.waitFor(`place 2 of ${places}`);
    story.press('N');
    await story.waitFor(`place 1 of ${places}`);
    story.press('N');
    await story.waitFor(`place ${places} of ${places}`);
  });

  it('explains its keys, and searches them', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    story.press('?');
    await story.waitFor('[Help]');
    expect(story.text()).toContain('In the list');
    story.type('reverse');
    await story.waitFor('Reverse the order');
    await story.waitFor(() => !story.text().includes('In the list') || !story.text().includes('Go to the filter.'));
    await keys(story, 'Esc');
    await story.waitFor('row 1 of 8');
    expect(story.text()).not.toContain('[Help]');
  });

  it('sorts by the next column and back, and stays on the conversation', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    await story.waitFor('by order of arrival');
    const numbers = () =>
      story
        .screen()
        .map(row => /[✓✗?·-] \d\d:\d\d:\d\d\.\d{3} +[A-Z]+ +(\d{7})/.exec(row)?.[1])
        .filter(found => found !== undefined);
    await story.waitFor(() => numbers().length === 6);
    const sorted = numbers().sort();
    story.type(':sort from\r');
    await story.waitFor(() => numbers().join() === sorted.join());
    // The first call of the capture is by 5660066: the last of the six numbers, two names come after it.
    await story.waitFor('row 6 of 8');
    story.press('z');
    await story.waitFor(() => numbers().join() === sorted.toReversed().join());
    story.press('>');
    await story.waitFor('by to');
    story.press('<');
    await story.waitFor('by from');
  });

  it('puts two marked conversations into one ladder', async () => {
    const story = await open([sample('call-two-legs.pcap'), '-f', 'telnum 8969669'], { columns: 160, rows: 40 });
    await story.waitFor('1 of 2 calls match');
    await keys(story, 'X');
    await story.waitFor('2 of 3 match');
    await keys(story, 'Space', 'Space');
    await story.waitFor('2 marked');
    await keys(story, 'Enter');
    // The cursor stays on the first message of the conversation it was on.
    await story.waitFor('message 3 of 14');
    expect(story.text()).toContain('2 conversations, 14 messages');
    // Three hosts: the phone, the server between the legs, the other end.
    for (const host of ['10.20.0.22', '10.11.12.13', '10.11.13.40']) expect(story.text()).toContain(host);
  });

  it('goes to a time, a row and a Call-ID', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    story.type(':goto 16:41:30\r');
    await story.waitFor('row 5 of 8');
    story.type(':goto 2\r');
    await story.waitFor('row 2 of 8');
    story.type(':goto 35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060\r');
    await story.waitFor('row 5 of 8');
  });

  it('saves the filtered conversations, and asks before it overwrites a file', async () => {
    const cwd = folder();
    const story = await open([UNANSWERED, '-f', 'dstnum 5660066'], { columns: 120, rows: 40, cwd });
    await story.waitFor('1 of 8 match');
    await keys(story, 'F2');
    await story.waitFor('filtered.pcap');
    await keys(story, 'Enter');
    await story.waitFor(() => readdirSync(cwd).join() === 'filtered.pcap');
    await story.waitFor(/14 messages|14 packets/);
    const saved = await readCapture(readFileSync(join(cwd, 'filtered.pcap')));
    expect(saved.packets.length).toBe(14);

    await keys(story, 'F2');
    await story.waitFor('filtered.pcap');
    await keys(story, 'Enter');
    await story.waitFor('exists already');
    expect(readdirSync(cwd)).toEqual(['filtered.pcap']);
    const { mtimeMs } = statSync(join(cwd, 'filtered.pcap'));
    await keys(story, 'Esc');
    await story.waitFor('row 1, 1 of 8 match');
    expect(statSync(join(cwd, 'filtered.pcap')).mtimeMs).toBe(mtimeMs);
    await keys(story, 'F2', 'Enter');
    await story.waitFor('exists already');
    await keys(story, 'Enter');
    await story.waitFor(() => statSync(join(cwd, 'filtered.pcap')).mtimeMs > mtimeMs);
    expect(readdirSync(cwd)).toEqual(['filtered.pcap']);
  });

  it('starts without a file, on the page to choose one', async () => {
    const cwd = folder();
    execFileSync('cp', [sample('options-ping-tcp.pcap'), join(cwd, 'mine.pcap')]);
    const story = run([], { columns: 120, rows: 40, cwd });
    await story.waitFor('[Open a capture]');
    await story.waitFor('mine.pcap');
    await story.waitFor(/samples\/call\S* +a sample/);
    story.type('mine');
    await story.waitFor(/› mine\.pcap/);
    await keys(story, 'Enter');
    await story.waitFor('row 1 of 1');
    expect(story.text()).toContain('somedevice');
  });

  it('says in a sentence what it cannot open', async () => {
    const story = run([sample('README.md')], { columns: 160 });
    await story.waitFor(/README\.md.* is text/);
    expect(story.isFullScreen()).toBe(true);
    await keys(story, 'Esc', 'q');
    await story.waitForEnd();
  });

  it('answers "not yet" for what is still to come', async () => {
    const story = await open([UNANSWERED]);
    story.press('m');
    await story.waitFor(/Not yet: .*RTP/);
  });
});
