/** Traffic being made: its messages, and the true answer to which of them are one call. */
import { Chance } from './chance.js';
import type { Leg } from './leg.js';
import { People } from './people.js';
import { Recording } from './recording.js';
import type { TrueLink, Truth } from './truth.js';

export class Traffic {
  readonly chance: Chance;
  readonly people: People;
  readonly recording: Recording;
  readonly truth: Truth = { calls: [] };

  constructor(path: string, seed: number) {
    this.recording = new Recording(path);
    this.chance = new Chance(seed);
    this.people = new People(this.chance);
  }

  /** One call of several legs, each joined to the one before by evidence of a kind. */
  chain(shape: string, kind: string, legs: readonly Leg[]): void {
    const ids = legs.map(leg => leg.callId);
    this.call(
      shape,
      ids,
      ids.slice(1).map((b, at) => ({ a: ids[at]!, b, kind })),
    );
  }

  /** A conversation that belongs to no other. */
  alone(shape: string, callId: string): void {
    this.call(shape, [callId], []);
  }

  call(shape: string, legs: readonly string[], links: readonly TrueLink[]): void {
    this.truth.calls.push({ shape, legs, links });
  }
}
