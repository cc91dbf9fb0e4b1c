/**
 * What crosses the thread about live capture, recording, what earlier runs left, and pings: types only.
 */
import type { Dropped, Refusal } from '../../capture/source.js';
import type { BpfFault } from '../../live/children/bpf-check.js';
import type { Forwarded } from '../../live/hep/hep-sender.js';
import type { Device } from '../../live/devices.js';
import type { CaptureSettings, Keep, LiveInput } from '../../live/live-input.js';
import type { PingReport } from '../../live/ping-source.js';
import type { PingTransport } from '../../ping/options-request.js';

export type { BpfFault, CaptureSettings, Device, Forwarded, LiveInput, PingReport, PingTransport };

/** What an earlier run left in its spool. */
export interface Leftover {
  folder: string;
  /** Its captures, oldest first. */
  files: string[];
  bytes: number;
  /** When it was written to last, in ms since 1970. */
  timeMs: number;
}

/** How live capture goes: what a status line tells of it. */
export interface LiveFigures {
  /** Sources that still capture. */
  capturing: number;
  /** Over the last two seconds. */
  packetsPerSecond: number;
  messagesPerSecond: number;
  /**
   * The longest a packet of the last two seconds took from the wire to the engine, in ms; null if no clock tells.
   */
  lagMs: number | null;
  /** Packets seen of all live sources together. */
  packets: number;
  /** Packets dropped before they got here, of all sources together; null where nobody counts. */
  dropped: Dropped;
  /** Sources for which drops are not counted, or not yet. */
  uncounted: number;
  /** Bytes kept in the spool. */
  spoolBytes: number;
  /** What is written to (-w). */
  recorded: Recorded | null;
  /** Messages in no file of the user's: they are lost when the program ends. */
  unsaved: number;
}

/** What was written to a file (-w), or to several where there is a bound. */
export interface Recorded {
  /** As asked for; several have a number before the ending. */
  path: string;
  bytes: number;
  /** In whole records; after a failure only those that the disk took. */
  packets: number;
  /** Files on the disk, and older ones that were removed to hold the bound, with their packets. */
  files: number;
  gone: number;
  packetsGone: number;
  /** Packets that came and are in no file, because nothing is written any more. */
  notWritten: number;
  /** Packets of media that were left out. */
  leftOut: number;
  /** Why nothing is written any more, in a sentence; null while all is well. */
  failure: string | null;
}

/** Every request about what comes as it happens, with its answer. */
export interface LiveRequests {
  /** The interfaces of this machine, and when their packets were counted, on a clock of the engine's own. */
  devices: { ask: Record<string, never>; answer: { devices: Device[]; timeMs: number } };
  /** Whether a libpcap filter can be used. `fault` null: nothing is known against it. */
  checkBpf: { ask: { bpf: string }; answer: { fault: BpfFault | null } };
  /**
   * Captures live, beside what is open, until `stopLive`. Answered when all of them capture or are refused. To change the
   * filter, open again with the new one, then stop the old source: what it captured stays. `warnings` are sentences.
   */
  openLive: {
    ask: { inputs: LiveInput[] };
    answer: {
      opened: number[];
      refused: { name: string; reason: string }[];
      /** What the user should know of those that capture, a sentence each. */
      warnings: string[];
    };
  };
  /**
   * Sends OPTIONS to one host, and to no other. Answered when the first request is on its way: the exchange is a live
   * source named "ping HOST", whose conversation has this Call-ID. `remark`: a sentence about the connection.
   */
  ping: {
    ask: { host: string; port: number; transport: PingTransport };
    answer: { source: number; callId: string; remark: string | null } | Refusal;
  };
  /** Answered when a ping is over; null if none of that number is under way. */
  pinged: { ask: { source: number }; answer: PingReport | null };
  /** Gives up all pings, also those that are not connected yet. */
  stopPing: { ask: Record<string, never>; answer: Record<string, never> };
  /** Stops capturing from one source (null: all). Packets on their way are still read; what was captured stays. */
  stopLive: { ask: { source: number | null }; answer: Record<string, never> };
  /**
   * Writes every packet of live sources to a file from now on; media (RTP, RTCP) only if `media`. With a bound it
   * writes one file after the other, and removes the oldest so that all together stay below it.
   */
  record: {
    ask: { path: string; overwrite: boolean; keep: Keep | null; media: boolean };
    answer: { failed: string | null };
  };
  /** What was written so far, and is on the disk when this is answered; null if nothing is. */
  recorded: { ask: Record<string, never>; answer: Recorded | null };
  /** What runs that crashed left of their captures, the newest first. */
  leftovers: { ask: Record<string, never>; answer: Leftover[] };
  removeLeftover: { ask: { folder: string }; answer: Record<string, never> };
  /** Bounds what is kept of live capture from now on; null keeps all. `Progress.gone` counts what was evicted. */
  retain: { ask: { keep: Keep | null }; answer: Record<string, never> };
  /** Sends every message of live sources to a HEP collector from now on. */
  forward: { ask: { host: string; port: number; key: string | null }; answer: { failed: string | null } };
  /** What was sent so far, answered when the network took it; null if nothing is sent. */
  forwarded: { ask: Record<string, never>; answer: Forwarded | null };
}
