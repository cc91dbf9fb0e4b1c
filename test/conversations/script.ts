/**
 * Conversations scripted in short lines, "0.5 a>b INVITE 1 sdp": seconds, from and to, method or status, CSeq number, and
 * options; "?" for a time that nobody told. They become the bytes of messages, and an index.
 *
 * Options: `of=BYE` method in CSeq of a response (INVITE by default), `branch=x`, `from=tag`, `to=tag`, `sdp`, `auth`, `expires=0`,
 * `rseq=1`, `id=other` Call-ID, `noid`, `pai=4151502`, `ua=Phone`, `user=` and `called=` for the
 * numbers, `domain=` for the host of the Request-URI, `+Join:x` another header, `tcp` and `tls` for what carries it, `bytes=1400` for a message of at least that size. From tag is "alice" and there is no To tag unless given; a response has
 * the branch of its request, an ACK its own unless given.
 *
 * A host is a letter, "a" for 10.0.0.1, or an address, with a port or without: "a:1024", "192.0.2.7", "[2001:db8:0:0:0:0:0:7]:5060"; of
 * an IPv6 address all eight groups are written. A line that begins with "|" is a
 * header of the message above it, in the place of the one it has by that name; one that begins with "||" is a line of its body.
 */
import { Conversations } from '../../src/conversations/conversations.js';
import { type Clock, type FoundOut, type Moment, RowValues } from '../../src/engine/search/row-values.js';
import { TableRows } from '../../src/engine/requests/rows.js';
import { NOWHERE } from '../../src/decode/accounts.js';
import type { DecodedMessage } from '../../src/decode/decoded-message.js';
import { rowId } from '../../src/model/ids.js';
import { NO_TIME } from '../../src/model/times.js';
import { HeaderNames } from '../../src/sip/headers/header-names.js';

export interface Sent {
  timeUs: number;
  from: string;
  to: string;
  text: string;
  /** Index in TRANSPORTS; UDP unless told otherwise. */
  transport?: number;
}

const SDP = 'v=0\r\nc=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/AVP 8\r\n';

/** A call with most of what there is: a challenge, retransmissions, a copy, early media, PRACK, a BYE from either side. */
export const CALL = `
  0     a>b INVITE 1 sdp ua=Phone
  0.000004 a>b INVITE 1 sdp ua=Phone
  0.1   b>a 401 1 to=x
  0.11  a>b ACK 1 branch=INVITE-1-alice to=x
  0.2   a>b INVITE 2 auth sdp ua=Phone
  0.7   a>b INVITE 2 auth sdp ua=Phone
  0.71  b>a 100 2
  1     b>a 183_Progress 2 to=bob sdp rseq=1 ua=Gateway
  1.1   a>b PRACK 3 to=bob
  1.2   b>a 200_OK 3 of=PRACK to=bob
  4     b>a 200_OK 2 to=bob sdp
  4.5   b>a 200_OK 2 to=bob sdp
  4.6   a>b ACK 2 branch=k to=bob
  9     b>a BYE 1 from=bob to=alice
  9.1   a>b BYE 4 to=bob
  9.2   a>b 200_OK 1 of=BYE from=bob to=alice
  9.3   b>a 200_OK 4 of=BYE to=bob
`;

/** The messages of a script. */
export function messages(script: string): Sent[] {
  const made: { line: string; headers: string[]; body: string[] }[] = [];
  for (const line of script.split('\n').map(each => each.trim())) {
    if (line === '') continue;
    if (line.startsWith('||')) made.at(-1)!.body.push(line.slice(2).trim());
    else if (line.startsWith('|')) made.at(-1)!.headers.push(line.slice(1).trim());
    else made.push({ line, headers: [], body: [] });
  }
  return made.map(({ line, headers, body }) => sent(line, headers, body));
}

