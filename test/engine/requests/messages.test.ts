/** Messages as they are met, from a capture to the answers of the engine: large, binary, cut, quoted, out of order. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messageId, rowId } from '../../../src/model/ids.js';
import { bodyParts, jsonBody } from '../../../src/sip/message/body.js';
import { FAULT_RULES } from '../../../src/sip/message/faults.js';
import { parseMessage } from '../../../src/sip/message/message.js';
import { corpusFile, hasCorpus, pcapHeader, pcapRecordBytes } from '../../capture/captures.js';
import {
  type Bytes,
  bytes,
  ethernet,
  fill,
  ipv4,
  request as bareRequest,
  SERVER,
  tcp,
  udp,
} from '../../decode/wire.js';
import { type CoreSession, folder, readTogether } from '../core-session.js';

/** A request that has all a request must have. */
const request: typeof bareRequest = (...of) =>
  bareRequest(...of).replace('Call-ID', 'From: <sip:alice@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID');

interface Given {
  bytes: Bytes;
  originalLength?: number;
}

/** A capture of IP packets, a second apart. */
async function captured(...packets: (Bytes | Given)[]): Promise<CoreSession> {
  const path = join(folder(), 'given.pcap');
  const records = packets.map((packet, at) => {
    const given = packet instanceof Uint8Array ? { bytes: packet } : packet;
    return pcapRecordBytes({}, 1_700_000_000 + at, 0, given.bytes, given.originalLength ?? given.bytes.length);
  });
  writeFileSync(path, bytes(pcapHeader(), ...records));
  return readTogether(path);
}

async function messageOf({ ask }: CoreSession, id = 0): Promise<{ bytes: Uint8Array; truncated: boolean }> {
  const message = await ask('message', { id: messageId(id) });
  if ('gone' in message) throw new Error(message.gone);
  return { bytes: message.bytes, truncated: message.row.truncated };
}

const datagram = (message: string | Bytes): Bytes => ethernet(ipv4(udp(bytes(message))));

function withBody(body: string | Bytes, contentType: string): Bytes {
  const content = bytes(body);
  const head = request('body', '').replace('Content-Length: 0', `Content-Length: ${content.length}`);
  return bytes(head.replace('application/sdp', contentType), content);
}

describe('large messages', () => {
  it.each([20_000, 60_000])('have headers of %i bytes over UDP', async length => {
    const text = request('large').replace('CSeq', `X-Large: ${'x'.repeat(length)}\r\nCSeq`);
    const session = await captured(datagram(text));
    expect(Buffer.from((await messageOf(session)).bytes).toString('latin1')).toBe(text);
    expect(await session.rows()).toMatchObject([{ callId: 'large', messages: 1 }]);
  });

  it('have headers of 64 KB over TCP', async () => {
    const head = request('large', '');
    const text = head.replace('CSeq', `X-Large: ${'x'.repeat(65_536 - head.length - 11)}\r\nCSeq`);
    expect(text.length).toBe(65_536);
    const packets: Bytes[] = [];
    for (let at = 0; at < text.length; at += 1460)
      packets.push(ethernet(ipv4(tcp(text.slice(at, at + 1460), { sequence: 1 + at }), { protocol: 6 })));
    const session = await captured(...packets);
    expect(Buffer.from((await messageOf(session)).bytes).toString('latin1')).toBe(text);
    const { packets: counted, sip } = await session.ask('stats', {});
    expect([counted.sip, sip.messages, sip.malformed]).toEqual([packets.length, 1, 0]);
  });
});

