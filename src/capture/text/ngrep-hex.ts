/**
 * What ngrep prints of a packet with -x: sixteen bytes a line in hexadecimal, in two groups, and the same as text beside them. In:
 * the lines between two headings. Out: the bytes of the payload.
 */
const LINE = /^ {2}(?:[0-9a-f]{2} )+ *(?:(?<= {4})(?:[0-9a-f]{2} )+)? {3}/;
/** Columns of the two groups. */
const GROUPS: readonly [number, number][] = [
  [2, 26],
  [29, 53],
];

/** The payload, a char for each byte; undefined where the lines are no dump. */
export function ngrepHex(lines: readonly string[]): string | undefined {
  const bytes: number[] = [];
  for (const line of lines) {
    if (!LINE.test(line)) return undefined;
    for (const [from, to] of GROUPS) {
      for (const digits of line.slice(from, to).match(/[0-9a-f]{2}/g) ?? []) bytes.push(Number.parseInt(digits, 16));
    }
  }
  return Buffer.from(bytes).toString('latin1');
}
