/**
 * Saves conversations. In: message ids, in time order. Out: a pcap or pcapng with every packet that carried them, each once
 * and in order of time, or a text with the exact bytes. Never over a file unless told to, and never a half-written one.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Packet } from '../capture/packet.js';
import { pcapFileHeader, pcapRecord } from '../capture/formats/pcap-writer.js';
import { PcapngWriter } from '../capture/formats/pcapng-writer.js';
import type { Conversations } from '../conversations/conversations.js';
import { localTime } from '../terminal/time.js';
import type { Files } from './files.js';
import type { MessageReader } from './message-reader.js';
import type { Requests } from './protocol.js';
import { breathe, SLICE_MS } from './slices.js';

type Answer = Requests['save']['answer'];
type Format = Requests['save']['ask']['format'];

/** A packet to be written: where it lies and when it was captured. */
interface Place {
  file: number;
  recordOffset: number;
  timeUs: number;
}

const CHUNK = 1 << 20;

export interface SaveContext {
  conversations: Conversations;
  reader: MessageReader;
  files: Files;
  /** Whether the source of a message tells dates. */
  dated(message: number): boolean;
}

export async function save(
  context: SaveContext,
  rows: readonly number[],
  path: string,
  format: Format,
  overwrite: boolean,
): Promise<Answer> {
  const partial = `${path}.partial-${process.pid}`;
  let target: FileHandle;
  try {
    // Taken at once, so that nothing can appear at the name while the packets are gathered.
    const flags = constants.O_WRONLY | constants.O_CREAT | (overwrite ? 0 : constants.O_EXCL);
    await (await open(path, flags, 0o644)).close();
    target = await open(partial, 'w', 0o644);
  } catch (error) {
    return isCode(error, 'EEXIST') ? { exists: true } : { failed: `${path} cannot be written: ${reason(error)}` };
  }
  try {
    const ids = await messagesOf(context.conversations, rows);
    const out = new Output(target);
    const packets =
      format === 'txt' ? await writeText(context, ids, out) : await writePackets(context, ids, format, out);
    if (typeof packets === 'string') throw new Error(packets);
    await out.flush();
    await target.close();
    await rename(partial, path);
    return { conversations: rows.length, messages: ids.length, packets, bytes: out.length };
  } catch (error) {
    await target.close().catch(() => undefined);
    await rm(partial, { force: true });
    if (!overwrite) await rm(path, { force: true });
    return { failed: `Nothing was saved: ${reason(error)}` };
  }
}

async function messagesOf(conversations: Conversations, rows: readonly number[]): Promise<number[]> {
  const ids: number[] = [];
  const pause = pauses();
  for (const row of rows) {
    for (const id of conversations.messagesOf(row)) ids.push(id);
    await pause();
  }
  const { timeUs } = conversations.messages;
  return ids.sort((a, b) => timeUs.get(a) - timeUs.get(b) || a - b);
}

/** Writes every packet once; answers how many, or a sentence why not. */
async function writePackets(
  context: SaveContext,
  ids: number[],
  format: Format,
  out: Output,
): Promise<number | string> {
  const places = await placesOf(context, ids);
  const writer = new PcapngWriter();
  let linkType: number | undefined;
  let written = 0;
  const pause = pauses();
  if (format === 'pcapng') await out.write(writer.sectionHeader());
  for (const place of places) {
    const packet = context.files.packetAt(place.file, place.recordOffset);
    if (!packet) continue;
    if (format === 'pcap' && linkType === undefined) await out.write(pcapFileHeader(packet.linkType));
    linkType ??= packet.linkType;
    if (format === 'pcap' && packet.linkType !== linkType)
      return `these packets have different link types (${linkType} and ${packet.linkType}), which a pcap cannot hold; save as .pcapng`;
    await out.write(format === 'pcap' ? asPcap(packet) : asPcapng(writer, packet));
    written++;
    await pause();
  }
  if (format === 'pcap' && linkType === undefined) await out.write(pcapFileHeader(1));
  return written;
}

function asPcap({ timeUs, bytes, start, end, originalLength }: Packet): Uint8Array {
  return pcapRecord(timeUs, bytes, start, end, originalLength);
}

function asPcapng(writer: PcapngWriter, { linkType, timeUs, bytes, start, end, originalLength }: Packet): Uint8Array {
  return writer.packet(linkType, timeUs, bytes, start, end, originalLength);
}

/** Where the packets lie, each once, in order of time. A part of a message is older than the message: its own time counts. */
async function placesOf(context: SaveContext, ids: number[]): Promise<Place[]> {
  const { conversations, reader, files } = context;
  const places = new Map<string, Place>();
  const pause = pauses();
  for (const id of ids) {
    const packets = reader.packetsOf(id);
    for (const { file, recordOffset } of packets) {
      const key = `${file}:${recordOffset}`;
      if (file === 0 || places.has(key)) continue;
      const ownTime = packets.length > 1 ? files.packetAt(file, recordOffset)?.timeUs : undefined;
      places.set(key, { file, recordOffset, timeUs: ownTime ?? conversations.messages.timeUs.get(id) });
    }
    await pause();
  }
  return Array.from(places.values()).sort((a, b) => a.timeUs - b.timeUs);
}

/** A line with time and addresses before each message, as sngrep's saved text has it; then its exact bytes. */
async function writeText(context: SaveContext, ids: number[], out: Output): Promise<number> {
  const { messages, endpoints } = context.conversations;
  const encoder = new TextEncoder();
  const pause = pauses();
  for (const id of ids) {
    const time = localTime(messages.timeUs.get(id), context.dated(id)).replace(/-/g, '/');
    const source = endpoints.format(messages.source.get(id)) ?? '?';
    const destination = endpoints.format(messages.destination.get(id)) ?? '?';
    await out.write(encoder.encode(`${time} ${source} -> ${destination}\n`));
    const bytes = context.reader.bytes(id);
    await out.write('gone' in bytes ? encoder.encode(`(${bytes.gone})`) : bytes);
    await out.write(encoder.encode('\n\n'));
    await pause();
  }
  return ids.length;
}

/** Writes in large pieces. */
class Output {
  readonly #file: FileHandle;
  #pieces: Uint8Array[] = [];
  #buffered = 0;
  length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#buffered += bytes.length;
    this.length += bytes.length;
    if (this.#buffered >= CHUNK) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#buffered === 0) return;
    const piece = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#buffered = 0;
    await this.#file.writeFile(piece);
  }
}

/** Something to call in a loop: it lets the thread serve requests when a slice is over. */
function pauses(): () => Promise<void> | undefined {
  let until = performance.now() + SLICE_MS;
  return () => {
    if (performance.now() < until) return undefined;
    return breathe().then(() => {
      until = performance.now() + SLICE_MS;
    });
  };
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
