/** Numbers with their nouns, for sentences. */

/** "1,083". */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 conversation", "45 conversations". */
export function plural(count: number, noun: string): string {
  return `${counted(count)} ${noun}${count === 1 ? '' : 's'}`;
}
