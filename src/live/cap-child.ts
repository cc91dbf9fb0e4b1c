/**
 * The child process that captures with the package `cap`: in a process of its own because `cap` aborts a process that has
 * threads (docs/design.md). In: what to capture, and the user to become then, as JSON in argv. Out: a pcap stream on standard output, one sentence on
 * standard error where it cannot start. Its times are those of arrival here, and what the kernel dropped is not known.
 */
import { Socket } from 'node:net';
import { become, type Invoker } from './privileges.js';
import { pcapFileHeader, pcapRecord } from '../capture/pcap-writer.js';

/** What of the package is used: it brings no types. */
interface Cap {
  open(device: string, filter: string, bufferSize: number, buffer: Buffer): string;
  close(): void;
  on(event: 'packet', listener: (length: number, truncated: boolean) => void): void;
}

/** Standard output, without blocking: the ring of this engine holds a thousand packets, whatever their size. */
const out = new Socket({ fd: 1, readable: false });
/** What waits for a slow reader; packets beyond it are gone as those are that the kernel drops, and like them not counted. */
const MAX_WAITING_BYTES = 64 << 20;
const LARGEST_PACKET = 65_535;

/** `cap` names link types; these are all it has. */
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

interface Asked {
  device: string;
  bpf: string;
  ringBytes: number;
  snapLength: number;
}

const { device, bpf, ringBytes, snapLength }: Asked = JSON.parse(process.argv[2] ?? '{}');
const user: Invoker | null = JSON.parse(process.argv[3] ?? 'null');

try {
  capture(await load());
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}

async function load(): Promise<Cap> {
  try {
    // The name is not a literal: the package is optional and has no types to look up.
    const name: string = 'cap';
    const loaded = (await import(name)) as { default: { Cap: new () => Cap } };
    return new loaded.default.Cap();
  } catch {
    return refuse('the package cap is not installed');
  }
}

function capture(cap: Cap): void {
  const buffer = Buffer.alloc(LARGEST_PACKET);
  let records: Uint8Array[] = [];
  const linkName = cap.open(device, bpf, ringBytes, buffer);
  if (user) become(user);
  const linkType = LINK_TYPES[linkName];
  if (linkType === undefined) refuse(`the link type ${linkName} is not supported`);
  const flush = () => {
    if (out.writableLength < MAX_WAITING_BYTES) out.write(Buffer.concat(records));
    records = [];
  };
  const clock = wallClock();
  out.on('error', () => process.exit(0)); // nobody reads any more
  out.write(pcapFileHeader(linkType));
  cap.on('packet', length => {
    // Packets that come in one go are written in one go.
    if (records.length === 0) setImmediate(flush);
    records.push(pcapRecord(clock(), buffer, 0, Math.min(length, snapLength, LARGEST_PACKET), length));
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      cap.close();
      flush();
      out.end(() => process.exit(0));
    });
}

/** Now in µs since 1970. `performance` runs evenly but knows no setting of the clock: the start is looked up anew each second. */
function wallClock(): () => number {
  let startMs = 0;
  let lookedUpMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lookedUpMs > 1000) {
      lookedUpMs = nowMs;
      startMs = Date.now() - nowMs;
    }
    return Math.round((startMs + nowMs) * 1000);
  };
}

function refuse(sentence: string): never {
  process.stderr.write(`cap: ${sentence}\n`);
  process.exit(1);
}
