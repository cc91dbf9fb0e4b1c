/**
 * The heading of a table of CSV, which says what its columns are: `"@timestamp","src","dst","message"`. Two addresses in
 * cells side by side have no direction but by the names of their columns.
 */

/** Most columns, and most chars of a row before its message. */
const MAX_COLUMNS = 64;
const MAX_CELLS = 4096;
/** Longest value that is read, and most chars of all. */
const MAX_VALUE = 120;
const MAX_NAMED = 2000;
const SEPARATORS: readonly string[] = [',', ';', '\t'];
const NAME = /^[@A-Za-z_][\w @.()/#-]{0,40}$/;
const BEGINS = /^["@A-Za-z_]/;
const MAX_HEADING = 2000;
/** Names of columns, one of which a table of messages has. */
const KNOWN =
  /(?:^|[\W_])(?:src|source|from|dst|dest|destination|to|local|remote|peer|time|timestamp|date|message|payload|content|body|log)/i;

export class CsvHeading {
  private names: readonly string[] = [];
  private separator = ',';

  /** Takes a line; false if it is no heading. */
  take(line: string): boolean {
    if (!BEGINS.test(line) || line.length > MAX_HEADING || line.includes(':')) return false;
    const separator = SEPARATORS.find(each => line.includes(each));
    if (separator === undefined) return false;
    const names = line.split(separator, MAX_COLUMNS).map(bare);
    const table = names.length > 1 && names.every(name => NAME.test(name)) && names.filter(isKnown).length > 1;
    if (!table) return false;
    this.names = names;
    this.separator = separator;
    return true;
  }

  /** The cells before a message as `"name":"value"`; undefined if no heading names them. */
  named(before: string): string | undefined {
    if (this.names.length === 0 || before.length > MAX_CELLS) return undefined;
    const cells = this.cells(before);
    return cells.length === 1 || cells.length > this.names.length ? undefined : this.join(cells, 0);
  }

  /** The same for the cells after a message whose row begins with `before`. */
  namedAfter(before: string, after: string): string | undefined {
    if (this.names.length === 0 || before.length > MAX_CELLS || after.length > MAX_CELLS) return undefined;
    // What closes the message's own cell comes first.
    const cells = this.cells(after.replace(/^"/, '')).slice(1);
    return cells.length === 0 ? undefined : this.join(cells, this.cells(before).length);
  }

  private join(cells: readonly string[], column: number): string {
    return cells
      .map((cell, at) => [this.names[column + at] ?? '', bare(cell)] as const)
      .filter(([, value]) => value !== '' && value.length <= MAX_VALUE)
      .map(([name, value]) => `"${name}":"${value}"`)
      .join(',')
      .slice(0, MAX_NAMED);
  }

  /** A separator within quotes is the cell's. */
  private cells(row: string): string[] {
    const cells: string[] = [];
    let start = 0;
    let quoted = false;
    for (let at = 0; at < row.length && cells.length < MAX_COLUMNS; at++) {
      if (row[at] === '"') quoted = !quoted;
      if (row[at] !== this.separator || quoted) continue;
      cells.push(row.slice(start, at));
      start = at + 1;
    }
    return [...cells, row.slice(start)];
  }
}

function isKnown(name: string): boolean {
  return KNOWN.test(name);
}

function bare(cell: string): string {
  return cell.trim().replace(/^"|"$/g, '');
}
