/** The built program and its terminal: whatever happens, the terminal is whole afterwards, and idle it is left alone. */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../bench/generate.js';
import { request, writeCapture } from '../commands/captures.js';
import { type Story, withoutTerminal } from './harness.js';
import { folder, footer, handedBack, keys, open, ownFolders, run, shell } from './program.js';
import { sample } from '../sample.js';

const UNANSWERED = sample('call-unanswered-nat.pcap');

/** Fails in the engine's thread, or on a signal in the main one: what is preloaded into both. */
const FAILING = `
const { isMainThread } = require('node:worker_threads');
const { existsSync } = require('node:fs');
if (isMainThread) process.on('SIGUSR2', () => { throw new Error('main \\u001b[31mreason'); });
else setInterval(() => { if (existsSync(process.env.FAIL_WHEN)) throw new Error('engine \\u001b[31mreason'); }, 50).unref();
`;

/** The line a shell waits at. */
function lineOfShell(story: Story): string | undefined {
  return story
    .screen()
    .findLast(row => row.trim() !== '')
    ?.trim();
}

/** What is left on the screen, as one text. */
function leftOver(story: Story): string {
  return story
    .screen()
    .filter(row => row !== '')
    .join('');
}

describe.skipIf(withoutTerminal)('the terminal of the program (@lydell/node-pty)', () => {
  it('is written to only when something changes', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    await keys(story, 'Down', 'Down');
    await story.waitFor('row 3 of 8');
    // What is wrong is told when all was judged.
    await story.waitFor('unsuccessful');
    await new Promise(resolve => setTimeout(resolve, 500));
    story.forget();
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(story.written).toBe('');
    await keys(story, 'Down');
    await story.waitFor('row 4 of 8');
  });

  it('is followed when it is resized, both ways', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40 });
    for (const [columns, rows] of [
      [80, 24],
      [200, 50],
      [60, 15],
      [120, 40],
    ] as const) {
      story.resize(columns, rows);
      await story.waitFor(() => footer(story).endsWith('row 1 of 8'));
      expect(story.screen().length).toBe(rows);
      expect(story.screen()[0]).toContain('Filter');
      expect(story.text()).toContain('5660066');
    }
  });

  it('survives a size that is too small', async () => {
    const story = await open([UNANSWERED]);
    story.resize(12, 4);
    await new Promise(resolve => setTimeout(resolve, 200));
    story.resize(80, 24);
    await story.waitFor(() => footer(story).endsWith('row 1 of 8'));
    expect(story.ended).toBeNull();
  });

  it('is the shell’s after Ctrl-Z, and the program’s again after fg', async () => {
    const story = await shell(`$P ${UNANSWERED}`, { columns: 120, rows: 40 });
    await story.waitFor('row 1 of 8');
    await keys(story, 'Down', 'Ctrl-Z');
    await story.waitFor('Stopped');
    expect(story.isFullScreen()).toBe(false);
    expect(story.modes()).toMatchObject({ mouse: false, wraps: true, cursorHidden: false });
    story.type('fg\r');
    await story.waitFor('row 2 of 8');
    expect(story.isFullScreen()).toBe(true);
    await keys(story, 'Down');
    await story.waitFor('row 3 of 8');
    await keys(story, 'q');
    await story.waitFor(() => !story.isFullScreen() && lineOfShell(story) === 'shell>');
    story.type('stty -a | grep -o -- "[-]*icanon"\r');
    await story.waitFor(/^icanon$/m);
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is handed back on %s, without a word', async (signal, code) => {
    const story = await open([UNANSWERED]);
    story.kill(signal);
    expect(await story.waitForEnd()).toEqual({ code, signal: 0 });
    expect(story.modes()).toEqual(handedBack);
    expect(leftOver(story)).toBe('');
  });

  it('ends the program when it goes away', async () => {
    const story = await open([UNANSWERED]);
    const { pid } = story;
    story.hangUp();
    await story.waitForEnd();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('is handed back with one sentence when the program fails', async () => {
    const at = folder();
    writeFileSync(join(at, 'failing.cjs'), FAILING);
    const env = { NODE_OPTIONS: `--require=${join(at, 'failing.cjs')}`, FAIL_WHEN: join(at, 'now') };
    const story = await open([UNANSWERED], { columns: 120, env });
    story.kill('SIGUSR2');
    expect((await story.waitForEnd()).code).toBe(70);
    expect(story.modes()).toEqual(handedBack);
    expect(leftOver(story)).toMatch(/^sipvestigator: .*main ␛\[31mreason[^\n]*$/);
    expect(leftOver(story)).not.toContain(' at ');
  });

  it('shows one sentence when the engine fails, and quits whole', async () => {
    const at = folder();
    writeFileSync(join(at, 'failing.cjs'), FAILING);
    const env = { NODE_OPTIONS: `--require=${join(at, 'failing.cjs')}`, FAIL_WHEN: join(at, 'now') };
    const story = await open([UNANSWERED], { columns: 120, env });
    writeFileSync(join(at, 'now'), '');
    await story.waitFor('engine ␛[31mreason');
    expect(story.text()).not.toContain('    at ');
    await keys(story, 'Esc', 'q');
    await story.waitForEnd();
    expect(story.modes()).toEqual(handedBack);
    expect(leftOver(story)).not.toContain('    at ');
  });

  it('never gets a control sequence out of a capture', async () => {
    const hostile = [
      ...['\x1b]0;owned\x07', '\x1b[31mred', '\x1b[2J', '\x9b31m', '\x1bPq', '\x07', '\x08\x08', '\x0e', '\x7f'],
      // As UTF-8: C1 CSI, right-to-left override, isolate, zero width joiner, soft hyphen, line separator.
      ...['\u009b31m', '\u202e', '\u2066', '\u200d', '\u00ad', '\u2028'].map(text =>
        Buffer.from(text).toString('latin1'),
      ),
    ].join('evil');
    const messages = ['INVITE', 'BYE'].map((method, at) =>
      request(
        method,
        {
          From: `"${hostile}" <sip:${hostile}@example.com>;tag=${hostile}`,
          To: `<sip:1${hostile}@example.com>`,
          'Call-ID': `id${hostile}`,
          Subject: hostile,
          [`X-${hostile}`]: hostile,
          CSeq: `${at + 1} ${method}`,
          'User-Agent': hostile,
        },
        `v=0\r\no=${hostile}\r\nm=audio 1 RTP/AVP 0\r\na=${hostile}\r\n`,
      ),
    );
    const file = writeCapture(join(folder(), `a${hostile.replace(/[\0/]/g, '').slice(0, 40)}.pcap`), messages);
    const story = await open([file], { columns: 120, rows: 40 });
    await keys(story, 'Enter', 'd', 'Down', 'Enter', 'W', 'End', 'Esc', 'Esc', 'Esc');
    story.type(':column Subject\r');
    await keys(story, 'i', 'Esc', '?', 'Esc', '/', 'i', 'd', 'e', 'Esc', 'F2', 'Esc', 'F10', 'Esc', 'Y', 'Esc');
    await story.waitFor('evil');
    // All the program says to a terminal: its own modes, cursor positions, erasing, colours.
    const own = /\x1b\[[?>]?[\d;]*[a-zA-Z]/g;
    const rest = story.written.replace(own, '');
    expect(rest).not.toMatch(/[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2066-\u2069\u200b-\u200f]/);
    expect(story.written).not.toContain('\x1b[31mred');
    expect(story.written).not.toContain('\x1b[2J' + 'evil');
  });

  it('gets no colour if NO_COLOR is set', async () => {
    const colour = /\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m/;
    const coloured = await open([UNANSWERED]);
    expect(coloured.written).toMatch(colour);
    const plain = await open([UNANSWERED], { env: { NO_COLOR: '1' } });
    await keys(plain, 'Enter', 'Down', 'Enter', '?');
    await plain.waitFor('[Help]');
    expect(plain.written).not.toMatch(colour);
  });

  it('gets only ASCII if the locale has nothing else', async () => {
    const story = await open([UNANSWERED], { columns: 120, rows: 40, env: { LANG: 'C', LC_ALL: 'C' } });
    await keys(story, 'Enter', 'Down', 'Enter', '?');
    await story.waitFor('[Help]');
    await keys(story, 'Esc', 'F2');
    expect(story.written).toMatch(/^[\x00-\x7f]*$/);
    expect(story.text()).toContain('5660066');
  });

  it('gives its keys while the capture comes from standard input', async () => {
    const story = await shell(`cat ${UNANSWERED} | $P -`, { columns: 120, rows: 40 });
    await story.waitFor('row 1 of 8');
    await keys(story, 'Down');
    await story.waitFor('row 2 of 8');
    story.type('/dstnum 5660066\r');
    await story.waitFor('1 of 8 match');
    await keys(story, 'Enter');
    await story.waitFor('message 1 of 14');
    await keys(story, 'Esc', 'q');
    await story.waitFor(() => !story.isFullScreen());
  });

  it('leaves nothing of standard input behind when the user quits', async () => {
    const at = folder();
    const story = await shell(`cat ${UNANSWERED} | $P -`, { env: ownFolders(at) });
    await story.waitFor('row 1 of 8');
    await keys(story, 'Down', 'Enter');
    await story.waitFor('message 1 of');
    expect(filesBelow(join(at, 'cache')).length).toBeGreaterThan(0);
    await keys(story, 'Ctrl-C');
    await story.waitFor(() => !story.isFullScreen());
    await story.waitFor(() => filesBelow(join(at, 'cache')).length === 0);
  });
});

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}

describe.skipIf(withoutTerminal)('a large capture (@lydell/node-pty)', () => {
  const at = mkdtempSync(join(tmpdir(), 'sipvestigator-story-'));
  const file = join(at, '5k.pcap');
  beforeAll(() => void generate(file, 5000));
  afterAll(() => rmSync(at, { recursive: true, force: true }));

  it('is usable before all of it is read', async () => {
    // The second half never comes while the user looks around.
    const story = await shell(`(head -c 10000000 ${file}; sleep 60) | $P -`, { columns: 120, rows: 40 });
    await story.waitFor(/row 1 of [1-9],?\d{3}/);
    await keys(story, 'Down', 'Down', 'Down');
    await story.waitFor('row 4 of');
    await keys(story, 'Enter');
    await story.waitFor(/message 1 of \d+/);
    await keys(story, 'Esc', 'G');
    await story.waitFor('following');
    story.type('/state rejected\r');
    await story.waitFor(/[1-9]\d* of [\d,]+ match/);
    await keys(story, '?');
    await story.waitFor('[Help]');
    await keys(story, 'Esc', 'Ctrl-C');
    await story.waitFor(() => !story.isFullScreen());
  });

  it('lists every conversation', async () => {
    const story = await open([file], { columns: 120, rows: 40 });
    await story.waitFor('row 1 of 5,000');
    await keys(story, 'End');
    await story.waitFor('row 5,000 of 5,000');
    story.type(':sort messages desc\r');
    await story.waitFor('by msgs');
  });

  it('is scrolled by a held key without falling behind', async () => {
    const story = run([file], { columns: 120, rows: 40 });
    await story.waitFor('row 1 of 5,000');
    for (let i = 0; i < 300; i++) story.press('Down');
    await story.waitFor('row 301 of 5,000');
  });
});
