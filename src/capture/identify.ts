/** Detects the format of an input by its content, never by its name, and opens the source that reads it. */
import { DamageLog } from './damage.js';
import { FileSource } from './file-source.js';
import { emptyDatagram, emptyPacket, type Packet } from './packet.js';
import { PcapReader } from './formats/pcap.js';
import { NetmonReader } from './formats/netmon.js';
import { NETMON_FILE_HEADER, netmonFormat } from './formats/netmon-format.js';
import { readFrameTable } from './formats/netmon-table.js';
import { PcapngReader } from './formats/pcapng.js';
import type { Reader } from './reader.js';
import { CONVERT, SIGNATURE_LENGTH, type Signature, signature } from './signature.js';
import { SnoopReader } from './formats/snoop.js';
import type { Refusal, Source } from './source.js';
import { PrecededSupply, type Supply } from './supply.js';
import { READ_TEXTS } from './text/dialects.js';
import { openText, TEXT_SAMPLE } from './text/text-reader.js';
import { unmarkedFormat } from './unmarked.js';
import { type Packing, unpacked } from './unpack.js';
import { Window } from './window.js';

/** Raw input whose format is not known yet. */
export interface Input {
  /** The name the user gave. */
  name: string;
  supply: Supply;
  /** Size of the file in bytes; 0 if unknown. */
  size: number;
  /** Descriptor of a plain file, -1 for anything else. */
  descriptor: number;
  /** Live input: packets are wanted as soon as they arrive. */
  live: boolean;
}

/** An input whose first bytes have been read and recognised. */
interface DetectedInput extends Input {
  window: Window;
  damage: DamageLog;
  signature: Signature;
  packing: Packing | undefined;
}

/** Opens the source for an input. A refused input is closed. */
export async function identify(input: Input): Promise<Source | Refusal> {
  const detected = await detect(input);
  const source = 'refused' in detected ? detected : await openReader(detected);
  if ('refused' in source) await input.supply.close();
  return source;
}

/** Detects the format by the first bytes; compressed input is unpacked first. */
async function detect(input: Input): Promise<DetectedInput | Refusal> {
  let supply = input.supply;
  let packing: Packing | undefined;
  for (;;) {
    const damage = new DamageLog();
    const window = new Window(supply, damage, input.live && packing === undefined);
    const found = await detectSignature(window);
    if (found.kind !== 'packed') {
      const descriptor = packing === undefined && found.kind !== 'text' ? input.descriptor : -1;
      return { ...input, supply, descriptor, window, damage, signature: found, packing };
    }
    if (packing !== undefined) return { refused: `${title(input)} is packed twice; unpack it first` };
    packing = found.packing;
    const plain = unpacked(new PrecededSupply(window.buffer.slice(0, window.end), supply), packing);
    if (plain === undefined)
      return {
        refused: `${title(input)} is packed with ${packing}, which this version of Node cannot unpack; unpack it first: ${packing} -dk FILE`,
      };
    supply = plain;
  }
}

/** Text needs a longer sample than a format with a signature; live input is judged by whatever has arrived. */
async function detectSignature(window: Window): Promise<Signature> {
  await fillTo(window, SIGNATURE_LENGTH);
  const found = signature(window.buffer.subarray(0, window.end));
  if ((found.kind !== 'text' && found.kind !== 'unknown') || window.eager) return found;
  await fillTo(window, TEXT_SAMPLE);
  return signature(sampleOf(window));
}

/** As much as the format is judged by, however the input arrived. */
function sampleOf(window: Window): Uint8Array {
  return window.buffer.subarray(0, Math.min(window.end, TEXT_SAMPLE));
}

async function fillTo(window: Window, length: number): Promise<void> {
  while (window.end < length && !window.finished) await window.fill();
}

async function openReader(detected: DetectedInput): Promise<Source | Refusal> {
  const { window, damage } = detected;
  const packet = emptyPacket();
  const datagram = emptyDatagram();
  const source = (reader: Reader, secrets: readonly Uint8Array[] = []): Source =>
    new FileSource({
      ...detected,
      format: detected.packing === undefined ? reader.format : `${reader.format}, ${detected.packing}`,
      reader,
      packet,
      datagram,
      secrets,
    });
  const found = detected.signature;
  switch (found.kind) {
    case 'pcap':
      return source(new PcapReader(window, packet, damage, found.format));
    case 'pcapng': {
      const reader = new PcapngReader(window, packet, damage);
      return source(reader, reader.secrets);
    }
    case 'snoop':
      return source(new SnoopReader(window, packet, damage, found.linkType));
    case 'netmon':
      return (await openNetmon(detected, packet, source)) ?? tooShort(detected, 'Network Monitor');
    case 'text': {
      const reader = await openText(window, packet, datagram);
      if (reader !== undefined) return source(reader);
      return {
        refused: `${title(detected)} is text in which no SIP was found; what is read is ${READ_TEXTS}`,
      };
    }
    case 'short':
      return tooShort(detected, found.what);
    case 'other':
      return { refused: `${title(detected)} is ${found.what}; ${found.remedy}` };
    default:
      return { refused: notCaptureSentence(detected) };
  }
}

/** Undefined if its file header is incomplete. */
async function openNetmon(
  { window, damage, descriptor, size }: DetectedInput,
  packet: Packet,
  source: (reader: Reader) => Source,
): Promise<Source | undefined> {
  await fillTo(window, NETMON_FILE_HEADER);
  if (window.end < NETMON_FILE_HEADER) return undefined;
  const format = netmonFormat(window.view, 0);
  const offsets = descriptor < 0 ? undefined : readFrameTable(descriptor, size, format, damage);
  return source(new NetmonReader(window, packet, damage, format, offsets));
}

function tooShort(input: Input, what: string): Refusal {
  return { refused: `${title(input)} ends within its ${what} header; there is no packet in it` };
}

function notCaptureSentence(detected: DetectedInput): string {
  const unmarked = unmarkedFormat(sampleOf(detected.window));
  if (unmarked !== undefined) return `${title(detected)} is ${unmarked}; ${CONVERT}`;
  if (detected.window.end > 0)
    return `${title(detected)} is not a capture that is read here; pcap, pcapng, snoop and Network Monitor are, and ${READ_TEXTS}, also packed with gzip or zstd`;
  const cause = detected.damage.kept[0];
  if (cause !== undefined) return `${title(detected)} cannot be read: ${cause.what}`;
  return `${title(detected)} is empty; there is nothing to read`;
}

function title(input: Input): string {
  return input.name === '-' ? 'standard input' : input.name;
}
