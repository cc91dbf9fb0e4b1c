/** HEP in and out: reports of real agents and of our own sender, and packets that are not HEP. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Datagram } from '../../../src/capture/packet.js';
import { hepReport } from '../../../src/live/hep/hep-report.js';
import { hepPacket } from '../../../src/live/hep/hep-sender.js';
import { run } from '../../commands/program.js';
import { withoutPeer } from '../../peer.js';
import { kamailio } from '../kamailio.js';
import { type Capturing, capturing, mayCapture } from '../capturing.js';
import { freePort, request, send } from '../traffic.js';

const SECOND_US = 1_500_000_000_000_000;

function message(number: number, overrides: Partial<Datagram> = {}): Datagram {
  const bytes = request(number);
  return {
    timeUs: SECOND_US + 123_456,
    bytes,
    start: 0,
    end: bytes.length,
    source: Uint8Array.of(192, 0, 2, 1),
    sourcePort: 5060,
    destination: Uint8Array.of(192, 0, 2, 2),
    destinationPort: 5070,
    transport: 'UDP',
    truncated: false,
    ...overrides,
  };
}

/** Reads bytes that are no Buffer, so that what is read can be compared. */
const read = (bytes: Uint8Array, key: string | null = null) => hepReport(Uint8Array.from(bytes), 0, key);

function packet(number: number, key: string | null = null, overrides: Partial<Datagram> = {}): Uint8Array {
  return hepPacket(message(number, overrides), 1, key)!;
}

/** The port a listener on port 0 got, from what it said. */
function listeningPort(own: Capturing): number {
  return Number(/HEP \S+:(\d+)/.exec(own.words())![1]);
}

describe('a report', () => {
  it('of version 3 is laid out as its chunks say', () => {
    // By hand from the HEP3 document: family, protocol, addresses, ports, time, type, agent, payload.
    const chunks = [
      '0000 0001 0007 02',
      '0000 0002 0007 11',
      '0000 0003 000a c0000201',
      '0000 0004 000a c0000202',
      '0000 0007 0008 13c4',
      '0000 0008 0008 13ce',
      '0000 0009 000a 59682f00',
      '0000 000a 000a 0001e240',
      '0000 000b 0007 01',
      '0000 000c 000a 00000001',
      `0000 000f ${(6 + 3).toString(16).padStart(4, '0')} 534950`,
    ].map(chunk => Buffer.from(chunk.replaceAll(' ', ''), 'hex'));
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 6);
    const whole = Buffer.concat([Buffer.from('HEP3'), Buffer.of(length >> 8, length & 0xff), ...chunks]);
    const bytes = Buffer.from('SIP');
    expect(Buffer.from(hepPacket(message(1, { bytes, end: 3 }), 1, null)!).toString('hex')).toBe(whole.toString('hex'));
    expect(read(whole)).toEqual(message(1, { bytes: Uint8Array.from(bytes), end: 3 }));
  });

  it('keeps IPv6 addresses, the transport and the key', () => {
    const source = Uint8Array.from({ length: 16 }, (_, i) => i);
    const destination = source.slice().reverse();
    const bytes = packet(1, 'secret', { source, destination, transport: 'TLS' });
    const expected = { source, destination, transport: 'TLS', timeUs: SECOND_US + 123_456 };
    expect(read(bytes, 'secret')).toMatchObject({ ...expected, unreadable: undefined });
    expect(read(bytes, 'Secret').unreadable).toBe('HEP with a wrong key');
  });

  it('with a compressed payload is unpacked', () => {
    const deflated = deflateSync(request(7));
    const whole = Buffer.from(packet(7, null, { bytes: deflated, end: deflated.length }));
    whole.writeUInt16BE(16, whole.length - deflated.length - 4);
    const datagram = hepReport(whole, 0, null);
    expect(Buffer.from(datagram.bytes)).toEqual(request(7));
  });

  it('of version 2 has its time in the byte order of the agent', () => {
    const header = Buffer.from('02100211 13c4 13ce c0000201 c0000202'.replaceAll(' ', ''), 'hex');
    const time = Buffer.alloc(12);
    time.writeUInt32LE(1_500_000_000, 0);
    time.writeUInt32LE(123_456, 4);
    const datagram = hepReport(Buffer.concat([header, time, request(1)]), 0, null);
    expect(datagram).toMatchObject({
      timeUs: SECOND_US + 123_456,
      sourcePort: 5060,
      destinationPort: 5070,
      transport: 'UDP',
    });
    expect(Buffer.from(datagram.bytes.subarray(datagram.start, datagram.end))).toEqual(request(1));
  });

  it('never throws, and stays within its bytes', () => {
    const real = Buffer.from(packet(1, 'key'));
    const cut = fc.nat(real.length).map(length => real.subarray(0, length));
    const changed = fc.tuple(fc.nat(real.length - 1), fc.nat(255)).map(([at, byte]) => {
      const copy = Buffer.from(real);
      copy[at] = byte;
      return copy;
    });
    const any = fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.concat([Buffer.from('HEP3'), bytes]));
    fc.assert(
      fc.property(fc.oneof(cut, changed, any, fc.uint8Array()), bytes => {
        const { start, end, source, timeUs, bytes: payload } = read(bytes);
        expect(start).toBeLessThanOrEqual(end);
        expect(end).toBeLessThanOrEqual(payload.length);
        expect([0, 4, 16]).toContain(source.length);
        expect(Number.isSafeInteger(timeUs)).toBe(true);
      }),
    );
  });
});

