/** `shell` of the built program: as a filter of a pipe, and on a terminal. */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { program, Story, withoutTerminal } from '../screen/harness.js';
import { node, run, sample } from './program.js';

const calls = sample('call-diversion-wrong.pcap');
const cwd = dirname(fileURLToPath(new URL('../../package.json', import.meta.url)));

function typed(...lines: string[]): { input: Uint8Array } {
  return { input: Buffer.from(`${lines.join('\n')}\n`) };
}

describe('shell in a pipe', () => {
  it('answers on stdout, without prompts', async () => {
    const lines = typed('filter', 'add dstnum 5660066', 'exit', 'show conversations sorted', 'show conversation 0');
    const { status, stdout, stderr } = await run(['shell', calls], lines);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.replace(/ +/g, ' ').split('\n')).toEqual([
      `Processing file ${calls}...`,
      '7 conversations (33 SIP messages) extracted',
      '1 conversations',
      '[0] 16:11:51.307696: INVITE 7712552->5660066',
      '=== Conversation Call-ID: 256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060 ===',
      '[0] 16:11:51.307696 INVITE (7712552->5660066)',
      '[1] 16:11:51.307948 100 Trying (7712552->5660066)',
      '[2] 16:11:51.337896 403 Forbidden (7712552->5660066)',
      '[3] 16:11:51.338437 ACK (7712552->5660066)',
      '',
    ]);
  });

  it('complains on stderr, goes on, and ends with 2', async () => {
    const { status, stdout, stderr } = await run(
      ['shell'],
      typed('lod x', `load ${calls}`, 'show conversations sorted'),
    );
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean load?');
    expect(stdout.split('\n').filter(line => line.startsWith('['))).toHaveLength(7);
  });

  it('stops at exit', async () => {
    const { status, stdout } = await run(['shell'], typed('exit', 'show filter'));
    expect([status, stdout]).toEqual([0, '']);
  });

  it('begins with the filter of -f', async () => {
    const argv = ['shell', calls, '-f', 'has diversion state rejected'];
    const { stdout } = await run(argv, typed('show conversations sorted', 'show filter'));
    expect(stdout.split('\n').slice(2)).toEqual([
      '1 conversations',
      '[0] 16:11:51.307696: INVITE 7712552->5660066',
      'set condition and',
      'add has diversion',
      'add state rejected',
      '',
    ]);
  });

  it('reads a last line without an end', async () => {
    const { stdout } = await run(['shell'], { input: Buffer.from('show filter') });
    expect(stdout).toBe('No filter: every conversation is shown.\n');
  });
});

describe.skipIf(withoutTerminal)('shell on a terminal', () => {
  function open(...argv: string[]): Story {
    return new Story(node, [program, 'shell', ...argv], { cwd, columns: 120, env: { TERM: 'xterm-256color' } });
  }

  it('prompts, completes and ends at exit', async () => {
    const story = open('samples/call-diversion-wrong.pcap');
    try {
      await story.waitFor(/extracted\nSipInv: *$/m);
      story.type('filter add dstnum 5660066\r');
      await story.waitFor(/1 conversations\nSipInv\*:/);
      story.type('show conversation ');
      story.press('Tab');
      await story.waitFor('show conversation 256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060');
      story.press('Enter');
      await story.waitFor('(7712552->5660066)');
      story.type('conversation 0\r');
      await story.waitFor('SipInv[conversation 0]*:');
      story.type('show message 2\r');
      await story.waitFor('SIP/2.0 403 Forbidden');
      story.type('exit\rexit\r');
      expect(await story.waitForEnd()).toEqual({ code: 0, signal: 0 });
    } finally {
      story.close();
    }
  });

  it('empties the line at Ctrl-C, recalls lines, and ends at Ctrl-D', async () => {
    const story = open();
    try {
      await story.waitFor('SipInv:');
      story.type('show fil');
      story.press('Ctrl-C');
      story.type('show filter\r');
      await story.waitFor('No filter');
      story.press('Up');
      story.press('Enter');
      await story.waitFor(/No filter[\s\S]*No filter/);
      expect(story.text()).not.toContain('There is no command');
      story.press('Ctrl-D');
      expect(await story.waitForEnd()).toEqual({ code: 0, signal: 0 });
    } finally {
      story.close();
    }
  });
});
