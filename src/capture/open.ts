/**
 * Opens what the user names. In: a file name, or "-" for standard input. Out: a source, or one sentence that says why it is
 * none and what to do. The format is told by the content, never by the name.
 */
import { fstatSync, open as openDescriptor } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { DamageLog } from './damage.js';
import { FileSource } from './file-source.js';
import { emptyDatagram, emptyPacket } from './packet.js';
import { PcapReader } from './pcap.js';
import { PcapngReader } from './pcapng.js';
import { pipeStream } from './pipe.js';
import type { Reader } from './reader.js';
import { type Signature, SIGNATURE_LENGTH, signature } from './signature.js';
import { SnoopReader } from './snoop.js';
import type { Refusal, Source } from './source.js';
import { FileSupply, StreamSupply, type Supply } from './supply.js';
import { openText } from './text/text-reader.js';
import { type Packing, UnpackingSupply, unpacker } from './unpack.js';
import { Window } from './window.js';

/** Bytes as they come, before anything is known of their format. */
interface Input {
  /** As the user named it. */
  name: string;
  supply: Supply;
  /** Bytes of the file, 0 where unknown. */
  size: number;
  /** Descriptor of a plain file, -1 for anything else. */
  descriptor: number;
  /** What comes through a pipe is wanted at once. */
  live: boolean;
}

/** An input whose first bytes are in the window. */
interface Begun extends Input {
  window: Window;
  damage: DamageLog;
  signature: Signature;
  packing: Packing | undefined;
}

/** Opens a file or, for "-", standard input. Never rejects. */
export async function openSource(name: string): Promise<Source | Refusal> {
  try {
    const input = name === '-' ? await standardInput() : await namedInput(name);
    if ('refused' in input) return input;
    const begun = await begin(input);
    const source = 'refused' in begun ? begun : await openReader(begun);
    if ('refused' in source) await input.supply.close();
    return source;
  } catch (error) {
    return { refused: explain(name, error) };
  }
}

async function namedInput(name: string): Promise<Input | Refusal> {
  const status = await stat(name);
  if (status.isDirectory())
    return { refused: `${name} is a directory; name the captures in it: ${name.replace(/\/*$/, '/*')}` };
  if (status.isFile()) return fileInput(name, name);
  return pipeInput(name, await promisify(openDescriptor)(name, 'r'));
}

async function standardInput(): Promise<Input | Refusal> {
  if (isatty(0)) return { refused: 'standard input is a terminal; pipe a capture into it or name a file' };
  return fstatSync(0).isFile() ? fileInput('-', '/dev/stdin') : pipeInput('-', 0);
}

async function fileInput(name: string, path: string): Promise<Input> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return { name, supply: new FileSupply(file), size, descriptor: file.fd, live: false };
}

function pipeInput(name: string, descriptor: number): Input {
  return { name, supply: new StreamSupply(pipeStream(descriptor)), size: 0, descriptor: -1, live: true };
}

/** Reads the first bytes and tells the format by them, unpacking it where it is packed. */
async function begin(input: Input): Promise<Begun | Refusal> {
  let supply = input.supply;
  let packing: Packing | undefined;
  for (;;) {
    const damage = new DamageLog();
    const window = new Window(supply, damage, input.live && packing === undefined);
    while (window.end < SIGNATURE_LENGTH && !window.finished) await window.fill();
    const told = signature(window.buffer.subarray(0, window.end));
    if (told.kind !== 'packed') {
      const descriptor = packing === undefined && told.kind !== 'text' ? input.descriptor : -1;
      return { ...input, supply, descriptor, window, damage, signature: told, packing };
    }
    if (packing !== undefined) return { refused: `${title(input)} is packed twice; unpack it first` };
    packing = told.packing;
    const unpack = unpacker(packing);
    if (unpack === undefined)
      return {
        refused: `${title(input)} is packed with ${packing}, which this version of Node cannot unpack; unpack it first: ${packing} -dk FILE`,
      };
    supply = new UnpackingSupply(supply, packing, unpack(), window.buffer.slice(0, window.end));
  }
}

async function openReader(begun: Begun): Promise<Source | Refusal> {
  const { window, damage } = begun;
  const packet = emptyPacket();
  const datagram = emptyDatagram();
  const source = (reader: Reader, secrets: readonly Uint8Array[] = []): Source =>
    new FileSource({
      ...begun,
      format: begun.packing === undefined ? reader.format : `${reader.format}, ${begun.packing}`,
      reader,
      packet,
      datagram,
      secrets,
    });
  const told = begun.signature;
  switch (told.kind) {
    case 'pcap':
      return source(new PcapReader(window, packet, damage, told.format));
    case 'pcapng': {
      const reader = new PcapngReader(window, packet, damage);
      return source(reader, reader.secrets);
    }
    case 'snoop':
      return source(new SnoopReader(window, packet, damage, told.linkType));
    case 'text': {
      const reader = await openText(window, packet, datagram);
      if (reader !== undefined) return source(reader);
      return {
        refused: `${title(begun)} is text, but not of a kind that is read here; text of tcpdump is (made with -A, -v, -x or -X)`,
      };
    }
    case 'short':
      return { refused: `${title(begun)} ends within its ${told.what} header; there is no packet in it` };
    case 'other':
      return { refused: `${title(begun)} is ${told.what}; ${told.remedy}` };
    default:
      return { refused: noCapture(begun) };
  }
}

function noCapture(begun: Begun): string {
  if (begun.window.end > 0)
    return `${title(begun)} is not a capture that is read here; pcap, pcapng, snoop and the text of tcpdump are, also packed with gzip`;
  const cause = begun.damage.kept[0];
  if (cause !== undefined) return `${title(begun)} cannot be read: ${cause.what}`;
  return `${title(begun)} is empty; there is nothing to read`;
}

function title(input: Input): string {
  return input.name === '-' ? 'standard input' : input.name;
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; check the name',
  EACCES: 'may not be read; ask for permission or run as another user',
  EPERM: 'may not be read; ask for permission or run as another user',
  ENOTDIR: 'does not exist; check the name',
  EMFILE: 'cannot be opened, too many files are open; close some or raise ulimit -n',
};

function explain(name: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return `${name} ${CAUSES[code] ?? `cannot be opened: ${error instanceof Error ? error.message : String(error)}`}`;
}
