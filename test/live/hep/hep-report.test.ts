/** Packets that are no report: each has a name of its own, under which it is counted. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { HepQueue } from '../../../src/live/hep/hep-queue.js';
import { hepReport } from '../../../src/live/hep/hep-report.js';
import { CHUNK } from '../../../src/model/hep.js';
import { hep3, textChunk } from './hep-packets.js';

const MEBIBYTE = 1 << 20;

function unreadable(bytes: Uint8Array, key: string | null = null): string | undefined {
  return hepReport(bytes, 0, key).unreadable;
}

function payloadOf(bytes: Uint8Array): string {
  const { bytes: payload, start, end } = hepReport(bytes, 0, null);
  return Buffer.from(payload.subarray(start, end)).toString();
}

describe('a packet', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'no HEP'],
    ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'no HEP'],
    ['SIP that is not in HEP', Buffer.from('OPTIONS sip:a SIP/2.0\r\n\r\n'), 'no HEP'],
    ['one byte that begins version 1', Buffer.of(1), 'no HEP'],
    ['the magic alone', Buffer.from('HEP3'), 'HEP that is cut'],
    ['a header without chunks', hep3(), 'HEP without a payload'],
    ['a header that tells of more than there is', Buffer.from('HEP3\xff\xff', 'latin1'), 'HEP that is cut'],
    ['a chunk that is shorter than its own header', hep3(Buffer.from('0000000f0003', 'hex')), 'HEP without a payload'],
    [
      'a packed payload that is none',
      hep3(textChunk(CHUNK.packedPayload, 'SIP/2.0')),
      'HEP with a payload that cannot be unpacked',
    ],
    ['version 1, cut in its addresses', Buffer.from('0110021113c413cec0000201', 'hex'), 'HEP that is cut'],
    ['version 2, cut in its time', Buffer.from('0210021113c413cec0000201c0000202596830', 'hex'), 'HEP that is cut'],
    ['version 1 without a message', Buffer.from('0110021113c413cec0000201c0000202', 'hex'), 'HEP without a payload'],
  ])('of %s is no report', (_, bytes, name) => {
    expect(unreadable(bytes)).toBe(name);
  });

  it('without the key that is asked for is none, whatever its version', () => {
    expect(unreadable(hep3(textChunk(CHUNK.payload, 'SIP')), 'k')).toBe('HEP with a wrong key');
    expect(unreadable(hep3(textChunk(CHUNK.key, 'K'), textChunk(CHUNK.payload, 'SIP')), 'k')).toBe(
      'HEP with a wrong key',
    );
    expect(unreadable(hep3(textChunk(CHUNK.key, 'k'), textChunk(CHUNK.payload, 'SIP')), 'k')).toBeUndefined();
    expect(unreadable(Buffer.from('0110021113c413cec0000201c0000202534950', 'hex'), 'k')).toBe('HEP with a wrong key');
  });
});

describe('a payload', () => {
  it.each([
    ['zlib', deflateSync],
    ['gzip', gzipSync],
  ])('packed with %s is unpacked', (_, pack) => {
    expect(payloadOf(hep3(textChunk(CHUNK.packedPayload, pack('SIP/2.0 200 OK'))))).toBe('SIP/2.0 200 OK');
  });

  it('is unpacked up to a mebibyte, and not beyond', () => {
    const packed = (bytes: number) => hep3(textChunk(CHUNK.packedPayload, deflateSync(Buffer.alloc(bytes))));
    expect(unreadable(packed(MEBIBYTE))).toBeUndefined();
    expect(unreadable(packed(MEBIBYTE + 1))).toBe('HEP with a payload that unpacks to more than 1 MiB');
  });

  it('is unpacked once, however many there are', () => {
    // Sixty times a mebibyte in one packet: only the last is the message.
    const bomb = textChunk(CHUNK.packedPayload, deflateSync(Buffer.alloc(MEBIBYTE)));
    const last = textChunk(CHUNK.payload, 'SIP/2.0 200 OK');
    const bytes = hep3(...Array.from({ length: 50 }, () => bomb), last);
    expect(payloadOf(bytes)).toBe('SIP/2.0 200 OK');
  });

  it('that is cut is read as far as it goes', () => {
    const whole = hep3(textChunk(CHUNK.payload, 'SIP/2.0 200 OK'));
    const cut = whole.subarray(0, whole.length - 3);
    expect(payloadOf(cut)).toBe('SIP/2.0 200');
    expect(hepReport(cut, 0, null).truncated).toBe(true);
    expect(hepReport(whole, 0, null).truncated).toBe(false);
  });
});

describe('what waits', () => {
  const arrival = (number: number, length = 744) => ({ bytes: new Uint8Array(length), from: 'a', arrivedUs: number });

  it('comes out in order, and is bounded by its bytes', () => {
    const queue = new HepQueue(10_000);
    const added = Array.from({ length: 20 }, (_, i) => queue.add(arrival(i)));
    expect(added.filter(Boolean)).toHaveLength(10);
    expect(queue.length).toBe(10);
    const taken = Array.from({ length: 10 }, () => queue.take()?.arrivedUs);
    expect(taken).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(queue.take()).toBeUndefined();
    expect(queue.add(arrival(20))).toBe(true);
  });

  it('counts empty packets too', () => {
    const queue = new HepQueue(10_000);
    for (let i = 0; i < 1000; i++) queue.add(arrival(i, 0));
    expect(queue.length).toBeLessThan(50);
  });

  it('can be given up', () => {
    const queue = new HepQueue(10_000);
    for (let i = 0; i < 5; i++) queue.add(arrival(i));
    queue.take();
    expect(queue.isHalfFull).toBe(false);
    expect(queue.clear()).toBe(4);
    expect(queue.length).toBe(0);
  });
});
