/** Figures for people: Markdown tables, seconds and bytes in short. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map(row => row[column]!.length), 3));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

export function seconds(value: number): string {
  return value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(1)} s`;
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

export function megabytes(bytes: number | null): string {
  return bytes === null ? 'unknown' : `${Math.round(bytes / 1e6)} MB`;
}

/** How `value` compares with a peer's: "1/9.8" where it is smaller, "1.7 ×" where it is larger. */
export function ratio(value: number, peer: number): string {
  return value < peer ? `1/${(peer / value).toFixed(1)}` : `${(value / peer).toFixed(1)} ×`;
}
