/**
 * Plain captures put into each layer there is, alone and two deep: the messages, their addresses and times must be those of
 * the plain capture. A few are compared with tshark as well.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import { corpusFile, hasCorpus, pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { decode, type Decoded } from './harness.js';
import { type Bytes, bytes } from './wire.js';
import { fragments, isV6, LINKS, REPORTS, TUNNELS } from './wraps.js';

interface Plain {
  name: string;
  /** IP packets, without the frames around them. */
  packets: { ip: Bytes; timeUs: number }[];
}

const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));
const CAPTURES = [
  sample('call-two-legs.pcap'),
  sample('registration-challenge.pcap'),
  sample('options-ping-tcp.pcap'),
  ...(hasCorpus
    ? ['goffinet/SIP-Call-with-Proxy-Server.pcap', 'heplify/sip_ipv6_udp.pcap', 'goffinet/SIP-Call-Flow-Over-TCP.pcap']
    : []
  ).map(corpusFile),
];
/** Messages of any one of them that are enough to see. */
const MAX_PACKETS = 120;

/** The IP packets of an Ethernet capture. */
async function plain(path: string): Promise<Plain> {
  const source = await openSource(path);
  if ('refused' in source) throw new Error(source.refused);
  const packets: Plain['packets'] = [];
  for (let step = source.next(); step !== 'end' && packets.length < MAX_PACKETS; step = source.next()) {
    if (step === 'starved') await source.fill();
    if (step !== 'packet') continue;
    const { bytes: from, start, end, linkType, timeUs } = source.packet;
    const type = (from[start + 12]! << 8) | from[start + 13]!;
    if (linkType === 1 && (type === 0x0800 || type === 0x86dd))
      packets.push({ ip: withoutPadding(from.slice(start + 14, end)), timeUs });
  }
  await source.close();
  return { name: path, packets };
}

function withoutPadding(ip: Bytes): Bytes {
  return ip.slice(0, isV6(ip) ? 40 + ((ip[4]! << 8) | ip[5]!) : (ip[2]! << 8) | ip[3]!);
}

const PLAIN = await Promise.all(CAPTURES.filter(path => existsSync(path)).map(plain));

/** What must stay the same. */
function seen({ messages }: Decoded) {
  return messages.map(({ text, from, to, transport, missing, timeUs }) => ({
    text,
    from,
    to,
    transport,
    missing,
    timeUs,
  }));
}

function decodeIp(packets: Plain['packets'], link = LINKS['raw']!): Decoded {
  return decode(packets.map(({ ip, timeUs }) => ({ ...link(ip), timeUs })));
}

/** Every packet in the tunnel; one the tunnel cannot carry stays as it is. */
function wrapped(packets: Plain['packets'], tunnel: (ip: Bytes) => Bytes | undefined): Plain['packets'] {
  return packets.map(({ ip, timeUs }) => ({ ip: tunnel(ip) ?? ip, timeUs }));
}

function carries(capture: Plain, tunnel: (ip: Bytes) => Bytes | undefined): boolean {
  return capture.packets.some(({ ip }) => tunnel(ip) !== undefined);
}

describe.each(PLAIN)('$name', capture => {
  const { packets } = capture;
  const expected = seen(decodeIp(packets));

  it('has messages to look for', () => {
    expect(expected.length).toBeGreaterThan(1);
  });

  it.each(Object.entries(LINKS))('on %s', (_, link) => {
    const decoded = decodeIp(packets, link);
    expect(seen(decoded)).toEqual(expected);
    expect(decoded.accounts.undecodable.size).toBe(0);
    expect(new Set(decoded.messages.map(({ tunnel }) => tunnel))).toEqual(new Set(['']));
  });

  it.each(Object.entries(TUNNELS).filter(([, tunnel]) => carries(capture, tunnel)))('in %s', (_, tunnel) => {
    const decoded = decodeIp(wrapped(packets, tunnel));
    expect(seen(decoded)).toEqual(expected);
    for (const message of decoded.messages)
      expect(message.tunnel).toMatch(
        /^[\w -]+ (198\.51\.100\.1 > 198\.51\.100\.2|2001:db8:ff00::1 > 2001:db8:ff00::1)$/,
      );
  });

  it.each(Object.entries(REPORTS))('reported by %s', (_, report) => {
    const datagrams = packets.filter(({ ip }) => report(ip) !== undefined);
    expect(seen(decodeIp(wrapped(datagrams, report)))).toEqual(seen(decodeIp(datagrams)));
  });

  it.each([
    ['in order', (pieces: Bytes[]) => pieces],
    ['backwards', (pieces: Bytes[]) => pieces.toReversed()],
    // A packet in one piece would be another packet.
    ['each twice', (pieces: Bytes[]) => (pieces.length > 1 ? pieces.flatMap(piece => [piece, piece]) : pieces)],
    ['the last one first', (pieces: Bytes[]) => [...pieces.slice(-1), ...pieces.slice(0, -1)]],
    [
      'every other one first',
      (pieces: Bytes[]) => [...pieces.filter((_, i) => i % 2), ...pieces.filter((_, i) => i % 2 === 0)],
    ],
  ] as const)('in fragments, %s', (_, order) => {
    for (const [size, overlap] of [
      [64, 0],
      [104, 48],
      [1400, 0],
    ] as const) {
      const cut = packets.flatMap(({ ip, timeUs }, id) =>
        order(fragments(ip, size, id, overlap)).map(piece => ({ ip: piece, timeUs })),
      );
      const decoded = decodeIp(cut);
      expect(seen(decoded)).toEqual(expected);
      expect(decoded.accounts.incompleteFragments).toBe(0);
    }
  });
});

