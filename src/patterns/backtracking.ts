/**
 * How many steps V8's ordinary engine can need at most. It goes back to every choice that it made, so `a+$` is quadratic in the
 * length of a text, and `(a+)+$` exponential.
 */
import type { Node } from './tree.js';

/** Lengths in UTF-16 units: of a text, and of the longest line in it. */
interface Room {
  text: number;
  line: number;
}

/** From one place of a text on: in how many ways a node may match, and the steps to try them all. */
interface Effort {
  ways: number;
  steps: number;
}

/** So many that it does not matter how many; a finite one, so that no product is NaN. */
const MANY = 1e15;

/** An upper bound of the steps of one search through a text of that size. */
export function backtrackingSteps(tree: Node, multiline: boolean, room: Room): number {
  const begins = !multiline && beginsAtStart(tree) ? 1 : room.text + 1;
  return begins * effort(tree, room).steps + room.text;
}

function beginsAtStart(node: Node): boolean {
  if (node.kind === 'assertion') return node.what === 'start';
  return node.kind === 'sequence' && node.parts.length > 0 && beginsAtStart(node.parts[0]!);
}

function effort(node: Node, room: Room): Effort {
  switch (node.kind) {
    case 'atom':
    case 'assertion':
      return { ways: 1, steps: 1 };
    case 'look-around':
      return { ways: 1, steps: effort(node.part, room).steps + 1 };
    case 'sequence': {
      const whole = { ways: 1, steps: 1 };
      for (const part of node.parts) {
        const { ways, steps } = effort(part, room);
        whole.steps = Math.min(MANY, whole.steps + whole.ways * steps);
        whole.ways = Math.min(MANY, whole.ways * ways);
      }
      return whole;
    }
    case 'either': {
      const whole = { ways: 0, steps: 1 };
      for (const part of node.parts) {
        const { ways, steps } = effort(part, room);
        whole.ways = Math.min(MANY, whole.ways + ways);
        whole.steps = Math.min(MANY, whole.steps + steps + 1);
      }
      return whole;
    }
    case 'repeat':
      return repeated(effort(node.part, room), node.min, node.max, node.crossesLines ? room.text : room.line);
  }
}

/** @param length Of the longest text that the repeated part may go through. */
function repeated({ ways, steps }: Effort, min: number, max: number, length: number): Effort {
  // More rounds than characters are rounds that take none, of which only the required ones happen.
  const rounds = Math.min(max, min + length);
  if (ways === 1)
    return { ways: rounds - Math.min(min, rounds) + 1, steps: Math.min(MANY, (rounds + 1) * (steps + 1)) };
  const whole = { ways: 0, steps: 1 };
  let reached = 1;
  for (let round = 0; round <= rounds; round++) {
    if (round >= min) whole.ways = Math.min(MANY, whole.ways + reached);
    whole.steps = Math.min(MANY, whole.steps + reached * (steps + 1));
    reached = Math.min(MANY, reached * ways);
    if (whole.steps === MANY) return { ways: MANY, steps: MANY };
  }
  return whole;
}
