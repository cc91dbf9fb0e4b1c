/**
 * Messages between hosts, written as a pcap file of UDP over IPv4 over Ethernet in order of time. They may come in any order, but none before
 * what was settled.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Endpoint } from '../../../samples/compose/endpoint.js';
import { frame, ip, LINK_TYPE, udp } from '../../../samples/compose/frame.js';
import { bytesOf, type Message } from '../../../samples/compose/message.js';
import { concat, pcapHeader, pcapRecordBytes } from '../../capture/captures.js';

interface Datagram {
  timeUs: number;
  from: Endpoint;
  to: Endpoint;
  message: Message;
}

/** 2024-05-13T08:00:00Z. */
const START_S = 1_715_587_200;
const SHAPE = { network: LINK_TYPE.ethernet };

export class Recording {
  messages = 0;
  readonly #file: number;
  #waiting: Datagram[] = [];

  constructor(path: string) {
    this.#file = openSync(path, 'w');
    writeSync(this.#file, pcapHeader(SHAPE));
  }

  /** `timeUs` counts from the beginning of the traffic. */
  send(timeUs: number, from: Endpoint, to: Endpoint, message: Message): void {
    this.#waiting.push({ timeUs: Math.round(timeUs), from, to, message });
  }

  /** Writes what was sent before a time: nothing earlier will come. */
  settle(timeUs: number): void {
    const due = this.#waiting.filter(datagram => datagram.timeUs < timeUs).sort((a, b) => a.timeUs - b.timeUs);
    this.#waiting = this.#waiting.filter(datagram => datagram.timeUs >= timeUs);
    if (due.length > 0) writeSync(this.#file, concat(...due.map(datagram => this.#record(datagram))));
  }

  close(): void {
    this.settle(Number.POSITIVE_INFINITY);
    closeSync(this.#file);
  }

  #record({ timeUs, from, to, message }: Datagram): Uint8Array {
    const datagram = { protocol: 'udp', bytes: udp(from, to, bytesOf(message)) } as const;
    const bytes = frame('ethernet', from, to, ip(from, to, datagram, this.messages++));
    return pcapRecordBytes(SHAPE, START_S + Math.floor(timeUs / 1e6), timeUs % 1e6, bytes);
  }
}
