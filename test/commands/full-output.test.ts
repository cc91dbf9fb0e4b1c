/** Output that cannot be written is a sentence and exit 2; only a reader that went away is quiet. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { sample } from '../sample.js';
import { noSmallDisk, smallDisk } from '../small-disk.js';
import { request, writeCapture } from './captures.js';
import { run, runShell } from './program.js';

const SAMPLE = sample('call-unanswered-nat.pcap');
const FULL = 'sipvestigator: The output could not be written: no space left on device.\n';

/** Every command that prints, in every form; all print less than is buffered before the end. */
const PRINTING: string[][] = [
  ['list', SAMPLE],
  ['list', SAMPLE, '--json'],
  ['show', SAMPLE, '0'],
  ['show', SAMPLE, '0', '--json'],
  ['show', SAMPLE, '0', '--messages'],
  ['show', SAMPLE, '0', '--message', '1'],
  ['show', SAMPLE, '0', '--events', '--json'],
  ['flow', SAMPLE, '0'],
  ['flow', SAMPLE, '0', '--ascii'],
  ['flow', SAMPLE, '0', '--json'],
  ['stats', SAMPLE],
  ['stats', SAMPLE, '--json'],
  ['devices'],
  ['devices', '--json'],
  ['--help'],
  ['--version'],
];

describe.skipIf(!existsSync('/dev/full'))('a full device', { timeout: 300_000 }, () => {
  it.each(PRINTING)('%s %s %s %s %s', async (...argv) => {
    const { status, stderr } = await runShell('"$0" "$@" > /dev/full', argv.filter(Boolean));
    expect({ status, stderr }).toEqual({ status: 2, stderr: FULL });
  });

  it.each([[], ['--json']])('capture %s', async (...options) => {
    const input = readFileSync(SAMPLE);
    const { status, stderr } = await runShell('"$0" "$@" > /dev/full', ['capture', '-', ...options], { input });
    expect(status).toBe(2);
    expect(stderr).toContain(FULL);
  });

  it.each([[], ['--json']])('ping %s', async (...options) => {
    const argv = ['ping', '127.0.0.1:9', '--timeout', '0.2', ...options];
    const { status, stderr } = await runShell('"$0" "$@" > /dev/full', argv);
    expect({ status, stderr }).toEqual({ status: 2, stderr: FULL });
  });

  it('shell', async () => {
    const { status, stderr } = await runShell('"$0" shell > /dev/full', [], { input: Buffer.from('help\nhelp\n') });
    expect({ status, stderr }).toEqual({ status: 2, stderr: FULL });
  });

  it('as standard error changes no exit status', async () => {
    const status = async (line: string) => (await runShell(line, [SAMPLE])).status;
    expect(await status('"$0" list "$1" 2> /dev/full')).toBe(0);
    expect(await status('"$0" list "$1" -f "dstnum 404404" 2> /dev/full')).toBe(1);
    expect(await status('"$0" list /nowhere 2> /dev/full')).toBe(2);
    expect(await status('"$0" --unknown 2> /dev/full')).toBe(2);
    expect(await status('"$0" list "$1" > /dev/full 2> /dev/full')).toBe(2);
  });
});

describe('an output that takes nothing', { timeout: 300_000 }, () => {
  it('is a sentence where it is open for reading only', async () => {
    const { status, stderr } = await runShell('"$0" list "$1" 1< "$1"', [SAMPLE]);
    expect(status).toBe(2);
    expect(stderr).toBe('sipvestigator: The output could not be written: bad file descriptor.\n');
  });

  it('is a sentence beyond the largest file allowed, which holds what it may', async () => {
    const out = join(folder(), 'out');
    const line = 'ulimit -f 1; "$0" show "$1" 0 --messages > "$2"';
    const { status, stderr } = await runShell(line, [SAMPLE, out]);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'sipvestigator: The output could not be written: file too large.\n',
    });
    expect(statSync(out).size).toBe(1024);
  });

  it.skipIf(noSmallDisk)('is a sentence on a full disk, which holds what it may', async () => {
    const out = join(smallDisk(4), 'out');
    const { status, stderr } = await runShell('"$0" show "$1" 0 --json > "$2"', [SAMPLE, out]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: FULL });
    const whole = (await run(['show', SAMPLE, '0', '--json'])).stdout;
    const written = readFileSync(out, 'utf8');
    expect(written.length).toBeGreaterThan(1000);
    expect(whole.startsWith(written)).toBe(true);
  });
});

