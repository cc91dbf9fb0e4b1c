/** What can be captured live, as plain data that crosses the thread. */
import { joinAddress } from '../format/addresses.js';

/** Capture programs; `auto` takes the first that is installed and permitted. */
export const ENGINES = ['tcpdump', 'dumpcap', 'cap'] as const;
export type EngineName = (typeof ENGINES)[number];

/** How to capture an interface. */
export interface CaptureSettings {
  /** libpcap filter; "" for everything. */
  bpf: string;
  engine: EngineName | 'auto';
  /** Bytes kept of each packet. */
  snapLength: number;
  /** Size of the kernel ring in bytes. */
  ringBytes: number;
  promiscuous: boolean;
}

export type LiveInput =
  /** An interface of this machine; "any" for all of them. */
  | { kind: 'device'; device: string; settings: CaptureSettings }
  /** tcpdump on another machine. */
  | { kind: 'ssh'; host: string; device: string; settings: CaptureSettings }
  | { kind: 'standard input' }
  /** A file that grows, is rotated or is truncated. */
  | { kind: 'follow'; path: string }
  /** A listener for HEP over UDP and TCP; reports without `key` are refused unless it is null. */
  | { kind: 'hep'; address: string; port: number; key: string | null };

/** A limit on the live traffic kept: in bytes, or by age in µs. */
export type Keep = { bytes: number } | { us: number };

/** The largest IP packet, so that no message is cut. */
export const SNAP_LENGTH = 65_535;

/** Holds a second of 20,000 messages of 3 kB, or a thousand packets of any size. */
export const RING_BYTES = 64 << 20;

/**
 * Whether a word can name an interface or a host: one word that the program which gets it cannot take for an option.
 */
export function isName(word: string): boolean {
  return /^[^-\s\p{C}][^\s\p{C}]*$/u.test(word);
}

/** The name of the source opened for an input. */
export function liveName(input: LiveInput): string {
  switch (input.kind) {
    case 'device':
      return input.device;
    case 'ssh':
      return `${input.host}:${input.device}`;
    case 'standard input':
      return '-';
    case 'follow':
      return input.path;
    case 'hep':
      return `HEP ${joinAddress(input.address, input.port)}`;
  }
}
