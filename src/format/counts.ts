/** Numbers with their nouns, for sentences. */

/** "a", "a or b", "a, b or c". */
export function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}

/** A number in a count, "1,083". */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 conversation", "45 conversations". */
export function plural(count: number, noun: string): string {
  return `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;
}
