/**
 * Faults during a capture: nothing already listed is lost, a sentence reports the fault, and what can be restarted is.
 * The tests make their own interfaces and file systems; where they may not they are skipped, and fail with CI set.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pcapFileHeader } from '../../src/capture/formats/pcap-writer.js';
import { json, runShell } from '../commands/program.js';
import { folder } from '../engine/core-session.js';
import { inCi, withoutPeer } from '../peer.js';
import { capturing, childOf, hasCap, mayCapture } from './capturing.js';
import { freePort, request, send } from './traffic.js';
import { ipRecord, LINKTYPE_IPV4 } from './ip-record.js';

const absent = !inCi && (!mayCapture || withoutPeer('tcpdump') || withoutPeer('ip'));
const ignored = { stdio: 'ignore' } as const;

/** Two ends of a wire, for as long as the test runs: what is sent to 198.18.N.2 leaves by the first and is heard at both. */
const WIRE = `sv${process.pid % 100_000}`;
function lay(): void {
  execFileSync('ip', ['link', 'add', `${WIRE}a`, 'type', 'veth', 'peer', 'name', `${WIRE}b`]);
  for (const end of ['a', 'b']) execFileSync('ip', ['link', 'set', `${WIRE}${end}`, 'up']);
}
function cut(): void {
  spawnSync('ip', ['link', 'del', `${WIRE}a`], ignored);
}

/** A frame to nobody, from one end of the wire to the other. */
function transmit(number: number): void {
  const { status, stderr } = spawnSync(
    'python3',
    ['-c', TRANSMIT, `${WIRE}a`, Buffer.from(frame(number)).toString('hex')],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(stderr);
}
const TRANSMIT =
  'import socket,sys; s=socket.socket(socket.AF_PACKET,socket.SOCK_RAW); s.bind((sys.argv[1],0)); s.send(bytes.fromhex(sys.argv[2]))';

function frame(number: number): Uint8Array {
  return Buffer.concat([Buffer.from('0200000000020200000000010800', 'hex'), ipRecord(number).subarray(16)]);
}

/** A file system of so many KiB, for as long as the test runs. */
function smallDisk(kibibytes: number): string {
  const where = join(folder(), 'disk');
  mkdirSync(where);
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k`, 'tmpfs', where]);
  onTestFinished(() => {
    spawnSync('umount', ['-l', where], ignored);
  });
  return where;
}

/** The command lines of all processes. */
function commands(): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(pid => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return ''; // it has ended
      }
    });
}

describe.skipIf(absent)('a program that captures', () => {
  it('is restarted when killed, up to a limit, and what it had listed stays', async () => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump']);
    await send(port, request(1));
    await own.listed(1);
    const first = childOf(own.child.pid!);
    process.kill(first, 'SIGKILL');
    await own.said(/lo: tcpdump ended: it was killed by SIGKILL, and is started again/);
    // It captures some time after that.
    const sending = setInterval(() => void send(port, request(2)), 100);
    await own.listed(2);
    clearInterval(sending);
    expect(childOf(own.child.pid!)).not.toBe(first);
    expect(await own.stop()).toBe(0);
    expect(own.lines[0]).toContain('live-1');
    expect(own.words().match(/is started again/g)).toHaveLength(1);
  });

  it('captures again when its interface comes back, and ends when it stays away', {
    timeout: 60_000,
  }, async () => {
    onTestFinished(cut);
    lay();
    const own = await capturing(['-d', `${WIRE}b`, '--engine', 'tcpdump', '-b', 'udp']);
    transmit(1);
    await own.listed(1);
    cut();
    await own.said(new RegExp(`${WIRE}b: tcpdump ended: .*(disappeared|not up|down).*is started again`));
    lay();
    const sending = setInterval(() => transmit(2), 300);
    await own.listed(2).finally(() => clearInterval(sending));
    cut();
    expect(await own.ended).toBe(0);
    expect(own.words()).toMatch(/could not be started again: .*(No such device|doesn't exist)/i);
    expect(own.lines[0]).toContain('live-1');
  });
});

describe.skipIf(absent)('a disk that is full', () => {
  const many = Array.from({ length: 6000 }, (_, number) => request(number + 1));

  it('ends the file of -w with a sentence; the capture continues, and the file can be read', async () => {
    const port = await freePort();
    const file = join(smallDisk(512), 'written.pcapng');
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '-w', file]);
    await send(port, ...many);
    await own.listed(many.length);
    await own.said(
      /written\.pcapng is written no further: no space left on device\. [\d,]+ packets can be read back; watching goes on\./,
    );
    await send(port, request(7000));
    await own.listed(many.length + 1);
    expect(await own.stop()).toBe(2);
    const said = /([\d,]+) packets can be read back/.exec(own.words())?.[1]?.replace(',', '');
    const read = spawnSync('tcpdump', ['-r', file, '--count'], { encoding: 'utf8' });
    expect([read.status, read.stdout]).toEqual([0, `${said} packets\n`]);
    expect(read.stderr).not.toContain('truncated');
  });

  it('ends the spool with a sentence; the capture continues', async () => {
    const port = await freePort();
    const env = { XDG_CACHE_HOME: smallDisk(512) };
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`], { env });
    await send(port, ...many);
    await own.listed(many.length);
    await own.said(/can no longer be kept in .* \(no space left on device\): they are listed without their text\./);
    expect(await own.stop()).toBe(0);
    expect(own.lines).toHaveLength(many.length);
  });
});

