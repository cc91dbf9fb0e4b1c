/** Messages that are scanned before a stream is cut: the same messages as without. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from '../harness.js';
import { type Bytes, ethernet, ipv4, request, tcp } from '../wire.js';

const segment = (payload: Bytes, offset: number): Bytes =>
  ethernet(ipv4(tcp(payload, { sequence: 7000 + offset }), { protocol: 6 }));

describe('a message that is complete in its segment', () => {
  it('is not complete before the LF of its last line end', () => {
    const text = Buffer.from(request('no body', ''), 'latin1');
    const packets = [
      segment(Uint8Array.from(text.subarray(0, -1)), 0),
      segment(Uint8Array.from(text.subarray(-1)), text.length - 1),
    ];
    const { messages } = decode(packets);
    expect(messages.map(({ text }) => text)).toEqual([text.toString('latin1')]);
    expect(messages).toEqual(decode(packets, true, undefined, null).messages);
  });

  const odd = [
    request('plain'),
    request('no body', ''),
    request('part of a body').replace(/Content-Length: \d+/, 'Content-Length: 5'),
    request('no length').replace(/Content-Length: \d+\r\n/, ''),
    request('two lengths').replace('CSeq', 'Content-Length: 3\r\nCSeq'),
    request('a start line in it', `v=0\r\n${request('inner', '')}`),
    request('message in a message', request('inner', '')).replace('application/sdp', 'message/sip'),
    request('lines of LF').replaceAll('\r\n', '\n'),
    request('several parts', '--a\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n--a--\r\n').replace(
      'application/sdp',
      'multipart/mixed;boundary=a',
    ),
    '\r\n\r\n',
    'no SIP\r\n',
  ];

  it('is the message that the stream framing finds, whatever else is in the stream', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...odd), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(600), { maxLength: 4 }),
        (texts, cuts) => {
          const stream = Buffer.from(texts.join(''), 'latin1');
          const places = [0, ...cuts.filter(at => at < stream.length).sort((a, b) => a - b), stream.length];
          const packets = places
            .slice(1)
            .map((to, i) => segment(Uint8Array.from(stream.subarray(places[i], to)), places[i]!));
          const scanned = decode(packets);
          const cut = decode(packets, true, undefined, null);
          expect(scanned.messages).toEqual(cut.messages);
          expect(scanned.accounts).toEqual(cut.accounts);
        },
      ),
    );
  });
});
