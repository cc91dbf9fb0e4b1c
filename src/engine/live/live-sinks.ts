/**
 * Where live packets and messages go besides the tables: a file (-w) and a collector (--hep-to), as far as they were
 * asked for. The collector gets the messages of files, too. Counts what comes.
 */
import type { Datagram, Packet } from '../../capture/packet.js';
import type { Refusal } from '../../capture/source.js';
import type { DecodedMessage } from '../../decode/decoded-message.js';
import { errorCode, errorText } from '../../format/errors.js';
import type { Forwarded, HepSender } from '../../live/hep/hep-sender.js';
import type { Keep } from '../../live/live-input.js';
import { TRANSPORTS } from '../../model/transports.js';
import { LiveGauge } from './live-gauge.js';
import type { Recorded } from '../protocol/live.js';
import { Recording } from './recording.js';

/** "sipv" as a number: the capture agent id a collector shows. */
const AGENT = 0x73697076;

export class LiveSinks {
  readonly gauge = new LiveGauge();
  #recording: Recording | undefined;
  #recordsMedia = false;
  #sender: HepSender | undefined;

  /**
   * Records to a file from now on, and closes the one before. Returns what went wrong, in a sentence; null where
   * nothing did.
   */
  record(path: string, overwrite: boolean, keep: Keep | null, media: boolean): string | null {
    try {
      const recording = new Recording(path, overwrite, keep);
      this.#recording?.close();
      this.#recording = recording;
      this.#recordsMedia = media;
      return null;
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return `${path} exists already. Choose another name, or give --overwrite.`;
      return `${path} cannot be written: ${errorText(error)}`;
    }
  }

  /** Sends messages to a HEP collector from now on. Returns what went wrong, in a sentence; null if nothing did. */
  async forward(host: string, port: number, key: string | null): Promise<string | null> {
    const hep = await import('../../live/hep/hep-sender.js');
    const sender: HepSender | Refusal = await hep.HepSender.open(host, port, key, AGENT);
    if ('refused' in sender) return sender.refused;
    await this.#sender?.close();
    this.#sender = sender;
    return null;
  }

  /**
   * `ownClock`: its time is from this machine's clock. `isMedia`: it is RTP or RTCP, which is recorded only if asked for.
   */
  packet(packet: Packet, ownClock: boolean, isMedia: boolean): void {
    this.gauge.packet(ownClock ? packet.timeUs : null);
    if (!this.#leavesOut(isMedia)) this.#recording?.packet(packet);
  }

  datagram(datagram: Datagram, isMedia: boolean): void {
    this.gauge.packet(null);
    if (!this.#leavesOut(isMedia)) this.#recording?.datagram(datagram);
  }

  /** `isKept`: it is in a file of the user's already. Returns whether it is in none now. */
  message(decoded: DecodedMessage, isKept: boolean): boolean {
    this.gauge.message();
    this.send(decoded);
    return !isKept && !this.#recording?.isWriting;
  }

  /** Sends a message to the collector, if there is one. */
  send(decoded: DecodedMessage): void {
    if (!this.#sender) return;
    const { addressBytes, addressLength, sourceOffset, destinationOffset, bytes, start, end } = decoded;
    this.#sender.send({
      timeUs: decoded.timeUs,
      bytes,
      start,
      end,
      source: addressBytes.subarray(sourceOffset, sourceOffset + addressLength),
      sourcePort: decoded.sourcePort,
      destination: addressBytes.subarray(destinationOffset, destinationOffset + addressLength),
      destinationPort: decoded.destinationPort,
      transport: TRANSPORTS[decoded.transport] ?? 'unknown',
      truncated: decoded.missing > 0,
    });
  }

  /** True if the collector has enough for now: who reads a file waits for `rest`. */
  get isBusy(): boolean {
    return this.#sender?.isBusy ?? false;
  }

  rest(): Promise<void> | undefined {
    return this.#sender?.rest();
  }

  /** What was sent to the collector, once the network took it; null if there is none. */
  async forwarded(): Promise<Forwarded | null> {
    await this.#sender?.flush();
    return this.#sender?.figures ?? null;
  }

  /** The file written to (-w), with its size so far; null if there is none. */
  get recorded(): Recorded | null {
    return this.#recording?.recorded ?? null;
  }

  /** Waits until the disk has what was written. */
  settle(): void {
    this.#recording?.settle();
  }

  /** What went wrong since it began, a sentence each. */
  troubles(): string[] {
    const failure = this.#recording?.failure;
    const { to, failed, unwanted } = this.#sender?.figures ?? { to: '', failed: 0, unwanted: 0 };
    return [
      ...(failure === undefined ? [] : [failure]),
      ...(failed === 0 ? [] : [`${failed} messages could not be sent as HEP.`]),
      ...(unwanted === 0 ? [] : [`Nobody listens for HEP on ${to}, as its machine answered ${unwanted} times.`]),
    ];
  }

  /** Writes and sends what is buffered. */
  async close(): Promise<void> {
    this.#recording?.close();
    await this.#sender?.close();
  }

  #leavesOut(isMedia: boolean): boolean {
    if (!isMedia || this.#recordsMedia) return false;
    if (this.#recording) this.#recording.leftOut++;
    return true;
  }
}
