/** Texts of a packet as slots of a sentence: as long as a person reads. */
const LONGEST = 60;

/** A text, or its beginning with "…". */
export function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}
