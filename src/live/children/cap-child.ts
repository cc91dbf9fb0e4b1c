/**
 * The child process that captures with the package `cap`: `cap` aborts a process with worker threads ("Entering the V8
 * API without proper locking in place"; not reported upstream), so it runs in a process of its own.
 *
 * argv holds as JSON what to capture, and the user to switchUser once the interface is open. Standard output is a pcap
 * stream; if the capture cannot start, standard error has one sentence. Times are those of arrival here, because `cap`
 * exposes no timestamps (https://github.com/mscdex/cap/issues/85), nor the kernel's drop count.
 */
import { Socket } from 'node:net';
import { errorText } from '../../format/errors.js';
import { switchUser, type Invoker } from '../privileges.js';
import { pcapFileHeader, putRecordHeader, RECORD_HEADER } from '../../capture/formats/pcap-writer.js';

/** The part of the package that is used; it has no types of its own. */
interface Cap {
  open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
  close(): void;
  on(event: 'packet', listener: (length: number, truncated: boolean) => void): void;
}

/** Standard output, non-blocking: the ring of this engine holds a thousand packets, whatever their size. */
const out = new Socket({ fd: 1, readable: false });
/**
 * Most bytes queued for a slow reader. Packets beyond it are lost, and like those dropped by the kernel not counted.
 */
const MAX_QUEUED_BYTES = 64 << 20;
const LARGEST_PACKET = 65_535;
/** Records are gathered in memory of this size, for an array a packet would be garbage at the rate of the packets. */
const CHUNK_BYTES = 256 << 10;

/** The link types by the names `cap` gives them: these are all it has. */
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  IEEE802_11_RADIO: 127,
  LINKTYPE_NULL: 0,
  LINKTYPE_ETHERNET: 1,
  LINKTYPE_RAW: 101,
  LINKTYPE_IEEE802_11_RADIO: 127,
  LINKTYPE_LINUX_SLL: 113,
};

interface CaptureRequest {
  device: string;
  bpf: string;
  ringBytes: number;
  snapLength: number;
}

const { device, bpf, ringBytes, snapLength }: CaptureRequest = JSON.parse(process.argv[2] ?? '{}');
const user: Invoker | null = JSON.parse(process.argv[3] ?? 'null');

try {
  capture(await load());
} catch (error) {
  refuse(errorText(error));
}

async function load(): Promise<Cap> {
  try {
    // Not a literal, because the package is optional and has no types to resolve.
    const name: string = 'cap';
    const loaded = (await import(name)) as { default: { Cap: new () => Cap } };
    return new loaded.default.Cap();
  } catch {
    return refuse('the package cap is not installed');
  }
}

function capture(cap: Cap): void {
  const buffer = Buffer.alloc(LARGEST_PACKET);
  let chunk = Buffer.alloc(0);
  let view = new DataView(chunk.buffer);
  /** What of the chunk holds records, and what of these was written. */
  let filled = 0;
  let written = 0;
  let isFlushDue = false;
  const linkName = cap.open(device, bpf, ringBytes, buffer);
  if (user) switchUser(user);
  const linkType = LINK_TYPES[linkName];
  if (linkType === undefined) refuse(`the link type ${linkName} is not supported`);
  const flush = () => {
    isFlushDue = false;
    if (filled > written && out.writableLength < MAX_QUEUED_BYTES) out.write(chunk.subarray(written, filled));
    written = filled;
  };
  const clock = wallClock();
  out.on('error', () => process.exit(0)); // nobody reads any more
  out.write(pcapFileHeader(linkType));
  cap.on('packet', length => {
    const kept = Math.min(length, snapLength, LARGEST_PACKET);
    if (filled + RECORD_HEADER + kept > chunk.length) {
      flush();
      chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
      view = new DataView(chunk.buffer);
      filled = 0;
      written = 0;
    }
    putRecordHeader(view, filled, clock(), kept, length);
    buffer.copy(chunk, filled + RECORD_HEADER, 0, kept);
    filled += RECORD_HEADER + kept;
    // Packets of one turn of the event loop are written together.
    if (!isFlushDue) setImmediate(flush);
    isFlushDue = true;
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      cap.close();
      flush();
      out.end(() => process.exit(0));
    });
}

/**
 * Now in µs since 1970. `performance` runs evenly but ignores clock changes, so its start is read anew every second.
 */
function wallClock(): () => number {
  let startMs = 0;
  let syncedMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - syncedMs > 1000) {
      syncedMs = nowMs;
      startMs = Date.now() - nowMs;
    }
    return Math.round((startMs + nowMs) * 1000);
  };
}

function refuse(sentence: string): never {
  process.stderr.write(`cap: ${sentence}\n`);
  process.exit(1);
}
