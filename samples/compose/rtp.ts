/**
 * Media (RFC 3550): RTP packets of 20 ms of G.711 A-law, and an RTCP goodbye at the end. The sound is a vowel that
 * swells and fades, so that a player has something to play.
 */
import type { Capture } from './capture.js';
import { type Endpoint, token } from './endpoint.js';

const PCMA = 8;
const SAMPLES = 160;
const SAMPLE_RATE = 8000;
/** Jitter of the packets in turn, in µs: a quiet network. */
const JITTER_US = [0, 140, 60, 310, 20, 190, 90, 420, 40, 230];

export interface Stream {
  from: Endpoint;
  to: Endpoint;
  timeUs: number;
  packets: number;
  /** Pitch of the voice in Hz. */
  pitch: number;
}

export function stream(capture: Capture, { from, to, timeUs, packets, pitch }: Stream): void {
  const source = Number.parseInt(token(`ssrc ${from.ip} ${from.port}`, 8), 16);
  const firstSequence = Number.parseInt(token(`sequence ${from.ip} ${from.port}`, 3), 16);
  const firstTimestamp = Number.parseInt(token(`timestamp ${from.ip} ${from.port}`, 7), 16);
  for (let index = 0; index < packets; index++) {
    const packet = Buffer.alloc(12 + SAMPLES);
    packet[0] = 0x80;
    packet[1] = PCMA | (index === 0 ? 0x80 : 0);
    packet.writeUInt16BE((firstSequence + index) & 0xffff, 2);
    packet.writeUInt32BE(firstTimestamp + index * SAMPLES, 4);
    packet.writeUInt32BE(source, 8);
    for (let sample = 0; sample < SAMPLES; sample++) packet[12 + sample] = aLaw(voice(index * SAMPLES + sample, pitch));
    capture.udp(from, to, packet, timeUs + index * 20_000 + JITTER_US[index % JITTER_US.length]!);
  }
  goodbye(capture, { from, to, timeUs: timeUs + packets * 20_000, packets, pitch }, source, firstTimestamp);
}

/** RTCP sender report, source description and BYE in one packet, on the next port (sections 6.4.1, 6.5 and 6.6). */
function goodbye(
  capture: Capture,
  { from, to, timeUs, packets }: Stream,
  source: number,
  firstTimestamp: number,
): void {
  const name = `media@${from.ip}`;
  const description = Buffer.alloc(4 * Math.ceil((10 + name.length + 1) / 4));
  description.set([0x81, 202]);
  description.writeUInt16BE(description.length / 4 - 1, 2);
  description.writeUInt32BE(source, 4);
  description.set([1, name.length], 8);
  description.write(name, 10, 'latin1');

  const report = Buffer.alloc(28);
  report.set([0x80, 200, 0, 6]);
  report.writeUInt32BE(source, 4);
  // NTP time: seconds since 1900, and the fraction in units of 2^-32 s.
  report.writeUInt32BE(Math.floor(timeUs / 1e6) + 2_208_988_800, 8);
  report.writeUInt32BE(Math.floor(((timeUs % 1e6) / 1e6) * 2 ** 32), 12);
  report.writeUInt32BE(firstTimestamp + packets * SAMPLES, 16);
  report.writeUInt32BE(packets, 20);
  report.writeUInt32BE(packets * SAMPLES, 24);

  const bye = Buffer.alloc(8);
  bye.set([0x81, 203, 0, 1]);
  bye.writeUInt32BE(source, 4);
  const next = (host: Endpoint): Endpoint => ({ ip: host.ip, port: host.port + 1 });
  capture.udp(next(from), next(to), Buffer.concat([report, description, bye]), timeUs);
}

/** A vowel: the pitch and two of its overtones, swelling three times in two seconds. Linear, 16 bits. */
function voice(sample: number, pitch: number): number {
  const phase = (2 * Math.PI * pitch * sample) / SAMPLE_RATE;
  const swell = Math.sin((3 * Math.PI * sample) / (2 * SAMPLE_RATE)) ** 2;
  return Math.round(swell * (6000 * Math.sin(phase) + 3500 * Math.sin(4 * phase) + 1500 * Math.sin(7 * phase)));
}

/** ITU-T G.711 A-law: sign, three bits of exponent, four of mantissa, every other bit inverted. */
function aLaw(linear: number): number {
  const magnitude = Math.min(linear < 0 ? -linear - 1 : linear, 32_767) >> 3;
  const exponent = Math.max(0, Math.floor(Math.log2(Math.max(magnitude, 1))) - 4);
  const mantissa = magnitude >> Math.max(exponent, 1);
  return ((linear < 0 ? 0 : 0x80) | (exponent << 4) | (mantissa & 0x0f)) ^ 0x55;
}
