/**
 * The live sources a command line asks for. A fault is one sentence that quotes what was typed, so whoever prints it
 * must make it safe.
 */
import { splitAddress } from '../format/addresses.js';
import {
  type CaptureSettings,
  ENGINES,
  type EngineName,
  isName,
  type Keep,
  type LiveInput,
  RING_BYTES,
  SNAP_LENGTH,
} from './live-input.js';
import type { CommandOption, OptionValues } from './option-parser.js';

export const LIVE_OPTIONS: readonly CommandOption[] = [
  { long: 'device', short: 'd', value: 'NAME[,NAME]', help: 'capture these interfaces live; any for all' },
  { long: 'bpf', short: 'b', value: 'EXPR', help: 'libpcap filter for live capture', mayBeEmpty: true },
  { long: 'write', short: 'w', value: 'FILE', help: 'also write what is captured, to .pcapng or .pcap' },
  {
    long: 'keep',
    value: 'SIZE|TIME',
    help: 'bound of what is kept: the oldest finished conversations go, and files of -w; 500M, 2G, 90s, 24h, 7d',
  },
  { long: 'rtp', help: 'write media (RTP, RTCP) with -w, too; else it is only counted' },
  { long: 'follow', help: 'keep reading files that grow, are rotated or cut' },
  { long: 'engine', value: 'NAME', help: 'auto, tcpdump, dumpcap or cap' },
  {
    long: 'snaplen',
    value: 'N',
    help: 'bytes of each packet to capture; 1900 with --ring 128: tcpdump delivers each at once',
  },
  { long: 'ring', value: 'MIB', help: "size of the kernel's buffer for each interface" },
  { long: 'no-promiscuous', help: 'capture only what is for this machine' },
  { long: 'ssh', value: 'HOST[,HOST]', help: 'capture on other hosts, with the tcpdump there' },
  { long: 'hep', value: '[ADDR:]PORT', help: 'listen for HEP over UDP and TCP' },
  { long: 'hep-key', value: 'KEY', help: 'refuse HEP without this key; sent along with --hep-to' },
  { long: 'hep-to', value: 'HOST:PORT', help: 'send every message as HEP: live ones, and those of the files named' },
];

export interface HepTarget {
  host: string;
  port: number;
}

export interface LiveOptions {
  /** The interfaces, hosts and listeners named. */
  inputs: LiveInput[];
  /** How to capture interfaces. */
  settings: CaptureSettings;
  /** -w */
  write: string | null;
  /** --hep-to */
  forward: HepTarget | null;
  hepKey: string | null;
  /** --keep; null keeps everything. */
  keep: Keep | null;
  /** --rtp: -w also writes media. */
  rtp: boolean;
  /** --follow: read files as they grow. */
  follow: boolean;
}

/** The port agents use by convention. */
const HEP_PORT = 9060;
/** The name for all interfaces. */
export const EVERY_DEVICE = 'any';
const MIN_SNAP_LENGTH = 64;
const MAX_SNAP_LENGTH = 262_144;
const MAX_RING_MEBIBYTES = 2047;

export function liveOptions(values: OptionValues): LiveOptions | { wrong: string } {
  const settings = captureSettings(values);
  if ('wrong' in settings) return settings;
  const hepKey = text(values, 'hep-key');
  const devices = names(values, 'device', 'NAME[,NAME]');
  if ('wrong' in devices) return devices;
  const hosts = names(values, 'ssh', 'HOST[,HOST]');
  if ('wrong' in hosts) return hosts;
  const listeners = names(values, 'hep', '[ADDRESS:]PORT');
  if ('wrong' in listeners) return listeners;
  const inputs: LiveInput[] = [];
  for (const host of hosts)
    for (const device of devices.length > 0 ? devices : [EVERY_DEVICE])
      inputs.push({ kind: 'ssh', host, device, settings });
  if (hosts.length === 0) for (const device of devices) inputs.push({ kind: 'device', device, settings });
  for (const word of listeners) {
    const at = addressAndPort(word, HEP_PORT, '0.0.0.0');
    if (!at) return { wrong: `--hep takes [ADDRESS:]PORT, not "${word}".` };
    inputs.push({ kind: 'hep', address: at.host, port: at.port, key: hepKey });
  }
  const to = text(values, 'hep-to');
  const forward = to === null ? null : (addressAndPort(to, HEP_PORT, '') ?? null);
  if (to !== null && (forward === null || forward.host === '' || forward.port === 0))
    return { wrong: `--hep-to takes HOST:PORT, not "${to}".` };
  const keep = parseKeep(text(values, 'keep'));
  if (keep !== null && 'wrong' in keep) return keep;
  const write = text(values, 'write');
  if (write === '-') return { wrong: '-w takes the name of a file: standard output has the list of messages.' };
  const rtp = values['rtp'] === true;
  if (write === null && rtp) return { wrong: '--rtp is about what -w writes: name a file with -w.' };
  return { inputs, settings, write, forward, hepKey, keep, rtp, follow: values['follow'] === true };
}

