/**
 * What a layer costs: the plain benchmark capture against the same messages in a VLAN, in tunnels, over TCP and in
 * fragments. The captures are made beside the plain one on first use.
 */
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { type BenchCapture, prepare } from './captures.js';
import { type Contestant, race } from './measure.js';
import { program } from './reading.js';
import { seconds, table } from './table.js';

const FILE_HEADER = 24;
const RECORD_HEADER = 16;
const ETHERNET = 14;
const IP = 20;
const UDP = 8;
/** Bytes of a TCP segment, as Ethernet allows with time stamps. */
const SEGMENT = 1448;

/** Writes the frames that take the place of one; `frame` is Ethernet, IPv4 without options, UDP. */
type Rewrap = (frame: Buffer, write: (...parts: Buffer[]) => void) => void;

/** Each is made afresh for a capture: TCP counts its bytes. */
const LAYERS: Readonly<Record<string, () => Rewrap>> = {
  VLAN: () => (frame, write) => write(frame.subarray(0, 12), Buffer.from('81000064', 'hex'), frame.subarray(12)),
  GRE: () => (frame, write) => {
    const gre = Buffer.from('00000800', 'hex');
    const inner = frame.subarray(ETHERNET);
    write(frame.subarray(0, ETHERNET), outerIp(47, gre.length + inner.length), gre, inner);
  },
  VXLAN: () => (frame, write) => {
    const head = Buffer.from('000012b5000000000800000000002a00', 'hex');
    head.writeUInt16BE(head.length + frame.length, 4);
    write(frame.subarray(0, ETHERNET), outerIp(17, head.length + frame.length), head, frame);
  },
  'TCP, a message a segment': () => overTcp(SEGMENT),
  'TCP, two segments a message': () => overTcp(0),
  'two fragments': () => (frame, write) => {
    const payload = frame.subarray(ETHERNET + IP);
    const cut = (payload.length >> 4) << 3;
    write(frame.subarray(0, ETHERNET), fragmentHeader(frame, cut, 0x2000), payload.subarray(0, cut));
    write(frame.subarray(0, ETHERNET), fragmentHeader(frame, payload.length - cut, cut >> 3), payload.subarray(cut));
  },
};

function outerIp(protocol: number, length: number): Buffer {
  const ip = Buffer.from('450000000000000040000000c0000201c0000202', 'hex');
  ip.writeUInt16BE(IP + length, 2);
  ip[9] = protocol;
  return ip;
}

function fragmentHeader(frame: Buffer, length: number, flagsAndOffset: number): Buffer {
  const ip = Buffer.from(frame.subarray(ETHERNET, ETHERNET + IP));
  ip.writeUInt16BE(IP + length, 2);
  ip.writeUInt16BE(flagsAndOffset, 6);
  return ip;
}

/** One connection for each pair of addresses; segments of at most `size` bytes, of half a message where that is 0. */
function overTcp(size: number): Rewrap {
  const sent = new Map<string, number>();
  return (frame, write) => {
    const payload = frame.subarray(ETHERNET + IP + UDP);
    const flow = frame.toString('latin1', ETHERNET + 12, ETHERNET + IP + 4);
    let sequence = sent.get(flow) ?? 1;
    const longest = size || Math.ceil(payload.length / 2);
    for (let at = 0; at < payload.length; at += longest) {
      const piece = payload.subarray(at, at + longest);
      const ip = fragmentHeader(frame, 20 + piece.length, 0);
      ip[9] = 6;
      const tcp = Buffer.alloc(20);
      frame.copy(tcp, 0, ETHERNET + IP, ETHERNET + IP + 4);
      tcp.writeUInt32BE(sequence, 4);
      tcp.writeUInt16BE(0x5018, 12);
      write(frame.subarray(0, ETHERNET), ip, tcp, piece);
      sequence += piece.length;
    }
    sent.set(flow, sequence);
  };
}

/** Rewraps every packet of a pcap file of this machine's byte order. */
function rewrap(from: string, to: string, layer: Rewrap): void {
  const plain = readFileSync(from);
  const file = openSync(`${to}.part`, 'w');
  const pending: Buffer[] = [plain.subarray(0, FILE_HEADER)];
  let bytes = 0;
  const flush = () => {
    writeSync(file, Buffer.concat(pending));
    pending.length = 0;
    bytes = 0;
  };
  for (let at = FILE_HEADER; at < plain.length; ) {
    const header = plain.subarray(at, at + RECORD_HEADER);
    const frame = plain.subarray(at + RECORD_HEADER, at + RECORD_HEADER + header.readUInt32LE(8));
    layer(frame, (...parts) => {
      const length = parts.reduce((sum, part) => sum + part.length, 0);
      const own = Buffer.from(header);
      own.writeUInt32LE(length, 8);
      own.writeUInt32LE(length, 12);
      pending.push(own, ...parts);
      bytes += RECORD_HEADER + length;
    });
    if (bytes > 8 << 20) flush();
    at += RECORD_HEADER + frame.length;
  }
  flush();
  closeSync(file);
  renameSync(`${to}.part`, to);
}

/** Every layer beside the plain capture, in rounds. */
export async function layers(capture: BenchCapture, rounds: number): Promise<string> {
  const plain = prepare(capture);
  const contestants: Contestant[] = [{ name: 'plain', command: process.execPath, argv: [program, 'stats', plain] }];
  for (const [name, make] of Object.entries(LAYERS)) {
    const path = plain.replace(/\.pcap$/, `-${name.replaceAll(/\W+/g, '-').toLowerCase()}.pcap`);
    if (!existsSync(path)) rewrap(plain, path, make());
    contestants.push({ name, command: process.execPath, argv: [program, 'stats', path] });
  }
  const measured = await race(contestants, rounds);
  const base = measured[0]!.seconds;
  const rows = measured.map(({ name, seconds: time }, index) => [
    name,
    seconds(time),
    index === 0 ? '' : `${time >= base ? '+' : ''}${Math.round((time / base - 1) * 100)} %`,
  ]);
  return `Reading ${capture.what}, in a layer more (median of ${rounds})\n\n${table(['', 'time', 'beside plain'], rows)}`;
}
