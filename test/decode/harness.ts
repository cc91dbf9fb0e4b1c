/** Runs packets through a decoder and keeps what comes out; the accounts of each source are checked after every packet. */
import { expect } from 'vitest';
import type { Packet } from '../../src/capture/packet.js';
import { Accounts, type Origin, sumOf } from '../../src/decode/accounts.js';
import type { DecodedMessage, Ends, PacketRef } from '../../src/decode/decoded-message.js';
import { Decoder } from '../../src/decode/decoder.js';
import { ipText } from '../../src/decode/network/ip-text.js';
import type { EventKind } from '../../src/model/event-kinds.js';
import { rowId } from '../../src/model/ids.js';
import { TRANSPORTS, type Transport } from '../../src/model/transports.js';
import { ReferenceScan } from '../reference/scan/reference-scan.js';
import { scannerOf } from '../sip/scan/scanner.js';
import type { ScannedMessage } from '../../src/sip/scan/scanned-message.js';
import type { KeyLog } from '../../src/decode/tls/key-log.js';

export interface Got {
  text: string;
  from: string;
  to: string;
  transport: Transport | undefined;
  tunnel: string;
  missing: number;
  timeUs: number;
  /** Record offsets of the packets, undefined for a message verbatim in one. */
  parts: number[] | undefined;
}

export interface GotConnection {
  kind: EventKind;
  detail: string | null;
  from: string;
  to: string;
  timeUs: number;
  callIds: string[];
  cutsMessage: boolean;
  recordOffset: number;
}

export interface Decoded {
  messages: Got[];
  texts: string[];
  /** The source each message counts for. */
  files: number[];
  quoted: { text: string; from: string; to: string; reason: string }[];
  /** What happened to connections; conversations by their Call-ID. */
  connections: GotConnection[];
  /** Record offsets of the packets the decoder asked to keep. */
  kept: number[];
  /** Of all sources, and of each by its number. */
  accounts: Accounts;
  byFile: Accounts[];
}

export interface GivenPacket {
  bytes: Uint8Array;
  linkType?: number;
  timeUs?: number;
  /** Where larger than the bytes. */
  originalLength?: number;
  file?: number;
}

export const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

export function expectBalanced(accounts: Accounts): void {
  const { read, sip, other, undecodable, pending } = accounts;
  const told = sip + total(other) + total(undecodable) + pending;
  // Asked after every packet, where an expectation takes longer than decoding.
  if (told !== read) expect(told).toBe(read);
}

/** What the sink scans messages into; with null there is nothing, and streams are cut line by line. */
const scannedBy = () => scannerOf();

/** Keyed otherwise by each scanner. */
const HASHES: readonly string[] = ['branch', 'fromTag', 'toTag'];

/** Every number of a scan but hashes. */
function numbersOf(scanned: ScannedMessage): unknown[] {
  return Object.entries(scanned).filter(([name, value]) => typeof value === 'number' && !HASHES.includes(name));
}

