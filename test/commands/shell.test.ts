/** `shell` of the built program, in a pipe and on a terminal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { folder } from '../engine/core-session.js';
import { childOf, mayCapture } from '../live/capturing.js';
import { freePort, request, send } from '../live/traffic.js';
import { program, Story, withoutTerminal } from '../screen/harness.js';
import { node, run } from './program.js';
import { sample } from '../sample.js';

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

  it('reports on stderr, continues, and ends with 2', async () => {
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

describe('a script of the shell', () => {
  it('skips comments and empty lines, and accepts CRLF', async () => {
    const { status, stdout, stderr } = await run(['shell'], {
      input: Buffer.from('# what is there\r\n\r\nshow filter\r\n'),
    });
    expect([status, stdout, stderr]).toEqual([0, 'No filter: every conversation is shown.\n', '']);
  });

  it('ends with 0 where it was understood though nothing matched, and where a capture is damaged', async () => {
    const nothing = await run(['shell', calls], typed('filter add dstnum 1', 'show conversations'));
    expect([nothing.status, nothing.stderr]).toEqual([0, 'None of 7 conversations matches the filter.\n']);
    const cut = join(folder(), 'cut.pcap');
    writeFileSync(cut, readFileSync(calls).subarray(0, -10));
    const damaged = await run(['shell'], typed(`load ${cut}`));
    expect(damaged.status).toBe(0);
    expect(damaged.stderr).toContain('ends in the middle of a packet');
  });

  it('cannot load what its commands come from', async () => {
    const { status, stderr } = await run(['shell'], typed('load -'));
    expect(status).toBe(2);
    expect(stderr).toContain('Standard input is where the commands come from');
  });

  it.skipIf(!mayCapture)('stops what it captures at its end, and loses nothing of it', async () => {
    const port = await freePort();
    const child = spawn(node, [program, 'shell'], { stdio: ['pipe', 'pipe', 'inherit'] });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let said = '';
    const capturing = new Promise<void>(resolve =>
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.includes('Capturing lo')) resolve();
      }),
    );
    child.stdin.write(`capture start lo -b "udp port ${port}"\n`);
    await capturing;
    await send(port, request(1), request(2));
    child.stdin.end();
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    expect(said).toMatch(/\n2 conversations \(2 SIP messages\) extracted\n$/);
  });
});

describe.skipIf(withoutTerminal)('shell on a terminal', () => {
  function open(...argv: string[]): Story {
    return openIn(folder(), ...argv);
  }

  function openIn(home: string, ...argv: string[]): Story {
    const env = { TERM: 'xterm-256color', HOME: home };
    return new Story(node, [program, 'shell', ...argv], { cwd, columns: 120, env });
  }

  it('keeps the lines typed for the next run', async () => {
    const home = folder();
    const first = openIn(home);
    await first.waitFor('SipInv:');
    first.type('show filter\rexit\r');
    expect(await first.waitForEnd()).toEqual({ code: 0, signal: 0 });
    const second = openIn(home);
    await second.waitFor('SipInv:');
    second.press('Up', 'Up', 'Enter');
    await second.waitFor('SipInv: show filter');
    await second.waitFor('No filter');
  });

  it('completes files of the home, quoted where they hold blanks', async () => {
    const home = folder();
    copyFileSync(calls, join(home, 'my calls.pcap'));
    const story = openIn(home);
    await story.waitFor('SipInv:');
    story.type('load ~/my');
    story.press('Tab');
    await story.waitFor('load "~/my calls.pcap"');
    story.press('Enter');
    await story.waitFor('7 conversations (33 SIP messages) extracted');
  });

  it.skipIf(!mayCapture)('captures while it is used, and Ctrl-C on an empty line ends that', async () => {
    const port = await freePort();
    const story = open();
    await story.waitFor('SipInv:');
    story.type(`capture start lo -b "udp port ${port}"\r`);
    await story.waitFor(/Capturing lo; capture stop ends it\.\nSipInv:/);
    await send(port, request(1));
    story.type('half a line');
    story.press('Ctrl-C', 'Ctrl-C');
    await story.waitFor(
      /SipInv: capture stop\nStopping packet capture\n1 conversations \(1 SIP messages\) extracted\nSipInv:/,
    );
  });

  it.skipIf(!mayCapture)('says what happens to a capture, and keeps what is being typed', async () => {
    const port = await freePort();
    const story = open();
    await story.waitFor('SipInv:');
    story.type(`capture start hep 127.0.0.1:${port}\rcapture start lo -b "udp port ${port}"\r`);
    await story.waitFor('Capturing lo;');
    story.type('show fil');
    process.kill(childOf(story.pid), 'SIGKILL');
    await story.waitFor(/lo: tcpdump ended: it was killed by SIGKILL[\s\S]*\nSipInv: show fil/);
    story.type('ter\r');
    await story.waitFor('No filter');
  });

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