describe('a reader that goes away', { timeout: 300_000 }, () => {
  it.each(['head -1', 'true', 'sleep 0.2'])(
    'is quiet, and the exit status is that of what was found: | %s',
    async reader => {
      for (const command of ['list "$1" --json', 'stats "$1"', 'show "$1" 0 --messages', 'flow "$1" 0', '--help']) {
        const { status, stderr } = await runShell(`"$0" ${command} | ${reader}; exit \${PIPESTATUS[0]}`, [SAMPLE]);
        expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
      }
    },
  );

  it('ends a capture', async () => {
    const line = '"$0" capture - -n 1000 < "$1" | head -1';
    const { status, stdout } = await runShell(line, [SAMPLE]);
    expect([status, stdout.split('\n').length]).toEqual([0, 2]);
  });

  it('that is slow gets all', async () => {
    const messages = Array.from({ length: 800 }, (_, at) =>
      request('OPTIONS', { 'Call-ID': `c${at}` }, 'x'.repeat(500)),
    );
    const file = writeCapture(join(folder(), 'many.pcap'), messages);
    const { status, stdout } = await runShell('"$0" list "$1" --json | (sleep 1; cat)', [file]);
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([0, 800]);
  });
});

describe('standard input that is none', { timeout: 300_000 }, () => {
  it.each(['<&-', '< /dev/null', '< .'])('ends with a sentence: %s', async from => {
    const { status, stderr } = await runShell(`"$0" list - ${from}`, []);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sipvestigator: .*\n$/);
  });

  it('is the end of input for the prompt', async () => {
    for (const from of ['<&-', '< /dev/null', '< .'])
      expect(await runShell(`"$0" shell ${from}`, [])).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('an export', { timeout: 300_000 }, () => {
  it.each(['pcap', 'pcapng', 'txt'])('of nothing makes no .%s, and leaves one that is there', async ending => {
    const at = folder();
    const out = join(at, `out.${ending}`);
    const argv = ['export', SAMPLE, '-f', 'dstnum 404404', '-o', out];
    const { status, stderr } = await run(argv);
    expect([status, existsSync(out)]).toEqual([1, false]);
    expect(stderr).toMatch(/^sipvestigator: None of \d+ conversations matches\. Nothing was written\.\n$/);
    writeFileSync(out, 'mine');
    expect((await run([...argv, '--overwrite'])).status).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await run(['export', '/nowhere.pcap', '-o', join(at, `other.${ending}`)])).status).toBe(2);
    expect((await run(['export', SAMPLE, '-f', 'state', '-o', join(at, `other.${ending}`)])).status).toBe(2);
    expect(readdirSync(at)).toEqual([`out.${ending}`]);
  });

  it.skipIf(noSmallDisk).each(['pcap', 'pcapng', 'txt'])('to a full disk leaves no .%s', async ending => {
    const at = smallDisk(8);
    const out = join(at, `out.${ending}`);
    const { status, stderr } = await run(['export', SAMPLE, '-o', out]);
    expect(status).toBe(2);
    expect(stderr).toBe('sipvestigator: Nothing was saved: no space left on device.\n');
    expect(readdirSync(at)).toEqual([]);
  });

  it.each(['INT', 'TERM', 'HUP'])('that is ended by SIG%s leaves nothing', async signal => {
    const at = folder();
    // It waits for the end of its input, which does not come.
    const line = `(cat "$1"; sleep 20) | "$0" export - -o "$2" & sleep 2; kill -${signal} $!; wait $!`;
    const { status } = await runShell(line, [SAMPLE, join(at, 'out.pcap')], { env: { XDG_CACHE_HOME: at } });
    expect(status).toBe({ INT: 130, TERM: 143, HUP: 129 }[signal]);
    expect(readdirSync(at, { recursive: true })).toEqual(['sipvestigator']);
  });
});

describe.skipIf(noSmallDisk)('capture -w on a full disk', { timeout: 300_000 }, () => {
  const messages = Array.from({ length: 300 }, (_, at) =>
    request('OPTIONS', { 'Call-ID': `c${at}` }, 'x'.repeat(1001)),
  );

  it.each(['pcap', 'pcapng'])('lists all, says what can be read back from its .%s, and ends with 2', async ending => {
    const input = readFileSync(writeCapture(join(folder(), 'in.pcap'), messages));
    const out = join(smallDisk(128), `out.${ending}`);
    const { status, stdout, stderr } = await run(['capture', '-', '-w', out], { input });
    expect([status, stdout.trimEnd().split('\n').length]).toEqual([2, 300]);
    const [, written, lost] = /out\.\w+: (\d+) packets written; (\d+) could not be written\.\n/.exec(stderr) ?? [];
    expect(Number(written)).toBeGreaterThan(50);
    expect(Number(written) + Number(lost)).toBe(300);
    expect(stderr).toContain(`is written no further: no space left on device. ${written} packets can be read back`);
    const again = await run(['stats', out, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ packets: { read: Number(written) }, sources: [{ damage: null }] });
    if (withoutPeer('tcpdump')) return;
    const peer = spawnSync('tcpdump', ['-r', out, '--count'], { encoding: 'utf8' });
    expect([Number.parseInt(peer.stdout, 10), peer.status]).toEqual([Number(written), 0]);
  });

  it('refuses to begin where the disk takes nothing', async () => {
    const at = smallDisk(16);
    writeFileSync(join(at, 'other'), new Uint8Array(16 << 10));
    const { status, stderr } = await run(['capture', '-', '-w', join(at, 'out.pcapng')], {
      input: readFileSync(SAMPLE),
    });
    expect(status).toBe(2);
    expect(stderr).toContain('out.pcapng cannot be written: no space left on device\n');
    expect(readdirSync(at)).toEqual(['other']);
  });

  it('tells of a spool that has no room', async () => {
    // More than the spool holds back before it writes.
    const many = Array.from({ length: 10 }, () => messages).flat();
    const input = readFileSync(writeCapture(join(folder(), 'in.pcap'), many));
    const env = { XDG_CACHE_HOME: smallDisk(128) };
    const listed = await run(['list', '-'], { input, env });
    expect([listed.status, listed.stdout.trimEnd().split('\n').length]).toEqual([0, 300]);
    expect(listed.stderr).toMatch(
      /^sipvestigator: Messages can no longer be kept in .*: they are listed without their text\.\n$/,
    );
    const { stdout } = await run(['stats', '-', '--json'], { input, env });
    expect(JSON.parse(stdout).notKept.packets).toBeGreaterThan(0);
  });
});

describe('an option with an empty value', { timeout: 300_000 }, () => {
  it.each([
    ['capture', '--ssh', ''],
    ['capture', '-d', ''],
    ['capture', '-d', ','],
    ['capture', '-w', ''],
    ['capture', '--hep', ''],
    ['capture', '--hep-to', ''],
    ['capture', '--hep-key', ''],
    ['capture', '--keep', ''],
    ['capture', '--keep', '0'],
    ['capture', '--snaplen', '0'],
    ['capture', '--ring', '0'],
    ['capture', '--engine', ''],
    ['capture', '-n', '0'],
    ['capture', '-n', '-1'],
    ['capture', '-n', '1e9'],
    ['capture', '-n', 'NaN'],
    ['capture', '--ssh', '-oProxyCommand=true'],
    ['capture', '--ssh=-oProxyCommand=true'],
    ['capture', '--device=-w'],
    ['capture', '-w', '-'],
    ['list', SAMPLE, '--keylog', ''],
    ['list', SAMPLE, '--config', ''],
    ['capture', SAMPLE, '-w', 'never.pcapng'],
    ['list', ''],
    ['show', SAMPLE, ''],
    ['show', SAMPLE, '--call-id', ''],
    ['export', SAMPLE, '-o', ''],
    ['ping', ''],
    ['ping', '--', '-x'],
    ['ping', 'localhost', '--source', ''],
    ['--ssh', ''],
    [''],
  ])('or one that names nothing is wrong usage: %s %s %s %s', async (...argv) => {
    const given = argv.filter((word, at) => word !== undefined && at < argv.length);
    const { status, stdout, stderr } = await run(given);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^sipvestigator: .*\n$/);
  });

  it('is all conversations for -f', async () => {
    expect((await run(['list', SAMPLE, '-f', ''])).stdout).toBe((await run(['list', SAMPLE])).stdout);
  });
});
