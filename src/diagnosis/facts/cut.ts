/** Values from packets as a sentence shows them: no longer than a person reads. */

/** Characters shown of a value. */
const MOST = 60;

export function cut(value: string): string {
  return value.length <= MOST ? value : `${value.slice(0, MOST - 1)}…`;
}