describe('bodies', () => {
  const everyByte = Uint8Array.from({ length: 256 }, (_, at) => at);

  it('of any bytes stay what they are', async () => {
    const given = withBody(everyByte, 'application/octet-stream');
    const { bytes: read } = await messageOf(await captured(datagram(given)));
    expect(read).toEqual(given);
    const message = parseMessage(read);
    expect(message.faults).toEqual([]);
    expect(jsonBody(read, message)).toEqual({ base64: Buffer.from(everyByte).toString('base64') });
  });

  it('of SDP with ISUP are told apart (RFC 3204)', async () => {
    const isup = Uint8Array.of(0x01, 0x00, 0x48, 0x00, 0x0a, 0x03, 0x02, 0x0d, 0x0a, 0x2d, 0x2d, 0xff);
    const sdp = 'v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n';
    const given = withBody(
      bytes(
        `--b1\r\nContent-Type: application/sdp\r\n\r\n${sdp}\r\n--b1\r\nContent-Type: application/isup;version=itu-t92+\r\n` +
          'Content-Disposition: signal;handling=optional\r\n\r\n',
        isup,
        '\r\n--b1--\r\n',
      ),
      'multipart/mixed;boundary=b1',
    );
    const session = await captured(datagram(given));
    const { bytes: read } = await messageOf(session);
    expect(bodyParts(read, parseMessage(read)).map(part => [part.contentType, part.bytes])).toEqual([
      ['application/sdp', Uint8Array.from(Buffer.from(sdp))],
      ['application/isup', isup],
    ]);
    expect(await session.messages(0)).toMatchObject([
      { sdp: true, media: [expect.stringContaining('192.0.2.1:4000')] },
    ]);
  });

  it('of PIDF are text in the encoding of the message (RFC 3863)', async () => {
    const pidf = '<?xml version="1.0" encoding="UTF-8"?><presence entity="pres:zoë@example.com"/>';
    const given = withBody(new TextEncoder().encode(pidf), 'application/pidf+xml');
    const { bytes: read } = await messageOf(await captured(datagram(given)));
    expect(jsonBody(read, parseMessage(read))).toBe(pidf);
  });
});

describe('conversations', () => {
  it('may begin with a response', async () => {
    const response = request('late').replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n');
    const session = await captured(datagram(response), datagram(request('late', '', 'ACK')));
    expect(await session.rows()).toMatchObject([{ callId: 'late', messages: 2, state: 'partial' }]);
    expect(await session.messages(0)).toMatchObject([{ status: 200 }, { method: 'ACK' }]);
  });

  it('say what an ICMP error quoted of them, and count no message for it', async () => {
    const lost = ipv4(udp(request('lost')));
    const error = (quoted: Bytes): Bytes =>
      ethernet(ipv4(bytes(3, 3, fill(6), quoted), { protocol: 1, source: [10, 1, 2, 3] }));
    const session = await captured(
      ethernet(lost),
      error(lost),
      datagram(request('other')),
      error(ipv4(udp(request('not captured')))),
    );
    expect(await session.rows()).toMatchObject([
      { callId: 'lost', messages: 1 },
      { callId: 'other', messages: 1 },
    ]);
    const eventsOf = async (conversation: number) =>
      (await session.ask('messages', { conversations: [rowId(conversation)], first: 0, count: 10, withSdp: false }))
        .events;
    expect(await eventsOf(0)).toMatchObject([
      { kind: 'icmp-port-unreachable', detail: 'port unreachable', src: '10.1.2.3', message: 0 },
    ]);
    expect(await eventsOf(1)).toEqual([]);
    expect(await session.ask('stats', {})).toMatchObject({ packets: { sip: 2, other: 2 }, other: { icmp: 2 } });
  });
});

