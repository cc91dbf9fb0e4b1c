/** -w of a capture with media: SIP is written, RTP only on request. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../commands/program.js';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { capturing, mayCapture } from './capturing.js';
import { request, send } from './traffic.js';

const absent = !mayCapture || withoutPeer('tcpdump') || withoutPeer('tshark');

/** G.711 after RFC 3550: version 2, payload type 8. */
function rtp(number: number): Uint8Array {
  const bytes = Buffer.alloc(12 + 160, 0xd5);
  bytes.writeUInt16BE(0x8008, 0);
  bytes.writeUInt16BE(number, 2);
  bytes.writeUInt32BE(number * 160, 4);
  bytes.writeUInt32BE(0x1234, 8);
  return bytes;
}

/** A receiver report of RFC 3550 section 6.4.2 without reports. */
const rtcp = Buffer.from('80c9000100001234', 'hex');
const stun = Buffer.from('000100002112a442000102030405060708090a0b', 'hex');

function frames(path: string, filter: string, ...decode: string[]): number {
  const argv = ['-r', path, '-Y', filter, '-T', 'fields', '-e', 'frame.number', ...decode];
  const { status, stdout, stderr } = spawnSync('tshark', argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').filter(Boolean).length;
}

async function recorded(...options: string[]) {
  // Somebody listens: nothing is answered by ICMP.
  const listener = createSocket('udp4').bind(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address();
  const path = join(folder(), 'written.pcapng');
  const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '-w', path, ...options]);
  const media = Array.from({ length: 40 }, (_, number) => rtp(number));
  await send(port, request(1), ...media, rtcp, stun, request(2), ...media, request(3));
  await own.listed(3);
  expect(await own.stop()).toBe(0);
  listener.close();
  const decode = ['-d', `udp.port==${port},rtp`];
  return { path, words: own.words(), decode };
}

describe.skipIf(absent)('what is written', () => {
  it('is everything but media, with a count of what was left out', async () => {
    const { path, words, decode } = await recorded();
    expect(frames(path, 'sip')).toBe(3);
    expect(frames(path, 'frame')).toBe(4);
    expect(frames(path, 'rtp.version==2', ...decode)).toBe(0);
    expect(words).toContain('4 packets written; 81 of media were left out (--rtp writes them).');
    const { stdout } = await run(['stats', path, '--json']);
    expect(JSON.parse(stdout).packets).toMatchObject({ read: 4, sip: 3, other: 1 });
  });

  it('is all with --rtp', async () => {
    const { path, words, decode } = await recorded('--rtp');
    expect(frames(path, 'sip')).toBe(3);
    expect(frames(path, 'rtp.p_type==8', ...decode)).toBe(80);
    expect(frames(path, 'frame')).toBe(85);
    expect(words).toContain('85 packets written.');
  });
});

describe('--rtp without -w', () => {
  it('is a sentence', async () => {
    const { status, stderr } = await run(['capture', '-d', 'lo', '--rtp']);
    expect(status).toBe(2);
    expect(stderr).toContain('is about what -w writes: name a file with -w.');
  });
});