function sent(line: string, headers: readonly string[], described: readonly string[]): Sent {
  const [seconds = '', way = '', what = '', cseq = '1', ...words] = line.split(/\s+/);
  const [from = '', to = ''] = way.split('>');
  const word = (name: string) => words.find(w => w.startsWith(`${name}=`))?.slice(name.length + 1);
  const response = /^\d/.test(what);
  const method = response ? (word('of') ?? 'INVITE') : what;
  const fromTag = word('from') ?? 'alice';
  const shared = method === 'CANCEL' ? 'INVITE' : method;
  const branch = word('branch') ?? `${shared}-${cseq}-${fromTag}`;
  const toTag = word('to');
  const pai = word('pai');
  const user = word('user') ?? '4151502';
  const called = word('called') ?? '5660066';
  const agent = word('ua');
  const rseq = word('rseq');
  const body = words.includes('sdp') ? SDP : described.map(each => `${each}\r\n`).join('');
  const given = new Set(headers.map(nameOf));
  const lines = [
    response
      ? `SIP/2.0 ${what.replaceAll('_', ' ')}`
      : `${method} sip:${called}@${word('domain') ?? 'b.example'} SIP/2.0`,
    `Via: SIP/2.0/UDP ${from};branch=z9hG4bK${branch}`,
    `From: <sip:${user}@a.example>${fromTag === '-' ? '' : `;tag=${fromTag}`}`,
    `To: <sip:${called}@b.example>${toTag === undefined ? '' : `;tag=${toTag}`}`,
    ...(words.includes('noid') ? [] : [`Call-ID: ${word('id') ?? 'call-1'}`]),
    `CSeq: ${cseq} ${method}`,
    ...(pai === undefined ? [] : [`P-Asserted-Identity: <sip:${pai}@a.example>`]),
    ...(agent === undefined ? [] : [`User-Agent: ${agent}`]),
    ...(rseq === undefined ? [] : [`RSeq: ${rseq}`]),
    ...words.filter(each => each.startsWith('+')).map(each => each.slice(1).replace(':', ': ')),
    ...(words.includes('auth') ? ['Authorization: Digest username="4151502"'] : []),
    ...(words.includes('expires=0') ? ['Expires: 0'] : []),
    ...(body === '' ? [] : ['Content-Type: application/sdp']),
    `Content-Length: ${body.length}`,
  ].filter((each, at) => at === 0 || !given.has(nameOf(each)));
  lines.splice(-1, 0, ...headers);
  const missing =
    Number(word('bytes') ?? 0) - lines.join('\r\n').length - body.length - '\r\nX-Filler: \r\n\r\n'.length;
  if (missing > 0) lines.splice(-1, 0, `X-Filler: ${'x'.repeat(missing)}`);
  return {
    timeUs: seconds === '?' ? NO_TIME : Math.round(Number(seconds) * 1e6),
    from,
    to,
    text: `${lines.join('\r\n')}\r\n\r\n${body}`,
    transport: words.includes('tcp') ? 2 : words.includes('tls') ? 3 : 1,
  };
}

function nameOf(header: string): string {
  return header.slice(0, header.indexOf(':')).toLowerCase();
}

/** The index of messages, in the order given. `added` is called after each. */
export function index(sentMessages: readonly Sent[], added?: (conversations: Conversations) => void): Conversations {
  const names = new HeaderNames();
  const conversations = new Conversations(names);
  let placeUs = 0;
  for (const [place, message] of sentMessages.entries()) {
    if (!Number.isNaN(message.timeUs)) placeUs = message.timeUs;
    const bytes = new TextEncoder().encode(message.text);
    const location = { file: 0, recordOffset: place * 1000, payloadDelta: 42, parts: undefined, placeUs, dated: true };
    conversations.add(decoded(message, bytes), location);
    added?.(conversations);
  }
  return conversations;
}

/** Row of the only conversation of a script, an hour after its last message unless told otherwise. */
export function rowOf(script: string, moment: Partial<Moment> = {}) {
  return conversationRow(index(messages(script)), 0, { nowUs: 3600e6, ended: true, ...moment });
}

const NOTHING_FOUND: FoundOut = { callOf: row => row, causeOf: () => -1, aboutOf: () => -1, abouts: () => [] };

/** The row of a conversation at a moment. */
export function conversationRow(conversations: Conversations, row: number, moment: Moment) {
  const clock: Clock = { momentOf: () => moment, isDated: () => true };
  return new TableRows(new RowValues(conversations, clock, NOTHING_FOUND)).of(rowId(row));
}

/** The bytes of a host's address: 4, or 16. */
function addressOf(host: string): number[] {
  const v6 = /^\[(.*)\]/.exec(host)?.[1];
  if (v6 !== undefined) return v6.split(':').flatMap(group => [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]);
  const [name = ''] = host.split(':');
  return /^\d/.test(name) ? name.split('.').map(Number) : [10, 0, 0, name.charCodeAt(0) - 96];
}

function portOf(host: string): number {
  return Number(/^(?:\[.*\]|[^:]*):(\d+)$/.exec(host)?.[1] ?? 5060);
}

function decoded(message: Sent, bytes: Uint8Array): DecodedMessage {
  const from = addressOf(message.from);
  return {
    timeUs: message.timeUs,
    transport: message.transport ?? 1,
    bytes,
    start: 0,
    end: bytes.length,
    addressBytes: Uint8Array.from([...from, ...addressOf(message.to)]),
    sourceOffset: 0,
    destinationOffset: from.length,
    addressLength: from.length,
    sourcePort: portOf(message.from),
    destinationPort: portOf(message.to),
    missing: 0,
    origin: NOWHERE,
    parts: undefined,
    pieces: undefined,
    scanned: false,
    tunnel: '',
  };
}
