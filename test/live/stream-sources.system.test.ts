/** Pipes, growing files and other hosts: messages are listed as they arrive. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pcapFileHeader } from '../../src/capture/formats/pcap-writer.js';
import { hepPacket } from '../../src/live/hep/hep-sender.js';
import { RING_BYTES, SNAP_LENGTH } from '../../src/live/live-input.js';
import { remoteCommand } from '../../src/live/children/ssh-capture.js';
import { run } from '../commands/program.js';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { capturing, mayCapture } from './capturing.js';
import { freePort, request, send } from './traffic.js';
import { ipRecord, LINKTYPE_IPV4, TIME_US } from './ip-record.js';

const header = pcapFileHeader(LINKTYPE_IPV4);
const record = (number: number) => ipRecord(number);

interface Line {
  callId: string;
}

const callIds = (lines: readonly string[]) => lines.map(line => (JSON.parse(line) as Line).callId); // the promised object

describe('a pipe', () => {
  it('lists each packet as it arrives, even byte by byte', async () => {
    const own = await capturing(['-', '--json'], { input: 'pipe' });
    const input = own.child.stdin!;
    for (const byte of header) input.write(Uint8Array.of(byte));
    for (let number = 1; number <= 3; number++) {
      input.write(record(number));
      await own.listed(number);
    }
    input.end();
    expect(await own.ended).toBe(0);
    expect(callIds(own.lines)).toEqual(['live-1', 'live-2', 'live-3']);
  });

  it('that is silent delays nothing, and Ctrl-C ends it', async () => {
    const own = await capturing(['-', '--hep', '127.0.0.1:0', '--json'], { input: 'pipe' });
    const port = Number(/HEP \S+:(\d+)/.exec(own.words())![1]);
    const none = new Uint8Array(0);
    const where = {
      source: none,
      sourcePort: 0,
      destination: none,
      destinationPort: 0,
      transport: 'UDP',
      truncated: false,
    } as const;
    const bytes = request(1);
    await send(port, hepPacket({ timeUs: TIME_US, bytes, start: 0, end: bytes.length, ...where }, 1, null)!);
    await own.listed(1);
    expect(await own.stop()).toBe(0);
  });

  it('that is closed in the middle of a packet loses nothing before it', async () => {
    const own = await capturing(['-'], { input: 'pipe' });
    own.child.stdin!.end(Buffer.concat([header, record(1), record(2).subarray(0, 100)]));
    expect(await own.ended).toBe(0);
    expect(own.lines[0]).toContain('live-1');
    expect(own.words()).toMatch(/-: the file ends in the middle of a packet at byte \d+/);
  });

  it('that is not a capture is refused in a sentence', async () => {
    const own = await capturing(['-'], { input: 'pipe' });
    own.child.stdin!.end(Buffer.alloc(100, 1));
    expect(await own.ended).toBe(1);
    expect(own.words()).toContain('standard input is not a capture that is read here');
  });

  it.skipIf(!mayCapture || withoutPeer('tcpdump'))(
    'of the text of tcpdump -A is listed with the next packet',
    async () => {
      const port = await freePort();
      const own = await capturing(['-', '--json'], { input: 'pipe' });
      const argv = ['-l', '-A', '-n', '--immediate-mode', '-i', 'lo', 'udp', 'port', String(port)];
      const tcpdump = spawn('tcpdump', argv, { stdio: ['ignore', own.child.stdin!, 'pipe'] });
      onTestFinished(() => {
        tcpdump.kill('SIGKILL');
      });
      await once(tcpdump.stderr, 'data');
      await send(port, request(1), request(2));
      await own.listed(1);
      expect(callIds(own.lines)).toEqual(['live-1']);
      own.child.stdin!.end();
      tcpdump.kill('SIGINT');
      expect(await own.ended).toBe(0);
      expect(callIds(own.lines)).toEqual(['live-1', 'live-2']);
    },
  );
});

describe('a file that is followed', () => {
  it('grows, is rotated and is cut: all that was in it stays listed', async () => {
    const path = join(folder(), 'grows.pcap');
    writeFileSync(path, Buffer.concat([header, record(1)]));
    const own = await capturing(['--follow', path, '--json']);
    await own.listed(1);
    const third = record(3);
    appendFileSync(path, Buffer.concat([record(2), third.subarray(0, 50)]));
    await own.listed(2);
    appendFileSync(path, third.subarray(50));
    await own.listed(3);
    renameSync(path, `${path}.1`);
    writeFileSync(path, Buffer.concat([header, record(4)]));
    await own.listed(4);
    truncateSync(path, 0);
    appendFileSync(path, header);
    appendFileSync(path, record(5));
    await own.listed(5);
    expect(await own.stop()).toBe(0);
    expect(callIds(own.lines)).toEqual(['live-1', 'live-2', 'live-3', 'live-4', 'live-5']);
  });

  it('that does not exist is refused in a sentence', async () => {
    const { status, stderr } = await run(['capture', '--follow', 'no-such-file.pcap']);
    expect(status).toBe(2);
    expect(stderr).toBe('sipvestigator: no-such-file.pcap does not exist; check the name\n');
  });
});

describe('--ssh', () => {
  const settings = {
    bpf: '',
    engine: 'auto',
    snapLength: SNAP_LENGTH,
    ringBytes: RING_BYTES,
    promiscuous: true,
  } as const;

  /** A stand-in for ssh in the PATH: what it was told to run is run here. */
  function standIn(script: string): string {
    const where = folder();
    const path = join(where, 'ssh');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return `${where}:${process.env['PATH']}`;
  }

  const RUN_HERE = 'for word; do :; done; SSH_CONNECTION="127.0.0.1 40000 127.0.0.1 22" exec sh -c "$word"';

  it.skipIf(!mayCapture || withoutPeer('tcpdump'))('captures with the tcpdump over there', async () => {
    const port = await freePort();
    const env = { PATH: standIn(RUN_HERE) };
    const own = await capturing(['--ssh', 'far', '-d', 'lo', '-b', `udp port ${port}`, '-n', '1'], { env });
    await send(port, request(1));
    expect(await own.ended).toBe(0);
    expect(own.lines[0]).toContain('live-1');
    expect(own.words()).toContain('Capturing far:lo.');
  });

  it.skipIf(withoutPeer('tcpdump'))('leaves out its own connection, and no filter gets out of its quotes', () => {
    const filtered = (bpf: string) => {
      const command = remoteCommand('any', { ...settings, bpf }).replace('exec tcpdump', 'printf "%s\\n" tcpdump');
      const env = { PATH: process.env['PATH'], SSH_CONNECTION: '192.0.2.7 40000 192.0.2.8 2222' };
      return execFileSync('sh', ['-c', command], { encoding: 'utf8', env }).trimEnd().split('\n').at(-1);
    };
    expect(filtered('')).toBe('not (tcp port 2222 and host 192.0.2.7)');
    expect(filtered('udp port 5060')).toBe('(udp port 5060) and not (tcp port 2222 and host 192.0.2.7)');
    expect(filtered("'; touch /nowhere/x; '")).toBe(
      "('; touch /nowhere/x; ') and not (tcp port 2222 and host 192.0.2.7)",
    );
  });

  it('that is refused is one sentence with what to do', async () => {
    const PATH = standIn('echo "bob@far: Permission denied (publickey,password)." >&2; exit 255');
    const { status, stderr } = await run(['capture', '--ssh', 'bob@far'], { env: { PATH } });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sipvestigator: bob@far cannot be captured: .*Permission denied.*ssh-copy-id bob@far\n$/);
  });

  it('never takes a host for an option', async () => {
    const { status, stderr } = await run(['capture', '--ssh=-oProxyCommand=true']);
    expect(status).toBe(2);
    expect(stderr).toBe('sipvestigator: --ssh takes HOST[,HOST], not "-oProxyCommand=true".\n');
  });
});
