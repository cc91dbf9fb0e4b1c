/** Messages between hosts in order of time, written as a pcap file of UDP over IPv4 over Ethernet. */
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
const RECORDS_A_WRITE = 2000;

export class Recording {
  readonly #datagrams: Datagram[] = [];

  get messages(): number {
    return this.#datagrams.length;
  }

  /** `timeUs` counts from the beginning of the traffic. */
  send(timeUs: number, from: Endpoint, to: Endpoint, message: Message): void {
    this.#datagrams.push({ timeUs: Math.round(timeUs), from, to, message });
  }

  write(path: string): void {
    const file = openSync(path, 'w');
    const shape = { network: LINK_TYPE.ethernet };
    const sorted = this.#datagrams.toSorted((a, b) => a.timeUs - b.timeUs);
    writeSync(file, pcapHeader(shape));
    for (let at = 0; at < sorted.length; at += RECORDS_A_WRITE) {
      const records = sorted.slice(at, at + RECORDS_A_WRITE).map(({ timeUs, from, to, message }, index) => {
        const datagram = { protocol: 'udp', bytes: udp(from, to, bytesOf(message)) } as const;
        const bytes = frame('ethernet', from, to, ip(from, to, datagram, at + index));
        return pcapRecordBytes(shape, START_S + Math.floor(timeUs / 1e6), timeUs % 1e6, bytes);
      });
      writeSync(file, concat(...records));
    }
    closeSync(file);
  }
}
