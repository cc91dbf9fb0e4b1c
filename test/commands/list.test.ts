/** `list` of the built program: fields, filters, exit statuses, pipes. Expected values are facts of the samples. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { json, run, runShell } from './program.js';
import { sample } from '../sample.js';

interface Listed {
  index: number;
  callId: string | null;
  start: string;
  from: string | null;
  to: string | null;
  state: string;
  messages: number;
}

const UNANSWERED = sample('call-unanswered-nat.pcap');

describe('list --json', () => {
  it('has the documented fields of the unanswered call, in order', async () => {
    const [call] = await json('list', UNANSWERED, '-f', 'dstnum 5660066');
    expect(Object.entries(call!)).toEqual(
      Object.entries({
        index: 4,
        callId: '35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060',
        start: '2018-04-16T16:41:37.979995Z',
        end: '2018-04-16T16:42:09.479774Z',
        durationMs: 31499.779,
        method: 'INVITE',
        from: '4151502',
        to: '5660066',
        fromUri: 'sip:4151502@10.10.10.2',
        toUri: 'sip:5660066@178.19.48.48',
        src: '10.10.10.2:5060',
        dst: '178.19.48.48:5060',
        transport: 'UDP',
        messages: 14,
        retransmissions: 6,
        state: 'unanswered',
        status: null,
        reason: null,
        ringMs: null,
        setupMs: null,
        hungUpBy: null,
        call: 4,
        cause: 'nat-binding-closed',
        outcome: 'no reply to 7 INVITEs in 31.5 s',
      }),
    );
  });

  it('tells an answered call from its first request to its last message', async () => {
    const [call] = await json('list', UNANSWERED, '-f', 'srcnum 5660066');
    // 16:38:31.204417 INVITE, .415717 180, 16:38:35.584417 200, 16:39:17.284417 BYE by the caller, .293717 200.
    expect(call).toMatchObject({
      ...{ state: 'completed', status: 200, reason: 'OK', hungUpBy: 'caller', messages: 7 },
      ...{ ringMs: 211.3, setupMs: 4380, durationMs: 46089.3, from: '5660066', to: '4151509' },
      outcome: 'answered after 4.4 s, caller hung up after 41.7 s',
    });
  });

  it('tells what is registered after a challenge from what is rejected for good', async () => {
    const registered = await json<Listed>('list', sample('registration-challenge.pcap'));
    expect(registered.map(({ from, state, messages }) => [from, state, messages])).toEqual([
      ['4151507', 'registered', 8],
      ['4151508', 'rejected', 4],
    ]);
    const [rejected] = await json('list', sample('call-caller-id-rejected.pcap'), '-f', 'srcnum 1502');
    expect(rejected).toMatchObject({ state: 'rejected', status: 403, reason: 'Forbidden', setupMs: null });
  });

  it('has the time of day of a text without dates, and all else as the capture has it', async () => {
    const captured = await json<Listed & { end: string }>('list', UNANSWERED);
    const printed = await json<Listed & { end: string }>('list', sample('call-unanswered-nat.txt'));
    expect(printed[4]?.start).toBe('16:41:37.979995');
    expect(printed).toEqual(
      captured.map(row => ({ ...row, start: row.start.slice(11, 26), end: row.end.slice(11, 26) })),
    );
  });

  it('numbers by arrival, whatever the filter', async () => {
    const all = await json<Listed>('list', UNANSWERED);
    expect(all.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const some = await json<Listed>('list', UNANSWERED, '-f', 'method OPTIONS');
    expect(some.map(({ index }) => index)).toEqual([2, 7]);
  });

  it('puts several files into one order of time', async () => {
    const names = ['options-ping-tcp.pcap', 'call-two-legs.pcap', 'call-unanswered-nat.pcap'];
    const merged = await json<Listed>('list', ...names.map(sample));
    const each = await Promise.all(names.map(name => json<Listed>('list', sample(name))));
    expect(merged.map(({ start }) => start)).toEqual(
      each
        .flat()
        .map(({ start }) => start)
        .sort(),
    );
    expect(merged.map(({ index }) => index)).toEqual([...merged.keys()]);
  });

  it('stops after -n messages', async () => {
    const first = await json<Listed>('list', UNANSWERED, '-n', '8');
    // Seven messages of the first call, one of the registration after it.
    expect(first.map(({ messages }) => messages)).toEqual([7, 1]);
  });
});

describe('list for people', () => {
  it('prints a line a conversation, without colour in a pipe', async () => {
    const { status, stdout, stderr } = await run(['list', UNANSWERED, '-f', 'dstnum 5660066']);
    expect(status).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^\[4\] .*2018-04-16 16:41:37\.979995 .*4151502 → 5660066.*14 messages.*\n$/);
    expect(stdout).not.toContain('\x1b');
  });

  it('prints local time', async () => {
    const { stdout } = await run(['list', UNANSWERED, '-f', 'dstnum 5660066'], { env: { TZ: 'Asia/Tokyo' } });
    expect(stdout).toContain('2018-04-17 01:41:37.979995');
  });

  it('keeps the clock of a text without dates', async () => {
    const argv = ['list', sample('call-unanswered-nat.txt'), '-f', 'dstnum 5660066'];
    const { stdout } = await run(argv, { env: { TZ: 'Asia/Tokyo' } });
    expect(stdout).toContain(' 16:41:37.979995 ');
  });
});

describe('exit statuses', () => {
  it('1 and a sentence where nothing matches', async () => {
    const { status, stdout, stderr } = await run(['list', UNANSWERED, '-f', 'dstnum 999999']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^sipvestigator: .*8 conversations.*\.\n$/);
  });

  it('2 and a caret where the filter is wrong', async () => {
    const { status, stdout, stderr } = await run(['list', UNANSWERED, '-f', 'dstnum 5 and status > many']);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    const [, expression = '', caret = '', end] = stderr.split('\n');
    expect(end).toBe('');
    expect(expression).toContain('dstnum 5 and status > many');
    expect(expression.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('many');
  });

  it.each([
    [['list'], 'Name a capture'],
    [['list', 'no-such-file.pcap'], 'no-such-file.pcap does not exist'],
    [['list', sample('')], 'is a directory'],
    [['list', sample('README.md')], 'is text'],
    [['list', '--wibble'], "'--wibble'"],
    [['list', '-n', '0', UNANSWERED], '--count takes a whole number'],
    [['list', '--filter'], '--filter'],
    [['ping'], 'Say whom to ping'],
    [['ping', '127.0.0.1', '--transport', 'sctp'], '--transport takes udp, tcp or tls'],
    [['list', '--hep', '0.0.0.0:9060'], '--hep is an option of capture'],
    [['list', UNANSWERED, '--message', '2'], '--message is an option of show, not of list.'],
    [['stats', UNANSWERED, '--overwrite'], '--overwrite is an option of export, capture, not of stats.'],
    [[UNANSWERED, '--json'], 'not of the screen.'],
    [['show', UNANSWERED], 'Name the captures, and after them the conversation'],
    [['flow'], 'Name the captures, and after them the conversation'],
    [['show', '--call-id', 'x'], 'Name the captures'],
    [['--device', 'lo'], 'The screen needs a terminal'],
    [['capture', '--engine', 'tshark'], '--engine takes auto, tcpdump, dumpcap, cap'],
    [['capture', '--hep-to', '9060'], '--hep-to takes HOST:PORT'],
    [['capture', '--snaplen', '0'], '--snaplen takes a whole number of bytes'],
    [[UNANSWERED], 'terminal'],
  ])('2 and one sentence for %j', async (argv, sentence) => {
    const { status, stdout, stderr } = await run(argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^sipvestigator: .*\n$/);
  });

  it('2 where one of several inputs could not be read; the others are printed', async () => {
    const { status, stdout, stderr } = await run(['list', 'no-such-file.pcap', sample('options-ping-tcp.pcap')]);
    expect(status).toBe(2);
    expect(stdout).toContain('somedevice');
    expect(stderr).toMatch(/^sipvestigator: no-such-file\.pcap does not exist.*\n$/);
  });
});

describe('in a pipe', () => {
  it('reads standard input', async () => {
    const capture = readFileSync(UNANSWERED);
    const { status, stdout } = await run(['list', '-', '--json'], { input: capture });
    expect(status).toBe(0);
    expect(stdout).toBe((await run(['list', UNANSWERED, '--json'])).stdout);
  });

  it('reads standard input that is a file', async () => {
    const { status, stdout } = await runShell('"$0" list - --json < "$1"', [UNANSWERED]);
    expect(status).toBe(0);
    expect(stdout).toBe((await run(['list', UNANSWERED, '--json'])).stdout);
  });

  it('ends quietly when its reader has enough', async () => {
    const line = 'set -o pipefail; "$0" list "$@" | head -n 1';
    const files = Array.from({ length: 60 }, () => UNANSWERED);
    const { status, stdout, stderr } = await runShell(line, files);
    expect(stdout.split('\n').length).toBe(2);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('ends quietly when nobody reads', async () => {
    const { status, stderr } = await runShell('set -o pipefail; "$0" list "$@" | true', [UNANSWERED]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('says what was damaged, and prints all before it', async () => {
    const capture = readFileSync(UNANSWERED);
    const cut = capture.subarray(0, 20_000);
    const { status, stdout, stderr } = await run(['list', '-'], { input: cut });
    expect(status).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBe(6);
    expect(stderr).toMatch(/^sipvestigator: -: .*ends in the middle of a packet.*byte \d+.*\n$/);
    // Of a capture cut before its first SIP there is nothing to list.
    const nothing = await run(['list', '-'], { input: capture.subarray(0, 50) });
    expect(nothing.status).toBe(1);
    expect(nothing.stderr).toContain('ends in the middle of a packet');
  });

  it('says why there is nothing', async () => {
    const { status, stderr } = await run(['list', '-'], { input: readFileSync(UNANSWERED).subarray(0, 24) });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^sipvestigator: .*empty.*\n$/);
  });

  it('leaves nothing behind of what it kept of a pipe', async () => {
    const line =
      'export XDG_CACHE_HOME=$(mktemp -d); "$0" list - > /dev/null; find "$XDG_CACHE_HOME" -type f; rm -r "$XDG_CACHE_HOME"';
    const { stdout, stderr } = await runShell(line, [], { input: readFileSync(UNANSWERED) });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });
});