describe('a listener', () => {
  it('lists what agents report, with their times and addresses', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0', '-n', '1', '--json']);
    await send(listeningPort(own), packet(1));
    expect(await own.ended).toBe(0);
    expect(JSON.parse(own.lines[0]!)).toMatchObject({
      time: '2017-07-14T02:40:00.123456Z',
      src: '192.0.2.1:5060',
      dst: '192.0.2.2:5070',
      transport: 'UDP',
      callId: 'live-1',
    });
  });

  it('takes HEP over TCP, cut anywhere', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0', '-n', '3']);
    const stream = Buffer.concat([packet(1), packet(2), packet(3)]);
    const socket = connect(listeningPort(own), '127.0.0.1').setNoDelay(true);
    onTestFinished(() => {
      socket.destroy();
    });
    for (let at = 0; at < stream.length; at += 97) {
      socket.write(stream.subarray(at, at + 97));
      await new Promise(setImmediate);
    }
    expect(await own.ended).toBe(0);
    expect(own.lines).toHaveLength(3);
  });

  it('goes on after garbage, and says who sent it', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0']);
    const port = listeningPort(own);
    const garbage = Buffer.from('GET / HTTP/1.1\r\n\r\n');
    const socket = connect(port, '127.0.0.1');
    socket.write(garbage);
    await once(socket, 'close');
    await send(port, garbage, Buffer.from('HEP3'), packet(1));
    await own.listed(1);
    expect(await own.stop()).toBe(0);
    expect(own.lines).toHaveLength(1);
    expect(own.words()).toContain('127.0.0.1 sent no HEP');
    expect(own.words()).toContain('127.0.0.1 sent over TCP what is no HEP version 3, and was disconnected');
  });

  it('refuses a wrong key', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0', '--hep-key', 'right']);
    await send(listeningPort(own), packet(1, 'wrong'), packet(2), packet(3, 'right'));
    await own.listed(1);
    expect(await own.stop()).toBe(0);
    expect(own.lines).toEqual([expect.stringContaining('live-3')]);
    expect(own.words().match(/sent HEP with a wrong key/g)).toHaveLength(1);
    expect(own.words()).toContain('3 packets, 2 of them not readable (2 HEP with a wrong key);');
  });

  it('warns that it trusts whoever can reach it, unless it asks for a key or listens on one address', async () => {
    const words = async (...argv: string[]) => {
      const own = await capturing(argv);
      await own.stop();
      return own.words();
    };
    expect(await words('--hep', ':0')).toMatch(/HEP 0\.0\.0\.0:\d+ believes whoever can reach it: --hep-key KEY asks/);
    expect(await words('--hep', ':0', '--hep-key', 'k')).not.toContain('believes');
    expect(await words('--hep', '127.0.0.1:0')).not.toContain('believes');
  });

  it('says that a port is taken', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { status, stderr } = await run(['capture', '--hep', `127.0.0.1:${socket.address().port}`]);
    socket.close();
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sipvestigator: HEP cannot be listened for on 127\.0\.0\.1 port \d+: .*EADDRINUSE.*\n$/);
  });
});

describe('a sender', () => {
  it('passes on what one listener hears to another, unchanged', async () => {
    const far = await capturing(['--hep', '127.0.0.1:0', '--hep-key', 'k', '-n', '2', '--json']);
    const near = await capturing([
      '--hep',
      '127.0.0.1:0',
      '--hep-to',
      `127.0.0.1:${listeningPort(far)}`,
      '--hep-key',
      'k',
      '--json',
    ]);
    await send(listeningPort(near), packet(1, 'k'), packet(2, 'k', { transport: 'TCP' }));
    expect(await far.ended).toBe(0);
    await near.listed(2);
    expect(far.lines.map(line => JSON.parse(line))).toEqual(near.lines.map(line => JSON.parse(line)));
    await near.stop();
  });
});

describe('real agents', () => {
  it.skipIf(!mayCapture || withoutPeer('sngrep'))('sngrep -H reports what it captures', async () => {
    const port = await freePort();
    const own = await capturing(['--hep', '127.0.0.1:0', '-n', '3', '--json']);
    const argv = ['-N', '-q', '-d', 'lo', '-H', `udp:127.0.0.1:${listeningPort(own)}`, 'udp', 'port', String(port)];
    const agent = spawn('sngrep', argv, { stdio: 'ignore', env: { ...process.env, TERM: 'xterm' } });
    onTestFinished(() => {
      agent.kill('SIGKILL');
    });
    // It does not say when it captures: requests are sent until three were reported.
    let number = 0;
    const sending = setInterval(() => void send(port, request(++number)), 100);
    onTestFinished(() => clearInterval(sending));
    expect(await own.ended).toBe(0);
    const reported = own.lines.map(line => JSON.parse(line) as { dst: string; callId: string }); // the promised object
    expect(reported.map(({ dst }) => dst)).toEqual(Array(3).fill(`127.0.0.1:${port}`));
    expect(new Set(reported.map(({ callId }) => callId)).size).toBe(3);
  });

  it.skipIf(withoutPeer('kamailio'))('Kamailio reports what it gets and answers', async () => {
    const own = await capturing(['--hep', '127.0.0.1:0', '-n', '2', '--json']);
    const { port } = await kamailio({ hepPort: listeningPort(own) });
    const sending = setInterval(() => void send(port, request(1)), 300);
    onTestFinished(() => clearInterval(sending));
    expect(await own.ended).toBe(0);
    const reported = own.lines.map(line => JSON.parse(line) as Record<string, unknown>); // the promised object
    expect(reported).toEqual([
      expect.objectContaining({ method: 'OPTIONS', callId: 'live-1', dst: `127.0.0.1:${port}` }),
      expect.objectContaining({ status: 200, callId: 'live-1', src: `127.0.0.1:${port}` }),
    ]);
  });
});
