/**
 * The header lines of a packet in tcpdump's text: the timestamp of the first line, and from all of them (several with
 * -v) the addresses, the transport and the lengths.
 */
import { dotAddress, type Endpoint } from '../printed-address.js';
import { withoutStray } from '../frame/stray.js';

/**
 * How a time is printed: not at all (-t), as time of day, since 1970 (-tt), since another packet (-ttt, -ttttt), dated
 * (-tttt).
 */
export type Stamp =
  | { kind: 'none' }
  /** tcpdump could not print it: after 2038 in some builds. */
  | { kind: 'unreadable' }
  | { kind: 'clock' | 'epoch' | 'delta'; us: number }
  /** `midnightUs` is the local midnight of the date. */
  | { kind: 'dated'; us: number; midnightUs: number };

export interface HeaderLine {
  stamp: Stamp;
  /** The line without its timestamp. */
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

/** What `-i any` adds: "eth0 In ", " Out ". */
const DIRECTION = String.raw`(?:(?:\S+ +)?(?:In|Out|B|M|P|\?) +)?`;
const MAC = '(?:[0-9a-f]{2}:){5}[0-9a-f]{2}[ ,]';
const CONTENT = new RegExp(
  `^${DIRECTION}(?:IP6? |ARP, |PPPoE |MPLS |vlan \\d|ifindex \\d|AF IPv|ethertype |RARP|LLDP|STP|CDP|EAPOL|802\\.|${MAC})`,
);
const UNTIMED = new RegExp(
  `^${DIRECTION}(?:IP6? \\(|IP6? \\S+ > \\S+: |${MAC}.* > .*, ethertype |ARP, (?:Request|Reply|Ethernet))`,
);

/** Reads the first line of a packet, with or without a time; undefined for any other line. */
export function readHeaderLine(line: string): HeaderLine | undefined {
  return readTimedLine(line) ?? readUntimedLine(line);
}

/** Reads the first line of a packet with a time; undefined for any other line. */
export function readTimedLine(line: string): HeaderLine | undefined {
  const read = readTimed(line);
  if (read !== undefined) return read;
  const bare = withoutStray(line);
  return bare === undefined ? undefined : readTimed(bare);
}

function readTimed(line: string): HeaderLine | undefined {
  // Most lines of a dump fail at their first character.
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

/** Reads the first line of a packet without a time (-t); undefined for any other line. */
export function readUntimedLine(line: string): HeaderLine | undefined {
  const rest = UNTIMED.test(line) ? line : (withoutStray(line) ?? line);
  return UNTIMED.test(rest) ? { stamp: { kind: 'none' }, rest } : undefined;
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

/** What the header lines say of a packet. */
export interface PrintedHeader {
  source: Endpoint;
  destination: Endpoint;
  transport: 'UDP' | 'TCP' | 'SCTP' | 'unknown';
  /** An ICMP message: its payload is quoted, not sent. */
  icmp: boolean;
  /** Length of the transport's payload; -1 if not printed. */
  payloadLength: number;
  /** The start line quoted in the header ("SIP: INVITE …"); "" if there is none. */
  startLine: string;
}

/** A name of a host has at most 253 characters. A longer word is none, and is not tried from each of its characters. */
const PAIR = /(?<!\S)(\S{1,300}) > (\S{1,300}):(?= |$)/g;
const NO_ENDPOINT: Endpoint = { address: new Uint8Array(0), port: 0 };

/** Reads `text`, the header lines without the timestamp, joined by line feeds. The innermost addresses count. */
export function readHeader(text: string): PrintedHeader {
  const quote = text.indexOf(' SIP: ');
  const summary = quote < 0 ? text : text.slice(0, quote);
  let source = NO_ENDPOINT;
  let destination = NO_ENDPOINT;
  let after = summary;
  let icmp = false;
  for (const pair of `${summary} `.matchAll(PAIR)) {
    source = dotAddress(pair[1]!);
    destination = dotAddress(pair[2]!);
    after = summary.slice(pair.index + pair[0].length);
    icmp = /^ (?:\[[^\]]*\] )?ICMP/.test(after);
    if (icmp) break;
  }
  return {
    source,
    destination,
    transport: transportOf(summary, after),
    icmp,
    payloadLength: payloadLengthOf(after),
    startLine: quote < 0 ? '' : text.slice(quote + 6),
  };
}

function transportOf(summary: string, after: string): PrintedHeader['transport'] {
  if (/\bsctp\b/i.test(after)) return 'SCTP';
  if (
    / Flags \[|^ tcp \d|^ [SFPRWE.]+ \d+:\d+\(\d+\)|proto TCP/.test(after) ||
    /proto:? TCP[^\n]*\n?[^\n]*$/.test(summary)
  )
    return 'TCP';
  return /UDP|\bSIP\b|udp/.test(summary) || summary.includes(' SIP') || after === '' || after === ' SIP'
    ? 'UDP'
    : 'unknown';
}

function payloadLengthOf(after: string): number {
  const lengths = [...after.matchAll(/length:? (\d+)/g)];
  const last = lengths.at(-1);
  return last === undefined ? -1 : Number(last[1]);
}
