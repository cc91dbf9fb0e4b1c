/** A source of datagrams that a test writes down, as a reader of text yields them: with times, or without. */
import { emptyDatagram, emptyPacket } from '../../src/capture/packet.js';
import type { Source } from '../../src/capture/source.js';
import { messages } from '../conversations/script.js';

/** 2024-05-13T08:00:00Z, which a script's times count from. */
export const SCRIPT_START_US = 1_715_587_200_000_000;

/** The messages of a script (conversations/script.ts). */
export function scriptSource(name: string, script: string, dated = true): Source {
  const sent = messages(script);
  const datagram = { ...emptyDatagram(), sourcePort: 5060, destinationPort: 5060, transport: 'UDP' as const };
  let at = 0;
  return {
    ...{ name, format: 'text', rereadable: false, dated, live: false, bytesRead: 0, size: 0 },
    ...{ damage: [], damageNotKept: 0, packet: emptyPacket(), datagram },
    next() {
      const message = sent[at++];
      if (message === undefined) return 'end';
      const { timeUs, from, to, text } = message;
      datagram.timeUs = timeUs + (dated ? SCRIPT_START_US : 0);
      datagram.source = host(from);
      datagram.destination = host(to);
      datagram.bytes = new TextEncoder().encode(text);
      datagram.end = datagram.bytes.length;
      return 'datagram';
    },
    fill: async () => {},
    readAt: () => undefined,
    bytesAt: () => new Uint8Array(0),
    close: async () => {},
  };
}

/** 10.0.0.n by the first letter of the name. */
function host(name: string): Uint8Array {
  return Uint8Array.of(10, 0, 0, name.charCodeAt(0) - 96);
}