/** Decodes Ethernet packets (or of the link types given), a millisecond apart; flushes by default. */
export function decode(
  given: readonly (Uint8Array | GivenPacket)[],
  flush = true,
  keyLog?: KeyLog,
  scanned: ScannedMessage | null = scannedBy(),
): Decoded {
  const originals = given.map(one => (one instanceof Uint8Array ? one : one.bytes));
  const origins = new Map<number, Origin>();
  const originOf = (id: number) => {
    const origin = origins.get(id) ?? { id, accounts: new Accounts() };
    origins.set(id, origin);
    return origin;
  };
  const result: Decoded = {
    messages: [],
    texts: [],
    files: [],
    quoted: [],
    connections: [],
    kept: [],
    accounts: new Accounts(),
    byFile: [],
  };
  let current: Packet | undefined;
  const callIds: string[] = [];
  const ends = ({
    addressBytes,
    sourceOffset,
    destinationOffset,
    addressLength,
    sourcePort,
    destinationPort,
  }: Ends) => ({
    from: `${ipText(addressBytes, sourceOffset, addressLength)}:${sourcePort}`,
    to: `${ipText(addressBytes, destinationOffset, addressLength)}:${destinationPort}`,
  });
  const textOf = ({ bytes, start, end }: DecodedMessage) => Buffer.from(bytes.subarray(start, end)).toString('latin1');
  const decoder = new Decoder(
    {
      message(decoded, packet) {
        const { transport, tunnel, missing, timeUs, origin, parts, pieces } = decoded;
        const text = textOf(decoded);
        if (pieces !== undefined) {
          // Each piece is in its packet, whose record has a header of 16 bytes.
          const lying = pieces.map(piece =>
            originals[piece.recordOffset]!.subarray(piece.start - 16, piece.start - 16 + piece.length),
          );
          expect(Buffer.concat(lying).toString('latin1')).toBe(text);
        }
        if (decoded.scanned && scanned) {
          const afresh = new ReferenceScan();
          afresh.scan(decoded.bytes, decoded.start, decoded.end);
          expect(numbersOf(scanned)).toEqual(numbersOf(afresh));
        }
        if (parts === undefined) {
          expect(packet).toBe(current);
          expect(decoded.bytes).toBe(current?.bytes);
        }
        const offsets = parts?.map((part: PacketRef) => part.recordOffset);
        result.texts.push(text);
        result.files.push(origin.id);
        const got = {
          text,
          ...ends(decoded),
          transport: TRANSPORTS[transport],
          tunnel,
          missing,
          timeUs,
          parts: offsets,
        };
        result.messages.push(got);
        const callId = /^Call-ID: *(.*)$/im.exec(text)?.[1] ?? '';
        if (!callIds.includes(callId)) callIds.push(callId);
        return rowId(callIds.indexOf(callId));
      },
      quoted(decoded, { detail, addressBytes, sourceOffset, addressLength }) {
        const reason = `${detail} from ${ipText(addressBytes, sourceOffset, addressLength)}`;
        result.quoted.push({ text: textOf(decoded), ...ends(decoded), reason });
      },
      connection({ kind, detail, timeUs, ends: between, place, conversations, cutsMessage }) {
        const { recordOffset } = place;
        const concerned = Array.from(conversations, conversation => callIds[conversation]!);
        const got = { kind, detail, timeUs, ...ends(between), callIds: concerned, cutsMessage, recordOffset };
        result.connections.push(got);
      },
      ...(scanned ? { scanned } : {}),
      keep(packet) {
        result.kept.push(packet.recordOffset);
        return { file: 0, recordOffset: packet.recordOffset, headerLength: packet.recordHeaderLength };
      },
    },
    keyLog,
  );
  const expectAllBalanced = () => {
    for (const { accounts } of origins.values()) expectBalanced(accounts);
  };
  given.forEach((one, index) => {
    const options = one instanceof Uint8Array ? { bytes: one } : one;
    // A prefix and a suffix of foreign bytes: reading beyond the packet would show.
    const bytes = new Uint8Array(options.bytes.length + 16).fill(0x53);
    bytes.set(options.bytes, 8);
    current = {
      timeUs: options.timeUs ?? index * 1000,
      linkType: options.linkType ?? 1,
      bytes,
      start: 8,
      end: 8 + options.bytes.length,
      originalLength: options.originalLength ?? options.bytes.length,
      recordOffset: index,
      recordHeaderLength: 16,
    };
    decoder.packet(current, originOf(options.file ?? 0));
    expectAllBalanced();
  });
  if (flush) {
    decoder.flush();
    expectAllBalanced();
    for (const { accounts } of origins.values()) expect(accounts.pending).toBe(0);
  }
  for (const { id, accounts } of origins.values()) result.byFile[id] = accounts;
  result.accounts = sumOf([...origins.values()].map(({ accounts }) => accounts));
  expect(new Set(result.kept).size).toBe(result.kept.length);
  return result;
}
