/** How well the calls that `list --calls --json` lists are those of the truth. */
import type { TrueCall, Truth } from './traffic/truth.js';

/** What is looked at of an object of `list --calls --json`. */
export interface ListedCall {
  legs: readonly number[];
  links: readonly { a: number; b: number; reason: string; certainty: string }[];
}

/** Two conversations, by Call-ID. */
export interface Pair {
  a: string;
  b: string;
  /** Of a missed pair, its evidence; of a wrong one, the shapes of both calls. */
  kind: string;
  /** Of a wrong one: what is said to join the two, "" where a third does. */
  reason: string;
}

export interface Recall {
  pairs: number;
  found: number;
  share: number;
}

export interface Score {
  /** Of all pairs of legs in listed calls, the share that is one call. */
  precision: number;
  /** Of all pairs of legs of true calls, the share that is in one listed call. */
  recall: number;
  /** By the evidence of neighbouring legs. */
  kinds: Readonly<Record<string, Recall>>;
  /** By the shape of the call, over all its pairs. */
  shapes: Readonly<Record<string, Recall>>;
  /** Reasons given for links that are right, by evidence: how often each. */
  reasons: Readonly<Record<string, Readonly<Record<string, number>>>>;
  wrong: readonly Pair[];
  missed: readonly Pair[];
}

/** Judges listed calls; `callIds` has the Call-ID of each conversation by its number. */
export function score(listed: readonly ListedCall[], callIds: readonly string[], truth: Truth): Score {
  const answers = new Map<string, ListedCall>();
  for (const call of listed) for (const leg of call.legs) answers.set(callIds[leg] ?? '', call);
  const shapesOf = new Map<string, TrueCall>();
  for (const call of truth.calls) for (const leg of call.legs) shapesOf.set(leg, call);
  const together = (a: string, b: string) => answers.get(a) !== undefined && answers.get(a) === answers.get(b);

  const kinds = new Tally();
  const shapes = new Tally();
  const missed: Pair[] = [];
  for (const { shape, legs, links } of truth.calls) {
    for (const [a, b] of pairs(legs)) shapes.count(shape, together(a, b));
    for (const { a, b, kind } of links) {
      kinds.count(kind, together(a, b));
      if (!together(a, b)) missed.push({ a, b, kind: `${kind} (${shape})`, reason: '' });
    }
  }

  const wrong: Pair[] = [];
  const reasons: Record<string, Record<string, number>> = {};
  let right = 0;
  for (const { legs, links } of listed) {
    const reasonOf = (a: number, b: number) =>
      links.find(link => (link.a === a && link.b === b) || (link.a === b && link.b === a))?.reason ?? '';
    for (const [one, other] of pairs(legs)) {
      const [a, b] = [callIds[one] ?? '', callIds[other] ?? ''];
      const [callOfA, callOfB] = [shapesOf.get(a), shapesOf.get(b)];
      const reason = reasonOf(one, other);
      if (callOfA !== undefined && callOfA === callOfB) {
        right++;
        const kind = callOfA.links.find(link => link.a === a && link.b === b)?.kind;
        if (kind !== undefined) reasons[kind] = increment(reasons[kind], reason);
      } else wrong.push({ a, b, kind: `${callOfA?.shape} | ${callOfB?.shape}`, reason });
    }
  }
  return {
    precision: share(right, right + wrong.length),
    recall: shapes.total(),
    kinds: kinds.shares(),
    shapes: shapes.shares(),
    ...{ reasons, wrong, missed },
  };
}

/** The score as lines to read, with the first of the pairs that are wrong. */
export function scoreText({ precision, recall, kinds, shapes, reasons, wrong, missed }: Score): string {
  const shares = (of: Score['kinds']) =>
    Object.entries(of).map(([name, { pairs: all, found, share: part }]) => {
      const given = Object.entries(reasons[name] ?? {}).map(
        ([reason, count]) => `${reason || '(by a third)'} ${count}`,
      );
      return `  ${name.padEnd(36)} ${found} of ${all} (${part.toFixed(3)})  ${given.join(', ')}`.trimEnd();
    });
  const some = (from: readonly Pair[]) => [
    ...Object.entries(countBy(from, ({ kind, reason }) => `${kind} ${reason}`)).map(
      ([what, count]) => `  ${count} × ${what}`,
    ),
    ...from.slice(0, 10).map(({ a, b, kind }) => `  ${a}  ${b}  ${kind}`),
  ];
  return [
    `precision ${precision.toFixed(5)}, recall ${recall.toFixed(4)}`,
    ...['by evidence:', ...shares(kinds), 'by shape:', ...shares(shapes)],
    ...[`wrongly joined: ${wrong.length}`, ...some(wrong), `missed: ${missed.length}`, ...some(missed)],
  ].join('\n');
}

class Tally {
  readonly #counts = new Map<string, { pairs: number; found: number }>();

  count(name: string, found: boolean): void {
    const counts = this.#counts.get(name) ?? { pairs: 0, found: 0 };
    this.#counts.set(name, counts);
    counts.pairs++;
    if (found) counts.found++;
  }

  total(): number {
    const all = [...this.#counts.values()];
    return share(
      all.reduce((sum, { found }) => sum + found, 0),
      all.reduce((sum, { pairs: of }) => sum + of, 0),
    );
  }

  shares(): Record<string, Recall> {
    const entries = [...this.#counts].map(([name, counts]): [string, Recall] => [
      name,
      { ...counts, share: share(counts.found, counts.pairs) },
    ]);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}

function* pairs<T>(items: readonly T[]): Generator<[T, T]> {
  for (let at = 0; at < items.length; at++)
    for (let other = at + 1; other < items.length; other++) yield [items[at]!, items[other]!];
}

function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function increment(counts: Record<string, number> = {}, name: string): Record<string, number> {
  counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) increment(counts, nameOf(item));
  return counts;
}