/** Enough of IPv4 and of IPv6 to see any of all the pairs. */
const small = PLAIN.filter(({ name }, at) => at === 0 || name.endsWith('sip_ipv6_udp.pcap')).map(capture => ({
  ...capture,
  packets: capture.packets.slice(0, 8),
}));

describe.each(Object.entries(TUNNELS))('two deep: %s', (_, outer) => {
  it.each(small)('around each other, of $name', ({ packets }) => {
    const expected = seen(decodeIp(packets));
    for (const inner of [...Object.values(TUNNELS), ...Object.values(REPORTS)])
      expect(seen(decodeIp(wrapped(wrapped(packets, inner), outer)))).toEqual(expected);
  });

  it.each(small)('in fragments on each link, of $name', ({ packets }) => {
    const expected = seen(decodeIp(packets));
    const cut = wrapped(packets, outer).flatMap(({ ip, timeUs }, id) =>
      fragments(ip, 480, id).map(ip => ({ ip, timeUs })),
    );
    for (const link of Object.values(LINKS)) expect(seen(decodeIp(cut, link))).toEqual(expected);
  });
});

const PEER_LINKS = [
  'QinQ 0x88a8',
  'a stack of MPLS',
  'PPPoE',
  'Linux cooked 2',
  'NFLOG',
  'ERF of Ethernet',
  'Cisco HDLC',
  '802.11 with radiotap',
  'loop',
];
const PEER_TUNNELS = [
  'IP in IP',
  'GRE with all of them',
  'ERSPAN II',
  'VXLAN',
  'Geneve of IP with an option',
  'GTP-U with extension headers',
];

describe.skipIf(withoutPeer('tshark'))('tshark (skipped where it is not installed)', () => {
  const call = PLAIN[0]!;
  const callIds = (texts: readonly string[]) => texts.map(text => /^Call-ID: *(\S+)/m.exec(text)?.[1]);

  /** Call-IDs tshark finds in frames of one link type. */
  function foundByTshark(frames: readonly { linkType: number; bytes: Bytes }[]): string[] {
    const path = join(folder(), 'wrapped.pcap');
    const records = frames.map((frame, at) => pcapRecordBytes({}, 1_700_000_000 + at, 0, frame.bytes));
    writeFileSync(path, bytes(pcapHeader({ network: frames[0]!.linkType }), ...records));
    const { stdout } = spawnSync('tshark', ['-r', path, '-Y', 'sip', '-T', 'fields', '-e', 'sip.Call-ID'], {
      encoding: 'utf8',
    });
    return stdout.trim().split('\n');
  }

  it.each(PEER_LINKS)('finds the same on %s', name => {
    const frames = call.packets.map(({ ip }) => LINKS[name]!(ip));
    expect(foundByTshark(frames)).toEqual(callIds(decode(frames).texts));
  });

  it.each(PEER_TUNNELS)('finds the same in %s', name => {
    const tunnel = TUNNELS[name]!;
    const frames = call.packets.map(({ ip }) => LINKS['Ethernet']!(tunnel(ip) ?? ip));
    expect(foundByTshark(frames)).toEqual(callIds(decode(frames).texts));
  });
});
