/** Nothing from a packet, a path, an option or another program reaches a terminal raw, whatever the command. */
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { sample } from '../sample.js';
import { request, writeCapture } from './captures.js';
import { type Run, run, runShell } from './program.js';

/** By the Unicode Character Database; a line end ends each line. */
const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** A group of each kind, as a packet, a name of a file or an option may hold them. */
const HOSTILE =
  '\x1b[2J\x1b]0;owned\x07\x7f\u009b31m\u061c\u200f\u202e\u2066\u200b\u2028\u2029\ufeff\ufff9\u{e0041}\ufe0f';
const SAMPLE = sample('call-unanswered-nat.pcap');
const LONG = 'x'.repeat(5000);

/** A capture whose every text is hostile, as UTF-8 and as Latin-1. */
function hostileCapture(): string {
  const text = Buffer.from(HOSTILE).toString('latin1');
  const headers = {
    'Call-ID': `${text}@192.0.2.1`,
    From: `"${text}" <sip:${text}@example.com>;tag=${text}`,
    To: `<sip:${text}@example.com>`,
    Subject: `${text}\tX`,
    [`X-${text}`]: text,
  };
  const answer = Buffer.from(request('INVITE', headers)).toString('latin1').replace(/^.*/, `SIP/2.0 486 ${text}`);
  const odd = { 'Call-ID': 'odd@\x9b2J\xff', From: '"\x90\x9d\x85" <sip:a\x9b@b>;tag=1', 'User-Agent': '\x9b\xe9\x1b' };
  const body = `v=0\r\n${text}\x1b\x9b`;
  return writeCapture(join(folder(), `${HOSTILE}.pcap`), [
    request('INVITE', { ...headers, 'Content-Type': 'application/sdp' }, body),
    answer,
    request('MESSAGE', odd, Buffer.from([0x1b, 0x9b, 0xff, 0x0d])),
  ]);
}

function expectInert({ stdout, stderr }: Pick<Run, 'stdout' | 'stderr'>): void {
  expect(stdout).not.toMatch(acting);
  expect(stderr).not.toMatch(acting);
}

/** One line a sentence, each of bounded length. */
function expectSentences({ stderr }: Run): void {
  const lines = stderr.split('\n');
  expect(lines.pop()).toBe('');
  for (const line of lines) expect(line.length).toBeLessThan(2200);
}

describe('a hostile capture', { timeout: 300_000 }, () => {
  it.each(['list', 'show', 'flow', 'stats'])('is printed by %s without what acts on a terminal', async command => {
    const file = hostileCapture();
    const ids = command === 'list' || command === 'stats' ? [[]] : [['0'], ['1']];
    for (const id of ids)
      for (const options of [
        [],
        ['--json'],
        ['--ascii'],
        ...(command === 'show' ? [['--messages'], ['--events']] : []),
      ]) {
        const ran = await run([command, file, ...id, ...options]);
        expect([ran.status, ran.stdout === '']).toEqual([0, false]);
        expectInert(ran);
      }
  });

  it('has the very texts in JSON', async () => {
    const { stdout } = await run(['list', hostileCapture(), '--json']);
    const [first, second] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)); // objects of the promised shape
    expect(first.callId).toBe(`${HOSTILE}@192.0.2.1`);
    expect(second.callId).toBe('odd@\x9b2J\xff');
  });

  it('is printed by capture as it comes, in text and JSON', async () => {
    const input = readFileSync(hostileCapture());
    for (const options of [[], ['--json']]) {
      const ran = await run(['capture', '-', ...options], { input });
      expect(ran.stdout.trimEnd().split('\n')).toHaveLength(3);
      expectInert(ran);
    }
  });

  it('is printed by the prompt', async () => {
    const file = hostileCapture();
    const lines = ['show', 'stats', 'show 0', 'flow', 'show 0 messages', 'filter', 'show 99'].join('\n');
    const ran = await run(['shell', file], { input: Buffer.from(lines) });
    expect(ran.stdout.length).toBeGreaterThan(100);
    expectInert(ran);
  });

  it('is exported as text with a dot for each byte of them', async () => {
    const out = join(folder(), 'out.txt');
    expect((await run(['export', hostileCapture(), '-o', out])).status).toBe(0);
    const text = readFileSync(out).toString();
    expect(text).toContain('INVITE sip:');
    expect(text.replace(/\t|\r\n/g, '')).not.toMatch(acting);
  });

  it('is exported as packets byte for byte', async () => {
    const file = hostileCapture();
    const out = join(folder(), 'out.pcap');
    await run(['export', file, '-o', out]);
    expect(readFileSync(out).includes(Buffer.from(HOSTILE))).toBe(true);
  });
});

