/**
 * What can be captured on this machine, for a pane that asks once a second: its interfaces, with their counters of now.
 * tcpdump's list of them, which takes a process, is kept for a while.
 */
import { devicesNow, type Listing, tcpdumpDevices } from '../../live/devices.js';
import type { Requests } from '../protocol/requests.js';

const LISTING_LASTS_MS = 30_000;

export class Interfaces {
  #listing: Promise<Listing> | undefined;
  #listedMs = 0;

  async now(): Promise<Requests['devices']['answer']> {
    if (this.#listing === undefined || performance.now() > this.#listedMs + LISTING_LASTS_MS) {
      this.#listedMs = performance.now();
      this.#listing = tcpdumpDevices();
    }
    const devices = devicesNow(await this.#listing);
    return { devices, timeMs: performance.now() };
  }
}
