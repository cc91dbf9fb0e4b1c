/**
 * Decodes packets down to SIP messages. Packets and datagrams come in order of time; each gets exactly one verdict in
 * the accounts of its source.
 */
import type { Datagram, Packet } from '../capture/packet.js';
import { transportIndex } from '../model/transports.js';
import { probeSip } from '../sip/framing/probe.js';
import type { Origin } from './accounts.js';
import type { MessageSink } from './decoded-message.js';
import { Cursor, type Next } from './cursor.js';
import { datagramName } from './network/datagram-name.js';
import { DatagramStreams } from './streams/datagram-streams.js';
import { Delivery } from './delivery.js';
import { ethernet } from './link/ethernet.js';
import { Fragments } from './network/fragments.js';
import { icmpError, quotedPayload } from './network/icmp.js';
import { aggregate } from './link/ieee80211.js';
import { ipProtocol } from './network/ip-protocol.js';
import { ipv4 } from './network/ipv4.js';
import { ipv6, ipv6Payload } from './network/ipv6.js';
import { link } from './link/link.js';
import { Sctp } from './network/sctp.js';
import type { NewStream, SharedStreams } from './streams/stream-table.js';
import { TcpStreams } from './streams/tcp-streams.js';
import type { KeyLog } from './tls/key-log.js';
import { tunnel } from './tunnels/tunnel.js';
import { udp } from './network/udp.js';

/** Layers of one packet; deeper packets count as undecodable. */
const MAX_LAYERS = 48;

export class Decoder {
  readonly #at = new Cursor();
  readonly #delivery: Delivery;
  readonly #fragments: Fragments;
  readonly #tcp: TcpStreams;
  readonly #sctp: Sctp;
  readonly #datagrams: DatagramStreams;

  /** Another reader of the same packets follows the TCP streams that are plain. */
  readonly sharesStreams: boolean;

  /**
   * @param keyLog TLS secrets, if there are any.
   * @param share Makes the table of TCP streams that is shared with another reader of the same packets.
   */
  constructor(sink: MessageSink, keyLog?: KeyLog, share?: (make: NewStream) => SharedStreams) {
    this.sharesStreams = share !== undefined;
    this.#delivery = new Delivery(sink);
    this.#fragments = new Fragments(this.#delivery);
    this.#tcp = new TcpStreams(this.#delivery, keyLog, share);
    this.#sctp = new Sctp(this.#delivery);
    this.#datagrams = new DatagramStreams(this.#delivery);
  }

  packet(packet: Packet, origin: Origin): void {
    const at = this.#at;
    const { accounts } = origin;
    accounts.read++;
    accounts.pending++;
    if (packet.end - packet.start < packet.originalLength) accounts.truncated++;
    at.open(packet);
    this.#delivery.open(packet, origin);
    this.#descend(link(at));
    while (at.followingEnd > 0 && at.openFollowing(packet)) this.#descend(aggregate(at));
    this.#delivery.settle(at.other, at.undecodable);
  }

  /** Takes a datagram whose addresses its source already knows. */
  datagram(datagram: Datagram, origin: Origin): void {
    const at = this.#at;
    const { accounts } = origin;
    accounts.read++;
    accounts.pending++;
    at.openDatagram(datagram, transportIndex(datagram.transport));
    this.#delivery.openDatagram(datagram.timeUs, origin);
    if (datagram.truncated) accounts.truncated++;
    if (datagram.unreadable !== undefined) at.fail(datagram.unreadable);
    else if (datagram.transport === 'TCP') this.#datagrams.take(at);
    else if (probeSip(at.bytes, at.start, at.end) === 'certain') this.#message();
    else at.is(datagramName(at));
    this.#delivery.settle(at.other, at.undecodable);
  }

  /** Whether the packet or datagram taken last was media (RTP, RTCP) and nothing else. */
  get isMedia(): boolean {
    const { other } = this.#at;
    const { sip, packetHold } = this.#delivery;
    return (other === 'rtp' || other === 'rtcp') && !sip && packetHold === undefined;
  }

  /** Gives up TCP streams where the other reader added too many. */
  boundStreams(): void {
    this.#tcp.bound();
  }

  /** Stops waiting: delivers what is held as far as it goes, and counts the rest. */
  flush(): void {
    this.#tcp.flush();
    this.#sctp.flush();
    this.#datagrams.flush();
    this.#fragments.flush();
  }

  #descend(first: Next): void {
    const at = this.#at;
    let next = first;
    for (let layers = 0; layers < MAX_LAYERS; layers++) {
      switch (next) {
        case 'sip':
          this.#message();
          return;
        case 'done':
          return;
        case 'ipv4':
          next = ipv4(at);
          break;
        case 'udp':
          next = udp(at);
          break;
        case 'tcp':
          this.#tcp.segment(at);
          return;
        case 'sctp':
          this.#sctp.packet(at);
          return;
        case 'ethernet':
          next = ethernet(at);
          break;
        case 'ipv6':
          next = ipv6(at);
          break;
        case 'fragment':
          if (!this.#fragments.add(at)) return;
          next = at.addressLength === 4 ? ipProtocol(at, at.fragmentProtocol) : ipv6Payload(at, at.fragmentProtocol);
          break;
        case 'link':
          next = link(at);
          break;
        case 'icmp':
        case 'icmpv6':
          this.#quoted(next === 'icmp' ? 4 : 6);
          return;
        default:
          next = tunnel(at, next);
          break;
      }
    }
    at.fail('too many layers in one another');
  }

  /** Hands SIP quoted by an ICMP error to its conversation; the packet itself counts as "icmp". */
  #quoted(version: 4 | 6): void {
    const at = this.#at;
    at.is('icmp');
    const error = icmpError(at, version);
    if (error === undefined) return;
    let next = error.next === 'ipv4' ? ipv4(at) : ipv6(at);
    if (next === 'fragment' && at.fragmentOffset === 0) next = ipProtocol(at, at.fragmentProtocol);
    if (!quotedPayload(at, next) || probeSip(at.bytes, at.start, at.end) !== 'certain') return;
    this.#delivery.quoted(at, error);
  }

  /** Delivers the SIP payload at the cursor. Line breaks before it are not part of it (RFC 3261 7.5). */
  #message(): void {
    const at = this.#at;
    while (at.start < at.end && (at.bytes[at.start] === 13 || at.bytes[at.start] === 10)) at.start++;
    this.#delivery.message(at, at.start, at.end, at.missing);
  }
}
