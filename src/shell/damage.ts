/** What is missing from a source, in words: a sentence per damaged place, and a clause about drops. */
import type { Dropped, SourceInfo } from '../engine/protocol/figures.js';

export function damageSentences({ name, damage, damageNotKept }: SourceInfo): string[] {
  const sentences = damage.map(({ offset, length, what }) => {
    if (offset === null) return `${name}: ${what}.`;
    return length > 0
      ? `${name}: ${what} at byte ${offset}; ${length} bytes were passed over, the rest was read.`
      : `${name}: ${what} at byte ${offset}; all before it was read.`;
  });
  if (damageNotKept > 0) sentences.push(`${name}: ${damageNotKept} more damaged places.`);
  return sentences;
}

/** "dropped: 3 by the kernel, 0 by the interface", and of HEP ", 0 by this program"; for a live source. */
export function droppedClause(dropped: Dropped | null): string {
  if (dropped === null) return 'what was dropped before them is not known';
  const count = (number: number | null, by: string) => `${number ?? 'an unknown number'} by the ${by}`;
  const own = dropped.program === undefined ? '' : `, ${dropped.program} by this program`;
  return `dropped: ${count(dropped.kernel, 'kernel')}, ${count(dropped.interface, 'interface')}${own}`;
}
