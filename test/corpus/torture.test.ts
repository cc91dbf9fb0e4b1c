/**
 * The torture messages of RFC 4475 and RFC 5118: each is listed, and malformed or not. Those of RFC 5118 are written
 * here from what its sections describe.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageId } from '../../src/model/ids.js';
import { CORPUS_ABSENT, corpusFile, hasCorpus, pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { bytes, ethernet, ipv4, udp } from '../decode/wire.js';
import { parseMessage } from '../../src/sip/message/message.js';
import { folder, readTogether } from '../engine/core-session.js';

const rfc4475 = hasCorpus ? readdirSync(corpusFile('torture/rfc4475')).sort() : [];

/** A capture of datagrams, a second apart. */
function captured(datagrams: readonly Uint8Array[]): string {
  const path = join(folder(), 'torture.pcap');
  const records = datagrams.map((datagram, at) =>
    pcapRecordBytes({}, 1_700_000_000 + at, 0, ethernet(ipv4(udp(datagram)))),
  );
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return path;
}

describe.skipIf(!hasCorpus)(`RFC 4475${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it('has 49 datagrams', () => {
    expect(rfc4475.length).toBe(49);
  });

  it.each(rfc4475)('%s is one message, shown byte by byte', async name => {
    const datagram = readFileSync(corpusFile(`torture/rfc4475/${name}`));
    const { ask, rows } = await readTogether(captured([datagram]));
    expect(await rows()).toMatchObject([{ index: 0, messages: 1 }]);
    const message = await ask('message', { id: messageId(0) });
    if ('gone' in message) throw new Error(message.gone);
    // What follows the announced body belongs to no message (RFC 3261 section 18.3).
    expect(Buffer.from(datagram).indexOf(message.bytes)).toBe(0);
  });
});

const HEADERS = [
  'Max-Forwards: 70',
  'From: sip:user@example.com;tag=81x2',
  'To: sip:user@example.com',
  'Call-ID: one@192.0.2.1',
  'CSeq: 98176 REGISTER',
  'Content-Length: 0',
];
const VIA = 'Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111';

function register(uri: string, via = VIA, more: readonly string[] = []): string {
  return [`REGISTER ${uri} SIP/2.0`, via, ...more, ...HEADERS, '', ''].join('\r\n');
}

/** An INVITE with the addresses of a session. */
function invite(sdp: readonly string[]): string {
  const body = sdp.map(line => `${line}\r\n`).join('');
  const headers = HEADERS.slice(0, 4).concat('CSeq: 8612 INVITE', 'Content-Type: application/sdp');
  return ['INVITE sip:user@[2001:db8::10] SIP/2.0', VIA, ...headers, `Content-Length: ${body.length}`, '', body].join(
    '\r\n',
  );
}

/** Section, message, whether the section calls it malformed. */
const RFC5118: readonly (readonly [section: string, message: string, malformed: boolean])[] = [
  ['4.1 a reference in brackets', register('sip:[2001:db8::10]'), false],
  ['4.2 a reference without brackets', register('sip:2001:db8::10'), true],
  ['4.3 what looks like a port inside the brackets is part of the address', register('sip:[2001:db8::10:5070]'), false],
  ['4.4 a port outside the brackets', register('sip:[2001:db8::10]:5070'), false],
  ['4.5 brackets in received', register('sip:[2001:db8::10]', `${VIA};received=[2001:db8::9:255]`), false],
  ['4.5 no brackets in received', register('sip:[2001:db8::10]', `${VIA};received=2001:db8::9:255`), false],
  [
    '4.6 IPv6 in the session',
    invite(['v=0', 'o=a 1 1 IN IP6 2001:db8::20', 's=-', 'c=IN IP6 2001:db8::20', 't=0 0', 'm=audio 42 RTP/AVP 0']),
    false,
  ],
  [
    '4.7 IPv4 and IPv6 in one message',
    register('sip:[2001:db8::10]', VIA, ['Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa']),
    false,
  ],
  [
    '4.8 IPv4 and IPv6 in one session',
    invite([
      ...['v=0', 'o=a 1 1 IN IP6 2001:db8::20', 's=-', 't=0 0'],
      ...['m=audio 42 RTP/AVP 0', 'c=IN IP6 2001:db8::1', 'm=video 44 RTP/AVP 31', 'c=IN IP4 192.0.2.1'],
    ]),
    false,
  ],
  [
    '4.9 an IPv4 address mapped into IPv6',
    invite([
      'v=0',
      'o=a 1 1 IN IP6 ::ffff:192.0.2.10',
      's=-',
      'c=IN IP6 ::ffff:192.0.2.10',
      't=0 0',
      'm=audio 42 RTP/AVP 0',
    ]),
    false,
  ],
  ['4.10 three colons, which a reader of the grammar may write', register('sip:user@[2001:db8:::192.0.2.1]'), false],
  ['4.10 two colons, as it must be', register('sip:user@[2001:db8::192.0.2.1]'), false],
];

describe('RFC 5118', () => {
  it.each(RFC5118)('section %s', async (_, message, malformed) => {
    const { ask, rows } = await readTogether(captured([bytes(message)]));
    expect(await rows()).toMatchObject([{ callId: 'one@192.0.2.1', messages: 1, from: 'user' }]);
    const read = await ask('message', { id: messageId(0) });
    if ('gone' in read) throw new Error(read.gone);
    expect(parseMessage(read.bytes).faults.map(({ code }) => code)).toEqual(malformed ? ['uri'] : []);
  });
});
