/** Messages written otherwise, or as nobody should: names in another case or form, folded values, other line ends, more of a header than there may be. */
import { HEADER_TABLE } from '../../src/sip/headers/header-table.js';
import { WORDS } from './inputs.js';
import { mutate } from './mutate.js';
import type { Random } from './random.js';

type Rewriting = (text: string, random: Random) => string;

/** Names and their compact forms, either way. */
const OTHER_FORMS = new Map(
  HEADER_TABLE.flatMap(({ name, compact }) =>
    compact === undefined ? [] : [[name.toLowerCase(), compact] as const, [compact, name] as const],
  ),
);

/** What headers may say: right, hardly, and not at all. */
const HEADERS = [
  ...['Via: SIP/2.0/UDP a;branch=z9hG4bK1, SIP/2.0/TCP b;branch=z9hG4bK', 'v: SIP/2.0/UDP a;rport;branch = "q;,"'],
  ...['f: "a\\"b" <sip:%41b;c:d@[::1]:5060;x?y=z>;x=y;tag=1', 'To: sip:a@b;tag=2', 't:', 'From: , <sip:a@b>'],
  ...['Contact: *', 'm: <sip:a@b>;expires=0, <tel:1;x>;expires=5', 'Contact: a <b> c <sips:d@e:f:g>', 'm: "<sip:a@b>'],
  ...['Expires: 0', 'Expires: 99999999999', 'Max-Forwards: 256', 'Retry-After: 18000;duration=1', 'CSeq: 4294967296 a'],
  ...[
    'Content-Type: multipart/mixed;boundary=b',
    'c: application / SDP ; x',
    'c: message/sipfrag',
    'Content-Type: text/x',
  ],
  ...['Replaces: 1@a;to-tag=2', 'Session-ID: ab', 'P-Charging-Vector: icid-value="a b";x', 'X-Call-ID: 5', 'Join:'],
  ...['Date: Sat, 13 Nov 2010 23:29:00 GMT', 'Date: mt', 'Warning: 1', 'RSeq: 7', 'Authorization: x', 'User-Agent: a'],
  ...['Route: <sip:a;lr>, <sip:b;lr>', 'Record-Route: <sip:a@b:c:d>', 'Reply-To: "a" <sip:?>', 'l: 1', 'l: 1 1'],
  ...[
    'Accept: x',
    'X-Header-Of-Nobody: 1',
    'Xy: 1',
    `X${'y'.repeat(40)}: 1`,
    `${'X'.repeat(128)}: 1`,
    `${'X'.repeat(129)}: 1`,
  ],
];

const renamed: Rewriting = (text, random) =>
  ofLines(text, random, line => {
    const name = /^[\w-]+/.exec(line)?.[0] ?? '';
    const other = OTHER_FORMS.get(name.toLowerCase());
    if (other !== undefined && random.below(2) === 0) return other + line.slice(name.length);
    const spelled = Array.from(name, letter => (random.below(2) === 0 ? letter.toUpperCase() : letter.toLowerCase()));
    return spelled.join('') + line.slice(name.length);
  });
const spaced: Rewriting = (text, random) =>
  ofLines(text, random, line => line.replace(':', random.pick([' :', '\t: ', ':', ':\t \t', ':  '])));
const folded: Rewriting = (text, random) =>
  ofLines(text, random, line => {
    const at = random.below(line.length + 1);
    return `${line.slice(0, at)}${random.pick(['\r\n ', '\n\t', '\r ', '\r\n\r\n '])}${line.slice(at)}`;
  });
const repeated: Rewriting = (text, random) =>
  ofLines(text, random, line =>
    Array(1 + random.below(3))
      .fill(line)
      .join('\r\n'),
  );
const added: Rewriting = (text, random) => ofLines(text, random, line => `${line}\r\n${random.pick(HEADERS)}`);
const addedMany: Rewriting = (text, random) => {
  const lines = Array.from({ length: random.below(400) }, () => random.pick(HEADERS));
  return ofLines(text, random, line => [line, ...lines].join('\r\n'));
};
const otherEnds: Rewriting = (text, random) => text.replaceAll('\r\n', random.pick(['\n', '\r', '\r\n']));
const nested: Rewriting = (text, random) => {
  const [head = '', ...body] = text.split('\r\n\r\n');
  const boundary = random.pick(['b', 'b2', '--', '']);
  const part = `--${boundary}\r\nContent-Type: ${random.pick(['application/sdp', 'text/plain'])}\r\n\r\n${body.join('\r\n\r\n')}`;
  return `${head}\r\nc: multipart/mixed;boundary="${boundary}"\r\n\r\n${part}\r\n--${boundary}--\r\n`;
};

const REWRITINGS: readonly Rewriting[] = [renamed, renamed, spaced, folded, repeated, added, added, otherEnds, nested];
/** One message in so many has hundreds of lines. */
const LONG = 100;

/** A line of the text written otherwise. */
function ofLines(text: string, random: Random, rewrite: (line: string) => string): string {
  const lines = text.split('\r\n');
  const at = random.below(lines.length);
  return lines.map((line, index) => (index === at ? rewrite(line) : line)).join('\r\n');
}

/** Some of that, and then some damage to the bytes. */
export function mutateMessage(bytes: Uint8Array, random: Random): Uint8Array {
  let text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  for (let left = random.below(8); left > 0; left--) text = random.pick(REWRITINGS)(text, random);
  if (random.below(LONG) === 0) text = addedMany(text, random);
  return mutate(new Uint8Array(Buffer.from(text, 'latin1')), random, random.below(6), WORDS);
}