/** What is wrong with each command line is quoted in its sentence. */
const COMMAND_LINES: [what: string, argv: (word: string) => string[]][] = [
  ['an unknown option', word => ['list', `--unknown${word}`]],
  ['an unknown option of one letter', word => ['list', `-Z${word}`]],
  ['a file that is not there', word => ['list', word]],
  ['a file that is not there, of several', word => ['stats', SAMPLE, word]],
  ['a conversation that is not there', word => ['show', SAMPLE, word]],
  ['a Call-ID that is not there', word => ['flow', SAMPLE, '--call-id', word]],
  ['a filter', word => ['list', SAMPLE, '-f', `state "${word}`]],
  ['a field of a filter', word => ['list', SAMPLE, '-f', `${word}: =`]],
  ['a pattern of a filter', word => ['list', SAMPLE, '-f', `/(${word}/`]],
  ['a count', word => ['list', SAMPLE, '-n', word]],
  ['a number of a message', word => ['show', SAMPLE, '0', '--message', word]],
  ['a name to export to', word => ['export', SAMPLE, '-o', word]],
  ['a folder to export to', word => ['export', SAMPLE, '-o', `/nowhere/${word}/x.pcap`]],
  ['settings', word => ['list', SAMPLE, '-f', 'dstnum 404404', '--config', word]],
  ['a key log', word => ['list', SAMPLE, '--keylog', word]],
  ['an interface', word => ['capture', '-d', word]],
  ['an interface of a name that could be one', word => ['capture', '-d', `a${word.replace(/[^\w]/gu, '')}`]],
  ['a host for ssh', word => ['capture', '--ssh', word]],
  ['a capture filter', word => ['capture', '-d', 'lo', '-b', `port ${word}`]],
  ['a file to write', word => ['capture', '-d', 'lo', '-w', `/nowhere/${word}.pcap`]],
  ['an address to listen on', word => ['capture', '--hep', word]],
  ['a host to send to', word => ['capture', '--hep', '127.0.0.1:0', '--hep-to', word]],
  ['a bound', word => ['capture', '-d', 'lo', '--keep', word]],
  ['an engine', word => ['capture', '-d', 'lo', '--engine', word]],
  ['a length', word => ['capture', '-d', 'lo', '--snaplen', word]],
  ['a file to follow', word => ['capture', '--follow', word]],
  ['a host to ping', word => ['ping', word]],
  ['a transport', word => ['ping', 'localhost', '--transport', word]],
  ['an address to send from', word => ['ping', 'localhost', '--source', word]],
  ['a file for the screen', word => [word]],
];

describe('a sentence about', { timeout: 300_000 }, () => {
  it.each(COMMAND_LINES)('%s is one line without anything that acts', async (_, argv) => {
    const words = [`two\nlines\r${HOSTILE}`, LONG];
    for (const ran of await Promise.all(words.map(word => run(argv(word))))) {
      expect(ran.status).not.toBe(0);
      expect(ran.stderr).toMatch(/^sipvestigator: /);
      expectInert(ran);
      expectSentences(ran);
    }
  });

  it('settings that are wrong quotes them safely', async () => {
    const config = join(folder(), `${HOSTILE}.toml`);
    writeFileSync(config, `[numbers]\ncountry = 1\n"${HOSTILE}" = 1\n\x1b = `);
    const ran = await run(['list', SAMPLE, '-f', 'index 0', '--config', config]);
    expect(ran.stderr).toContain('sipvestigator: ');
    expectInert(ran);
    expectSentences(ran);
  });

  it('a file that is damaged names it safely', async () => {
    const path = join(folder(), `${HOSTILE}.pcap`);
    writeFileSync(path, readFileSync(SAMPLE).subarray(0, 1000));
    for (const command of ['list', 'stats']) {
      const ran = await run([command, path]);
      expect(ran.stderr).toContain('.pcap: ');
      expectInert(ran);
      expectSentences(ran);
    }
  });

  it('files whose names are no UTF-8 is safe, too', async () => {
    const at = Buffer.from(folder());
    const name = Buffer.concat([at, Buffer.from('/\x9b2J\xff\x1b[31m', 'latin1')]);
    writeFileSync(name, 'no capture');
    mkdirSync(Buffer.concat([name, Buffer.from('.d')]));
    symlinkSync(name, Buffer.concat([at, Buffer.from('/link.pcap')]));
    const ran = await runShell(`for file in ${at}/*; do "$0" list "$file"; done; "$0" list ${at}`, []);
    expect(ran.stderr.split('\n').length).toBeGreaterThan(3);
    expectInert(ran);
    expectSentences(ran);
  });

  it('what a program on another machine said is safe', async () => {
    const bin = folder();
    const said = `printf '%s' '${HOSTILE}' >&2; exit 255`;
    for (const name of ['ssh', 'tcpdump', 'dumpcap'])
      writeFileSync(join(bin, name), `#!/bin/sh\n${said}\n`, { mode: 0o755 });
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    for (const argv of [
      ['capture', '--ssh', 'proxy'],
      ['capture', '-d', 'lo', '-b', 'port 5060'],
    ]) {
      const ran = await run(argv, { env });
      expect(ran.status).toBe(2);
      expectInert(ran);
      expectSentences(ran);
    }
  });

  it('lines of the prompt is safe', async () => {
    const words = ['load', 'show', 'filter', 'capture start', 'capture start ssh', 'help', 'capture start -w', ''];
    const lines = words.flatMap(word => [HOSTILE, `"a\0b"`, LONG].map(text => `${word} ${text}`)).join('\n');
    const ran = await run(['shell', SAMPLE], { input: Buffer.from(`${lines}\nexit\n`) });
    expect(ran.status).toBe(2);
    expectInert(ran);
  });

  it('an error of the program itself is one line', async () => {
    const preload = join(folder(), 'preload.mjs');
    const thrown = JSON.stringify(`${HOSTILE}\nand more`);
    // Nothing but the program's own handler sees it: standard input never ends.
    writeFileSync(preload, `setTimeout(() => { throw new Error(${thrown}); }, 500);\n`);
    const env = { NODE_OPTIONS: `--import ${preload}` };
    const ran = await runShell('sleep 5 | "$0" list -', [], { env });
    expect(ran.status).toBe(70);
    expect(ran.stderr).toMatch(/^sipvestigator: stopped by an error of its own: .*\n$/);
    expectInert(ran);
  });
});
