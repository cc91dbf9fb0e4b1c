/**
 * Generates benchmark captures, the same bytes for the same numbers: calls, registrations, OPTIONS, rejected, unanswered and diverted calls interleaved in time. Packets are
 * templates copied into one buffer with their fields written over, so that 250 MB take a second or two.
 *
 * `node --import tsx test/bench/generate.ts CONVERSATIONS FILE [MEDIA PACKETS A CALL]`
 */
import { closeSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FIELD_AT, FIELD_WIDTH, Identity } from './identity.js';
import { mix, type Step } from './scenarios.js';
import { IP_AT, PAYLOAD_AT, type Template, UDP_AT } from './template.js';
import { TimeQueue } from './time-queue.js';

/** 2024-05-13T08:00:00Z. */
const START_US = 1_715_587_200_000_000;
/** A busy server: a hundred conversations begin each second. */
const INTERVAL_US = 10_000;
const MEDIA_INTERVAL_US = 20_000;
const BUFFER_BYTES = 8 * 2 ** 20;

export interface Generated {
  packets: number;
  messages: number;
  bytes: number;
}

export function generate(path: string, conversations: number, mediaPackets = 0): Generated {
  mkdirSync(dirname(path), { recursive: true });
  const scenarios = mix(mediaPackets);
  const writer = new RecordWriter(`${path}.part`);
  const queue = new TimeQueue();
  const identity = new Identity();
  let begun = 0;
  let messages = 0;
  while (begun < conversations || queue.size > 0) {
    if (begun < conversations && (queue.size === 0 || queue.nextUs > begun * INTERVAL_US)) {
      queue.push(begun * INTERVAL_US, begun, 0);
      begun++;
      continue;
    }
    const { timeUs, conversation, progress } = queue.pop();
    // The low byte counts the repeats of media, the rest the steps.
    const steps = scenarios[conversation % scenarios.length]!;
    const current = steps[progress >> 8]!;
    const repeated = progress & 0xff;
    identity.assume(conversation);
    if (current.repeat) writer.media(current, repeated, timeUs, identity);
    else writer.message(current.template, timeUs, identity);
    if (!current.repeat) messages++;
    if (current.repeat && repeated + 1 < current.repeat.times) {
      queue.push(timeUs + MEDIA_INTERVAL_US / 2, conversation, progress + 1);
      continue;
    }
    const next = steps[(progress >> 8) + 1];
    if (next) queue.push(conversation * INTERVAL_US + dueUs(next, identity), conversation, ((progress >> 8) + 1) << 8);
  }
  const { packets, bytes } = writer.close();
  renameSync(`${path}.part`, path);
  return { packets, messages, bytes };
}

function dueUs(step: Step, identity: Identity): number {
  return step.afterUs + step.rings * identity.ringUs + step.talks * identity.talkUs;
}

/** Gathers records in a buffer and writes it out when it is full. */
class RecordWriter {
  readonly #file: number;
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #length = 24;
  #packets = 0;
  #bytes = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    this.#buffer.writeUInt32LE(0xa1b2c3d4, 0);
    this.#buffer.writeUInt16LE(2, 4);
    this.#buffer.writeUInt16LE(4, 6);
    this.#buffer.writeUInt32LE(262_144, 16);
    this.#buffer.writeUInt32LE(1, 20);
  }

  message(template: Template, timeUs: number, identity: Identity): void {
    const at = this.#record(template, timeUs, identity);
    for (const spot of template.spots) {
      const from = FIELD_AT[spot.field];
      identity.bytes.copy(this.#buffer, at + spot.at, from, from + FIELD_WIDTH[spot.field]);
    }
  }

  media(step: Step, index: number, timeUs: number, identity: Identity): void {
    const back = index % 2 === 1;
    const at = this.#record(back ? step.repeat!.reverse : step.template, timeUs, identity);
    const count = index >> 1;
    this.#buffer.writeUInt16BE(identity.port, at + UDP_AT);
    this.#buffer.writeUInt16BE(identity.port, at + UDP_AT + 2);
    this.#buffer.writeUInt16BE(count, at + PAYLOAD_AT + 2);
    this.#buffer.writeUInt32BE(count * 160, at + PAYLOAD_AT + 4);
    this.#buffer.writeUInt32BE(identity.port * 2 + (back ? 1 : 0), at + PAYLOAD_AT + 8);
  }

  close(): { packets: number; bytes: number } {
    this.#flush();
    closeSync(this.#file);
    return { packets: this.#packets, bytes: this.#bytes };
  }

  /** Copies the record in, with time, phone address, identification and IP checksum; returns where it begins. */
  #record({ record, phoneAt, headerSum }: Template, timeUs: number, { phone }: Identity): number {
    if (this.#length + record.length > BUFFER_BYTES) this.#flush();
    const at = this.#length;
    record.copy(this.#buffer, at);
    const absoluteUs = START_US + timeUs;
    const seconds = Math.floor(absoluteUs / 1e6);
    this.#buffer.writeUInt32LE(seconds, at);
    this.#buffer.writeUInt32LE(absoluteUs - seconds * 1e6, at + 4);
    const identification = this.#packets & 0xffff;
    this.#buffer.writeUInt16BE(identification, at + IP_AT + 4);
    this.#buffer[at + phoneAt] = 10;
    this.#buffer.set(phone, at + phoneAt + 1);
    let sum = headerSum + identification + ((10 << 8) | phone[0]!) + ((phone[1]! << 8) | phone[2]!);
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
    this.#buffer.writeUInt16BE(~sum & 0xffff, at + IP_AT + 10);
    this.#packets++;
    this.#length += record.length;
    return at;
  }

  #flush(): void {
    for (let written = 0; written < this.#length; )
      written += writeSync(this.#file, this.#buffer, written, this.#length - written);
    this.#bytes += this.#length;
    this.#length = 0;
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [conversations, path, mediaPackets = '0'] = process.argv.slice(2);
  if (!conversations || !path) throw new Error('usage: generate.ts CONVERSATIONS FILE [MEDIA PACKETS A CALL]');
  const started = performance.now();
  const { packets, messages, bytes } = generate(path, Number(conversations), Number(mediaPackets));
  console.log(
    `${path}: ${packets} packets, ${messages} messages, ${bytes} bytes, ${Math.round(performance.now() - started)} ms`,
  );
}
