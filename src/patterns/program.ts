/**
 * A pattern as a non-deterministic automaton whose states are the places of the pattern where a character stands. For each place it
 * knows which may follow, in the order in which a backtracking engine would try them: so the match that is found first
 * (ECMA-262 section 22.2.2) can be followed without going back. A repetition that takes no character fails, as in
 * RepeatMatcher there.
 */
import { type Assertion, type Atom, isNullable, type Node, type Repeat } from './tree.js';

/** Most places where a character stands, repetitions written out. */
export const MAX_PLACES = 128;
/** Most instructions, places included. */
export const MAX_INSTRUCTIONS = 1000;
/** Repetitions in each other whose part may take no character. */
export const MAX_NULLABLE_DEPTH = 6;

/** What is true of the gap between two characters, as bits. */
export const GAP = { start: 1, end: 2, boundary: 4 } as const;

/** Stands for a match among the places that follow. */
export const MATCHED = -1;

type Instruction =
  /** `place` counts from the last one. */
  | { does: 'take'; place: number; next: number }
  | { does: 'assert'; what: Assertion; next: number }
  | { does: 'choose'; from: readonly number[] }
  /** A round of a repetition begins, or ends: one that took no character fails. `bit` is that of its depth. */
  | { does: 'begin' | 'end'; bit: number; next: number }
  | { does: 'match' };

export interface Size {
  places: number;
  instructions: number;
}

/** How large the program of a node is. */
export function sizeOf(node: Node): Size {
  switch (node.kind) {
    case 'atom':
      return { places: 1, instructions: 1 };
    case 'assertion':
    case 'look-around':
      return { places: 0, instructions: 1 };
    case 'sequence':
    case 'either': {
      const whole = { places: 0, instructions: 1 };
      for (const part of node.parts) {
        const { places, instructions } = sizeOf(part);
        whole.places += places;
        whole.instructions += instructions;
      }
      return whole;
    }
    case 'repeat': {
      const { places, instructions } = sizeOf(node.part);
      const copies = copiesOf(node);
      return { places: copies * places, instructions: copies * (instructions + 3) };
    }
  }
}

function copiesOf({ min, max }: Repeat): number {
  return max === Infinity ? Math.max(1, min) : max;
}

/** How deep repetitions whose part may take no character lie in each other. */
export function nullableDepth(node: Node): number {
  if ('parts' in node) return node.parts.reduce((most, part) => Math.max(most, nullableDepth(part)), 0);
  if (!('part' in node)) return 0;
  return nullableDepth(node.part) + (node.kind === 'repeat' && isNullable(node.part) ? 1 : 0);
}

export class Program {
  /** What stands at each place. */
  readonly places: Atom[] = [];
  /** The bits of GAP that make a difference. */
  readonly asserted: number;
  readonly #instructions: Instruction[] = [{ does: 'match' }];
  readonly #entry: number;
  /** By place: the instruction after it. */
  readonly #after: number[] = [];

  constructor(tree: Node) {
    this.#entry = this.#build(tree, 0, 0);
    // It was built from the last to the first.
    this.places.reverse();
    this.#after.reverse();
    this.asserted = this.#instructions.reduce((bits, one) => bits | (one.does === 'assert' ? bitOf(one.what) : 0), 0);
  }

  /** Places that may come first at a gap, the preferred ones before the others; MATCHED where none need come. */
  first(gap: number): number[] {
    return this.#reach(this.#entry, gap);
  }

  /** The same after a place. */
  following(place: number, gap: number): number[] {
    return this.#reach(this.#after[place]!, gap);
  }

  #add(instruction: Instruction): number {
    return this.#instructions.push(instruction) - 1;
  }

  /** Instructions of a node that go on at `next`; returns the first of them. */
  #build(node: Node, next: number, depth: number): number {
    switch (node.kind) {
      case 'atom':
        this.#after.push(next);
        return this.#add({ does: 'take', place: this.places.push(node) - 1, next });
      case 'assertion':
        return this.#add({ does: 'assert', what: node.what, next });
      case 'sequence':
        return node.parts.reduceRight((after, part) => this.#build(part, after, depth), next);
      case 'either':
        return this.#add({
          does: 'choose',
          from: node.parts
            .toReversed()
            .map(part => this.#build(part, next, depth))
            .reverse(),
        });
      case 'repeat':
        return this.#repeat(node, next, depth);
      case 'look-around':
        return next;
    }
  }

  #repeat(node: Repeat, next: number, depth: number): number {
    const { part, min, max } = node;
    let entry = next;
    if (max === Infinity) {
      // The first of the required rounds is the part that all further rounds go through.
      const choice = this.#add({ does: 'match' });
      const round = this.#round(part, choice, depth);
      this.#instructions[choice] = this.#choice(node, round.begin, next);
      entry = min === 0 ? choice : round.body;
    }
    for (let copy = max; copy > min && max !== Infinity; copy--) {
      entry = this.#add(this.#choice(node, this.#round(part, entry, depth).begin, next));
    }
    const written = max === Infinity ? 1 : 0;
    for (let copy = written; copy < min; copy++) entry = this.#build(part, entry, depth);
    return entry;
  }

  #choice({ greedy }: Repeat, round: number, next: number): Instruction {
    return { does: 'choose', from: greedy ? [round, next] : [next, round] };
  }

  /** A round that need not be: `begin` where it must take a character, `body` where it need not. */
  #round(part: Node, next: number, depth: number): { begin: number; body: number } {
    if (!isNullable(part)) {
      const body = this.#build(part, next, depth);
      return { begin: body, body };
    }
    const bit = 1 << depth;
    const body = this.#build(part, this.#add({ does: 'end', bit, next }), depth + 1);
    return { begin: this.#add({ does: 'begin', bit, next: body }), body };
  }

  #reach(from: number, gap: number): number[] {
    const reached = new Set<number>();
    const seen = new Set<number>();
    /** @param begun Bits of the rounds that began at this gap. */
    const visit = (at: number, begun: number): void => {
      const key = (at << MAX_NULLABLE_DEPTH) | begun;
      if (seen.has(key)) return;
      seen.add(key);
      const instruction = this.#instructions[at]!;
      switch (instruction.does) {
        case 'take':
          reached.add(this.places.length - 1 - instruction.place);
          break;
        case 'match':
          reached.add(MATCHED);
          break;
        case 'choose':
          for (const one of instruction.from) visit(one, begun);
          break;
        case 'assert':
          if (isTrue(instruction.what, gap)) visit(instruction.next, begun);
          break;
        case 'begin':
          visit(instruction.next, begun | instruction.bit);
          break;
        case 'end':
          if ((begun & instruction.bit) === 0) visit(instruction.next, begun);
          break;
      }
    };
    visit(from, 0);
    return [...reached];
  }
}

function bitOf(what: Assertion): number {
  return what === 'inside' ? GAP.boundary : GAP[what];
}

function isTrue(what: Assertion, gap: number): boolean {
  return ((gap & bitOf(what)) !== 0) === (what !== 'inside');
}