describe('a message that the snap length cut', () => {
  const whole = datagram(request('cut', 'v=0\r\n'.repeat(50)));

  it.each([60, 100, 140, 200, 300])(
    'to %i bytes of its packet is shown as far as it goes, and marked',
    async length => {
      const session = await captured({ bytes: whole.slice(0, length), originalLength: whole.length });
      const { bytes: read, truncated } = await messageOf(session);
      expect(read).toEqual(whole.slice(42, length));
      expect(truncated).toBe(true);
      const { truncated: cut, sip } = await session.ask('stats', {});
      // What only the cut took away is no fault of the sender.
      expect([cut, sip.messages, sip.malformed]).toEqual([1, 1, 0]);
    },
  );

  it('in one of its fragments is shown up to there', async () => {
    const payload = whole.slice(34);
    const fragments = [
      { bytes: ethernet(ipv4(payload.slice(0, 160), { more: true })) },
      {
        bytes: ethernet(ipv4(payload.slice(160), { offset: 160 })).slice(0, 100),
        originalLength: 34 + payload.length - 160,
      },
    ];
    const { bytes: read, truncated } = await messageOf(await captured(...fragments));
    expect(read).toEqual(payload.slice(8, 160 + 66));
    expect(truncated).toBe(true);
  });

  it('in one of its segments is shown up to there, and the next is whole', async () => {
    const first = request('first', 'x'.repeat(300));
    const cut = ethernet(ipv4(tcp(first, { sequence: 1 }), { protocol: 6 }));
    const next = tcp(request('next'), { sequence: 1 + first.length });
    const session = await captured(
      { bytes: cut.slice(0, 280), originalLength: cut.length },
      ethernet(ipv4(next, { protocol: 6 })),
    );
    expect(await session.rows()).toMatchObject([{ callId: 'first' }, { callId: 'next' }]);
    const { bytes: read, truncated } = await messageOf(session);
    expect(read).toEqual(cut.slice(54, 280));
    expect(truncated).toBe(true);
    expect((await messageOf(session, 1)).truncated).toBe(false);
  });
});

/** The invalid messages of RFC 4475 3.1.2, by their files. */
const INVALID = [
  ...['badinv01', 'clerr', 'ncl', 'scalar02', 'scalarlg', 'quotbal', 'ltgtruri', 'lwsruri', 'lwsstart', 'trws'],
  ...['escruri', 'baddate', 'regbadct', 'badaspec', 'baddn', 'badvers', 'mismatch01', 'mismatch02', 'bigcode'],
];
/** The valid ones of 3.1.1. */
const VALID = [
  ...['wsinv', 'intmeth', 'esc01', 'escnull', 'esc02', 'lwsdisp', 'longreq', 'dblreq', 'semiuri', 'transports'],
  ...['mpart01', 'unreason', 'noreason'],
];

describe.skipIf(!hasCorpus)('RFC 4475 from end to end', () => {
  const files = hasCorpus ? readdirSync(corpusFile('torture/rfc4475')).sort() : [];

  it('is 49 messages, each with the faults its section names', async () => {
    const session = await captured(...files.map(file => datagram(readFileSync(corpusFile(`torture/rfc4475/${file}`)))));
    const { sip } = await session.ask('stats', {});
    expect(sip.messages).toBe(49);
    const faulty = new Map<string, string[]>();
    for (const [id, file] of files.entries()) {
      const { faults } = parseMessage((await messageOf(session, id)).bytes);
      if (faults.length > 0)
        faulty.set(
          file.replace('.dat', ''),
          faults.map(({ message }) => message),
        );
    }
    for (const name of INVALID)
      expect([name, faulty.get(name)]).toEqual([
        name,
        expect.arrayContaining([expect.stringMatching(/RFC 3261 section \d/)]),
      ]);
    for (const name of VALID) expect([name, faulty.get(name)]).toEqual([name, undefined]);
  });

  it('has a rule for every code', () => {
    for (const rule of Object.values(FAULT_RULES)) expect(rule).toMatch(/\(RFC \d+ section [\d.]+\)\.$/);
  });
});

describe('two ends', () => {
  it('are those of the packet', async () => {
    const back = ethernet(ipv4(udp(request('back'), 5070, 5080), { source: SERVER, destination: [10, 0, 0, 1] }));
    expect(await (await captured(back)).rows()).toMatchObject([{ src: '192.0.2.2:5070', dst: '10.0.0.1:5080' }]);
  });
});

describe('branch and tags', () => {
  it('are read from the bytes of a message', async () => {
    const sent = request().replace(/branch=[^;\r]*/, 'branch=z9hG4bKtop');
    const { core } = await captured(datagram(sent));
    expect(core.index.reader.branchAndTags(messageId(0))).toEqual({ branch: 'z9hG4bKtop', fromTag: '1', toTag: null });
  });
});
