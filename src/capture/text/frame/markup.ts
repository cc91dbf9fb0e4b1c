/**
 * Takes the marks of a page of HTML off a line: entities, line breaks and tags. A message may hold entities of its own, in
 * a body of XML: they are only read where the text's "<sip:" is written as one.
 */
const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z]{2,5}));/g;
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };
const LESS = `&(?:amp;)?(?:lt|#0*60|#[xX]3[cC]);`;
const ESCAPED = new RegExp(`${LESS}(?:(?:sips?|tel|urn):|-{2,}|={2,}|INVITE )`);
const PLAIN = /<(?:sips?|tel|urn):/;
const TAG = /<\/?[a-zA-Z][^<>]{0,200}>/g;
/** Tags that set what they hold apart, as a cell of a table does, with all that follow one another. */
const APART = /(?:<\/?(?:t[drh]|table|p|div|li|pre|d[dt]|h\d)(?:\s[^<>]{0,200})?>)+/gi;
const BREAK = /<br ?\/?>/gi;
const TWICE = /&amp;(?:lt|gt|quot|#)/;

export class Markup {
  /** Whether "<" is written as an entity. */
  private escaped: boolean;

  /** `sample` is the first lines of the text. */
  constructor(sample: readonly string[]) {
    const first = sample.find(line => PLAIN.test(line) || ESCAPED.test(line));
    this.escaped = first !== undefined && !PLAIN.test(first);
  }

  /** The line as it was before it was put into a page. `plain`: the message it may be of was in none. */
  undo(line: string, plain: boolean): string {
    if (PLAIN.test(line)) this.escaped = false;
    else if (!this.escaped && !plain) this.escaped = ESCAPED.test(line);
    return this.escaped ? decoded(line) : line;
  }

  /** Whether a line may have to be changed. */
  concerns(line: string): boolean {
    return line.includes('&') || (this.escaped && line.includes('<'));
  }
}

function decoded(line: string): string {
  const text = line.replace(BREAK, '\\r\\n').replace(APART, between).replace(TAG, '');
  const once = text.replace(ENTITY, character);
  return TWICE.test(text) ? once.replace(ENTITY, character) : once;
}

/** No blank begins or ends a line that had none, nor stands beside another tag. */
function between(tags: string, at: number, line: string): string {
  const end = at + tags.length;
  return at === 0 || end === line.length || line[at - 1] === '>' || line[end] === '<' ? '' : ' ';
}

function character(
  entity: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return NAMED[name.toLowerCase()] ?? entity;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (!(code > 0 && code <= 0x10ffff)) return entity;
  // CR and LF are line ends of the message, not of the text.
  if (code === 0x0d) return String.raw`\r`;
  if (code === 0x0a) return String.raw`\n`;
  if (code === 0xa0) return ' ';
  return Buffer.from(String.fromCodePoint(code)).toString('latin1');
}
