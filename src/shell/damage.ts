/**
 * What could not be read of a source, in sentences. In: the source with its damage. Out: a sentence a place.
 */
import type { SourceInfo } from '../engine/protocol.js';

export function damageSentences({ name, damage, damageNotKept }: SourceInfo): string[] {
  const sentences = damage.map(({ offset, length, what }) =>
    length > 0
      ? `${name}: ${what} at byte ${offset}; ${length} bytes were passed over, the rest was read.`
      : `${name}: ${what} at byte ${offset}; all before it was read.`,
  );
  if (damageNotKept > 0) sentences.push(`${name}: ${damageNotKept} more damaged places.`);
  return sentences;
}
