/**
 * The lines tcpdump begins a packet with. In: a line. Out: its time stamp and what follows; and from the whole header (one
 * line, or several with -v) the addresses, the transport and the lengths it tells.
 */
import { dotAddress, type Endpoint } from './printed-address.js';

/** How a time is printed: -t not at all, time of day, -tt since 1970, -ttt and -ttttt since another packet, -tttt dated. */
export type Stamp =
  | { kind: 'none' }
  /** tcpdump could not print it: beyond 2038 in some builds. */
  | { kind: 'unreadable' }
  | { kind: 'clock' | 'epoch' | 'delta'; us: number }
  /** `midnightUs` is the local midnight the date begins with. */
  | { kind: 'dated'; us: number; midnightUs: number };

export interface HeaderLine {
  stamp: Stamp;
  /** The line without its time stamp. */
  rest: string;
}

const CLOCK = /^(?:(\d{4})-(\d\d)-(\d\d) )?(\d\d):(\d\d):(\d\d)\.(\d{6})(?:\d{3})? +/;
const EPOCH = /^(\d{1,12})\.(\d{6})(?:\d{3})? +/;
const DELTA = /^ ?(-?)(\d\d+):(\d\d):(\d\d)\.(\d{6})(?:\d{3})? +/;

const SPACE = 0x20;
const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const BRACKET = 0x5b;
const UNREADABLE = '[Error converting time] ';

/** "eth0  In  ", " Out ": what `-i any` adds. */
const DIRECTION = String.raw`(?:(?:\S+ +)?(?:In|Out|B|M|P|\?) +)?`;
const MAC = '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}[ ,]';
const CONTENT = new RegExp(
  `^${DIRECTION}(?:IP6? |ARP, |PPPoE |MPLS |vlan \\d|ifindex \\d|AF IPv|ethertype |RARP|LLDP|STP|CDP|EAPOL|802\\.|${MAC})`,
);
const UNTIMED = new RegExp(
  `^${DIRECTION}(?:IP6? \\(|IP6? \\S+ > \\S+: |${MAC}.* > .*, ethertype |ARP, (?:Request|Reply|Ethernet))`,
);

/** The line as the first one of a packet, with a time or without; undefined where it is none. */
export function readHeaderLine(line: string): HeaderLine | undefined {
  return readTimedLine(line) ?? readUntimedLine(line);
}

/** The line as the first one of a packet with a time; undefined where it is none. */
export function readTimedLine(line: string): HeaderLine | undefined {
  // Almost every line of a dump is none: the first character tells.
  const first = line.charCodeAt(0);
  if (first === BRACKET)
    return line.startsWith(UNREADABLE) ? timed(line, UNREADABLE, { kind: 'unreadable' }) : undefined;
  if (first !== SPACE && (first < DIGIT_0 || first > DIGIT_9)) return undefined;
  const clock = CLOCK.exec(line);
  if (clock !== null) return timed(line, clock[0], clockStamp(clock));
  const epoch = EPOCH.exec(line);
  if (epoch !== null) return timed(line, epoch[0], { kind: 'epoch', us: Number(epoch[1]) * 1e6 + Number(epoch[2]) });
  const delta = DELTA.exec(line);
  if (delta !== null) {
    const us = clockUs(delta[2]!, delta[3]!, delta[4]!, delta[5]!);
    return timed(line, delta[0], { kind: 'delta', us: delta[1] === '-' ? -us : us });
  }
  return undefined;
}

function timed(line: string, stampText: string, stamp: Stamp): HeaderLine | undefined {
  const rest = line.slice(stampText.length);
  return CONTENT.test(rest) ? { stamp, rest } : undefined;
}

/** The line as the first one of a packet without a time (-t); undefined where it is none. */
export function readUntimedLine(line: string): HeaderLine | undefined {
  return UNTIMED.test(line) ? { stamp: { kind: 'none' }, rest: line } : undefined;
}

function clockStamp(match: RegExpExecArray): Stamp {
  const us = clockUs(match[4]!, match[5]!, match[6]!, match[7]!);
  if (match[1] === undefined) return { kind: 'clock', us };
  const local = new Date(
    Number(match[1]),
    Number(match[2]) - 1,
    Number(match[3]),
    Number(match[4]),
    Number(match[5]),
    Number(match[6]),
  );
  const dated = local.getTime() * 1000 + Number(match[7]);
  return { kind: 'dated', us: dated, midnightUs: dated - us };
}

function clockUs(hours: string, minutes: string, seconds: string, fraction: string): number {
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(fraction);
}

/** What the header of a packet tells. */
export interface PrintedHeader {
  source: Endpoint;
  destination: Endpoint;
  transport: 'UDP' | 'TCP' | 'SCTP' | 'unknown';
  /** An ICMP message: what it holds is quoted, not sent. */
  icmp: boolean;
  /** Bytes the transport carried, -1 where not told. */
  payloadLength: number;
  /** The start line the header quotes ("SIP: INVITE …"), "" where it quotes none. */
  startLine: string;
}

const PAIR = /(\S+) > (\S+):(?= |$)/g;
const NO_ENDPOINT: Endpoint = { address: new Uint8Array(0), port: 0 };

/** Reads the header `text`: its lines without the time stamp, joined by line feeds. The innermost addresses count. */
export function readHeader(text: string): PrintedHeader {
  const quote = text.indexOf(' SIP: ');
  const told = quote < 0 ? text : text.slice(0, quote);
  let source = NO_ENDPOINT;
  let destination = NO_ENDPOINT;
  let after = told;
  let icmp = false;
  for (const pair of `${told} `.matchAll(PAIR)) {
    source = dotAddress(pair[1]!);
    destination = dotAddress(pair[2]!);
    after = told.slice(pair.index + pair[0].length);
    icmp = /^ (?:\[[^\]]*\] )?ICMP/.test(after);
    if (icmp) break;
  }
  return {
    source,
    destination,
    transport: transportOf(told, after),
    icmp,
    payloadLength: payloadLengthOf(after),
    startLine: quote < 0 ? '' : text.slice(quote + 6),
  };
}

function transportOf(told: string, after: string): PrintedHeader['transport'] {
  if (/\bsctp\b/i.test(after)) return 'SCTP';
  if (
    / Flags \[|^ tcp \d|^ [SFPRWE.]+ \d+:\d+\(\d+\)|proto TCP/.test(after) ||
    /proto:? TCP[^\n]*\n?[^\n]*$/.test(told)
  )
    return 'TCP';
  return /UDP|\bSIP\b|udp/.test(told) || told.includes(' SIP') || after === '' || after === ' SIP' ? 'UDP' : 'unknown';
}

function payloadLengthOf(after: string): number {
  const lengths = [...after.matchAll(/length:? (\d+)/g)];
  const last = lengths.at(-1);
  return last === undefined ? -1 : Number(last[1]);
}
