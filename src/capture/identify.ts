/**
 * Tells what an input is and makes the source that reads it. In: bytes as they come. Out: a source, or one sentence that
 * says why it is none. The format is told by the content, never by the name.
 */
import { DamageLog } from './damage.js';
import { FileSource } from './file-source.js';
import { emptyDatagram, emptyPacket } from './packet.js';
import { PcapReader } from './pcap.js';
import { PcapngReader } from './pcapng.js';
import type { Reader } from './reader.js';
import { SIGNATURE_LENGTH, type Signature, signature } from './signature.js';
import { SnoopReader } from './snoop.js';
import type { Refusal, Source } from './source.js';
import type { Supply } from './supply.js';
import { READ_TEXTS } from './text/dialects.js';
import { openText, TEXT_SAMPLE } from './text/text-reader.js';
import { type Packing, UnpackingSupply, unpacker } from './unpack.js';
import { Window } from './window.js';

/** Bytes as they come, before anything is known of their format. */
export interface Input {
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

/** Makes the source an input holds. An input that is refused is closed. */
export async function identify(input: Input): Promise<Source | Refusal> {
  const begun = await begin(input);
  const source = 'refused' in begun ? begun : await openReader(begun);
  if ('refused' in source) await input.supply.close();
  return source;
}

/** Reads the first bytes and tells the format by them, unpacking it where it is packed. */
async function begin(input: Input): Promise<Begun | Refusal> {
  let supply = input.supply;
  let packing: Packing | undefined;
  for (;;) {
    const damage = new DamageLog();
    const window = new Window(supply, damage, input.live && packing === undefined);
    const told = await tell(window);
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
    supply = new UnpackingSupply(supply, packing, unpack, window.buffer.slice(0, window.end));
  }
}

/** Text takes more to be told from other bytes than a format with a signature; of what is live the first bytes must do. */
async function tell(window: Window): Promise<Signature> {
  await fillTo(window, SIGNATURE_LENGTH);
  const told = signature(window.buffer.subarray(0, window.end));
  if ((told.kind !== 'text' && told.kind !== 'unknown') || window.eager) return told;
  await fillTo(window, TEXT_SAMPLE);
  return signature(window.buffer.subarray(0, Math.min(window.end, TEXT_SAMPLE)));
}

async function fillTo(window: Window, length: number): Promise<void> {
  while (window.end < length && !window.finished) await window.fill();
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
        refused: `${title(begun)} is text in which no SIP was found; what is read is ${READ_TEXTS}`,
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
    return `${title(begun)} is not a capture that is read here; pcap, pcapng and snoop are, and ${READ_TEXTS}, also packed with gzip`;
  const cause = begun.damage.kept[0];
  if (cause !== undefined) return `${title(begun)} cannot be read: ${cause.what}`;
  return `${title(begun)} is empty; there is nothing to read`;
}

function title(input: Input): string {
  return input.name === '-' ? 'standard input' : input.name;
}
