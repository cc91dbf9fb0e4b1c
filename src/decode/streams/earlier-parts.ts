/** The packets that brought earlier parts of a message whose bytes its reader keeps. */
import type { PacketHold } from '../packet-hold.js';

/** Shared and never written to: most streams keep none. */
const NONE: PacketHold[] = [];

export class EarlierParts {
  packetHolds = NONE;
  /** The latest of their times. */
  timeUs = Number.NEGATIVE_INFINITY;

  /** Takes packet holds; the caller holds them for this list. */
  keep(packetHolds: readonly PacketHold[], timeUs: number): void {
    if (this.packetHolds.length === 0) this.packetHolds = [];
    this.timeUs = Math.max(this.timeUs, timeUs);
    this.packetHolds.push(...packetHolds);
  }

  release(name: string): void {
    if (this.packetHolds.length === 0) return;
    for (const packetHold of this.packetHolds) packetHold.release(name);
    this.packetHolds = NONE;
    this.timeUs = Number.NEGATIVE_INFINITY;
  }
}