const UNIT_BYTES: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const MIN_KEPT_BYTES = 10 * 2 ** 20;

/** Parses "500M", "2G"; "90s", "24h", "7d". M is mebibytes, m minutes. */
export function parseKeep(word: string | null): Keep | { wrong: string } | null {
  if (word === null) return null;
  const [, digits = '', unit = ''] = /^(\d{1,9})([KMGTsmhd])$/.exec(word) ?? [];
  const bytes = Number(digits) * (UNIT_BYTES[unit] ?? 0);
  const us = Number(digits) * (UNIT_SECONDS[unit] ?? 0) * 1e6;
  if (bytes >= MIN_KEPT_BYTES) return { bytes };
  if (us > 0) return { us };
  return {
    wrong: `--keep takes a size of 10M or more (500M, 2G) or a time (90s, 30m, 24h, 7d), not "${word}".`,
  };
}

function captureSettings(values: OptionValues): CaptureSettings | { wrong: string } {
  const engine = text(values, 'engine') ?? 'auto';
  if (!isEngine(engine)) return { wrong: `--engine takes auto, ${ENGINES.join(', ')}, not "${engine}".` };
  const snapLength = number(text(values, 'snaplen'), SNAP_LENGTH, MIN_SNAP_LENGTH, MAX_SNAP_LENGTH);
  if (snapLength === undefined)
    return { wrong: `--snaplen takes a whole number of bytes from ${MIN_SNAP_LENGTH} to ${MAX_SNAP_LENGTH}.` };
  const ring = number(text(values, 'ring'), RING_BYTES >> 20, 1, MAX_RING_MEBIBYTES);
  if (ring === undefined) return { wrong: `--ring takes a whole number of MiB from 1 to ${MAX_RING_MEBIBYTES}.` };
  const promiscuous = values['no-promiscuous'] !== true;
  return { bpf: text(values, 'bpf') ?? '', engine, snapLength, ringBytes: ring * (1 << 20), promiscuous };
}

function isEngine(name: string): name is EngineName | 'auto' {
  return name === 'auto' || ENGINES.some(engine => engine === name);
}

function text(values: OptionValues, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

/** The names of a list with commas; none where the option is not given. */
function names(values: OptionValues, option: string, takes: string): string[] | { wrong: string } {
  const list = text(values, option);
  const found = list === null ? [] : list.split(',');
  return found.every(isName) ? found : { wrong: `--${option} takes ${takes}, not "${list}".` };
}

function number(word: string | null, otherwise: number, least: number, most: number): number | undefined {
  if (word === null) return otherwise;
  const value = /^\d{1,9}$/.test(word) ? Number(word) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** Parses "9060", ":9060", "host", "host:9060", "[::1]:9060", "::1". */
export function addressAndPort(word: string, defaultPort: number, defaultHost: string): HepTarget | undefined {
  const { host, port } = /^\d{1,5}$/.test(word) ? { host: '', port: word } : splitAddress(word);
  if (host !== '' && !isName(host)) return undefined;
  if (!/^(?:[^:[\]]*|[\da-fA-F:.]+(?:%\w+)?)$/.test(host)) return undefined;
  const value = port === null ? defaultPort : Number(port);
  return value <= 65_535 ? { host: host || defaultHost, port: value } : undefined;
}
