/** Something that happens in the traffic. */
import type { Traffic } from './traffic.js';

export interface Scenario {
  /** So many of them in each round. */
  weight: number;
  /** Plays it; returns how many calls it began. */
  play(traffic: Traffic, startUs: number): number;
}
