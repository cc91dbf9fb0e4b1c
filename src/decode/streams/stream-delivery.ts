/** Hands a stream's messages to the sink, and alerts to the conversations it carried. */
import { TRANSPORTS, transportIndex } from '../../model/transports.js';
import type { PacketRef, Part } from '../decoded-message.js';
import type { PacketHold } from '../packet-hold.js';
import type { Cursor } from '../cursor.js';
import type { Delivery } from '../delivery.js';
import type { Flow } from '../flow-table.js';
import { RecentConversations } from './recent-conversations.js';
import type { StreamReader } from './stream-reader.js';

/** The name of each transport inside TLS. */
const SECURED = TRANSPORTS.map(name => transportIndex(name === 'WS' ? 'WSS' : name === 'TCP' ? 'TLS' : name));

export class StreamDelivery {
  readonly #flow: Flow;
  readonly #delivery: Delivery;
  /** The stream is the plaintext of a TLS connection. */
  readonly #secured: boolean;
  readonly recent: RecentConversations;

  /** `outer`: the delivery of the TLS stream whose plaintext this stream is. */
  constructor(flow: Flow, delivery: Delivery, outer?: StreamDelivery) {
    this.#flow = flow;
    this.#delivery = delivery;
    this.#secured = outer !== undefined;
    this.recent = outer?.recent ?? new RecentConversations();
  }

  /** Delivers a message that is complete in the packet at the cursor. */
  whole({ transport, start, end, missing, scanned }: StreamReader, at: Cursor): void {
    at.transport = transport;
    this.recent.add(this.#delivery.message(at, start, end, missing, scanned));
  }

  /** Delivers a message that came in these packet holds. `tunnel`: their outer layers, as text. */
  joined(
    reader: StreamReader,
    bytes: Uint8Array,
    packetHolds: readonly PacketHold[],
    pieces: readonly Part[] | undefined,
    timeUs: number,
    tunnel: string,
  ): void {
    const refs: PacketRef[] = [];
    let last: PacketHold | undefined;
    for (const packetHold of packetHolds) {
      if (packetHold === last) continue;
      last = packetHold;
      packetHold.countSip();
      // A packet in which one TLS record ends and the next begins is in two holds.
      if (pieces === undefined) for (const ref of packetHold.refs) if (refs.at(-1) !== ref) refs.push(ref);
    }
    const { start, end, missing, ends = this.#flow } = reader;
    const own = reader.ends ? this.#delivery.tunnel(reader.ends) : '';
    const conversation = this.#delivery.assembled(ends, {
      bytes,
      start,
      end,
      missing,
      transport: this.#secured ? (SECURED[reader.transport] ?? 0) : reader.transport,
      timeUs,
      origin: last?.origin ?? this.#delivery.origin,
      parts: pieces ?? refs,
      pieces,
      tunnel: tunnel !== '' && own !== '' ? `${tunnel}, ${own}` : tunnel || own,
    });
    // A connection to a HEP collector carries other hosts' messages.
    if (ends === this.#flow) this.recent.add(conversation);
  }

  /** Reports an alert: the sender of the stream says that the connection failed. */
  alert(reader: StreamReader, timeUs: number, place: PacketRef, opposite: RecentConversations | undefined): void {
    const conversations = this.recent.with(opposite);
    if (conversations.size === 0) return;
    const detail = reader.detail ?? null;
    const ends = this.#flow;
    this.#delivery.connection({ kind: 'tls-alert', detail, timeUs, ends, place, conversations, cutsMessage: false });
  }
}
