/** A regular expression as a tree: what the bound of the ordinary engine and the automaton are made from. */

/** UTF-16 offsets in the source. */
export interface Span {
  start: number;
  end: number;
}

/** One character, or one of a class. */
export interface Atom {
  kind: 'atom';
  /** As written: `a`, `\d`, `[^;]`. */
  source: string;
  /** The source stands for itself: `a`, but neither `.` nor `\d`. */
  literal: boolean;
  /** It may be a line feed. */
  crossesLines: boolean;
}

/** `start` and `end` are those of the text, with the flag m those of a line; `inside` is `\B`. */
export type Assertion = 'start' | 'end' | 'boundary' | 'inside';

export interface Repeat extends Span {
  kind: 'repeat';
  part: Node;
  min: number;
  /** Infinity for `*`, `+` and `{n,}`. */
  max: number;
  greedy: boolean;
  crossesLines: boolean;
}

export interface LookAround extends Span {
  kind: 'look-around';
  part: Node;
}

export type Node =
  | Atom
  | Repeat
  | LookAround
  | { kind: 'assertion'; what: Assertion }
  | { kind: 'sequence' | 'either'; parts: readonly Node[] };

/** All nodes of a tree, those above before those below. */
export function* nodesOf(node: Node): Generator<Node, void> {
  yield node;
  if ('parts' in node) for (const part of node.parts) yield* nodesOf(part);
  else if ('part' in node) yield* nodesOf(node.part);
}

/** Whether it may match without taking a character. */
export function isNullable(node: Node): boolean {
  switch (node.kind) {
    case 'atom':
      return false;
    case 'assertion':
    case 'look-around':
      return true;
    case 'sequence':
      return node.parts.every(isNullable);
    case 'either':
      return node.parts.some(isNullable);
    case 'repeat':
      return node.min === 0 || isNullable(node.part);
  }
}

/** Longest part that is looked for by itself. */
const MAX_PART = 12;

/** Sources of the runs of literals that stand in every match. */
export function requiredParts(tree: Node): string[] {
  const parts: string[] = [];
  let run: string[] = [];
  const end = () => {
    if (run.length > 1) parts.push(run.slice(0, MAX_PART).join(''));
    run = [];
  };
  const visit = (node: Node): void => {
    if (node.kind === 'sequence') node.parts.forEach(visit);
    else if (node.kind === 'atom' && node.literal) run.push(node.source);
    else end();
  };
  visit(tree);
  end();
  return parts;
}