describe('a clock that steps back', () => {
  it('loses no message and makes no time negative', async () => {
    const own = await capturing(['-', '--json'], { input: 'pipe' });
    const second = 1_000_000;
    // It begins 40 s into a minute.
    const records = [10, 11, 2, 3, 12].map((at, number) => ipRecord(number + 1, at * second, 'one'));
    own.child.stdin!.end(Buffer.concat([pcapFileHeader(LINKTYPE_IPV4), ...records]));
    expect(await own.ended).toBe(0);
    const listed = own.lines.map(line => JSON.parse(line) as { time: string }); // the promised object
    expect(listed.map(({ time }) => Number(time.slice(17, 19)))).toEqual([50, 51, 42, 43, 52]);
    const file = join(folder(), 'back.pcap');
    writeFileSync(file, Buffer.concat([pcapFileHeader(LINKTYPE_IPV4), ...records]));
    const [conversation] = await json<{ durationMs: number; messages: number }>('list', file);
    expect(conversation).toMatchObject({ durationMs: 10_000, messages: 5 });
  });
});

describe.skipIf(absent)('a terminal that is gone', () => {
  it('ends the capture in order: what came is written, and nothing goes on capturing', async () => {
    const port = await freePort();
    const file = join(folder(), 'written.pcapng');
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '-w', file]);
    const child = childOf(own.child.pid!);
    await send(port, request(1), request(2));
    await own.listed(2);
    own.child.kill('SIGHUP');
    expect(await own.ended).toBe(0);
    expect(await json('list', file)).toHaveLength(2);
    expect(existsSync(`/proc/${child}`)).toBe(false);
  });

  it('does not end a capture started with nohup', async () => {
    const port = await freePort();
    const out = join(folder(), 'out');
    const line = `nohup "$0" "$@" > ${out} 2>&1 & pid=$!; until grep -q Capturing ${out}; do sleep 0.1; done; kill -HUP $pid; echo $pid`;
    const { stdout } = await runShell(line, ['capture', '-d', 'lo', '-b', `udp port ${port}`, '-n', '1']);
    const pid = Number(stdout);
    await send(port, request(1));
    while (existsSync(`/proc/${pid}`)) await new Promise(resolve => setTimeout(resolve, 50));
    expect(readFileSync(out, 'utf8')).toContain('live-1');
  });
});

describe.skipIf(absent)('a capture that is killed', () => {
  it.for(['tcpdump', 'dumpcap', 'cap'])('leaves no %s behind that captures for nobody', async (engine, { skip }) => {
    skip(engine === 'cap' ? !hasCap : withoutPeer(engine));
    const own = await capturing(['-d', 'lo', '-b', `udp port ${await freePort()}`, '--engine', engine]);
    const child = childOf(own.child.pid!);
    own.child.kill('SIGKILL');
    await own.ended;
    while (existsSync(`/proc/${child}`)) await new Promise(resolve => setTimeout(resolve, 20));
  });
});

describe.skipIf(absent)('a reader that is gone', () => {
  it('ends the capture quietly, and nothing goes on capturing', async () => {
    const port = await freePort();
    const sending = setInterval(() => void send(port, request(1)), 100);
    const { stdout, stderr } = await runShell('"$0" "$@" | head -n 1', [
      'capture',
      '-d',
      'lo',
      '-b',
      `udp port ${port}`,
    ]);
    clearInterval(sending);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/EPIPE|Error/);
    expect(commands().filter(command => command.includes(`udp port ${port}`))).toEqual([]);
  });
});
