/**
 * The addresses with ports that a line about a message prints, and whose they are: "10.0.0.1:5060 -> 10.0.0.2:5060",
 * "from udp/[10.0.0.1]:5060", `Local-ip="10.0.0.1" Local-port="5060"`, "10.0.0.1 on port 5060".
 *
 * A number with dots may also be a version, and an address the user's of a URI: what is not named by a word before it
 * counts only with a port that a phone, a proxy or a NAT would have.
 */
import { type Transport, transportNamed } from '../../../model/transports.js';
import { knownAddress, type Endpoint } from '../printed-address.js';

export type Role = 'source' | 'destination' | 'local' | 'remote';

export interface FoundEndpoint {
  endpoint: Endpoint;
  /** By the word or the arrow beside it; undefined if there is none. */
  role: Role | undefined;
  transport: Transport;
}

const IPV4 = String.raw`\d{1,3}(?:\.\d{1,3}){3}`;
const IPV6 = `[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:[0-9a-fA-F:.]{0,45}`;
const EITHER = new RegExp(String.raw`${IPV4}|\[(?:${IPV4}|${IPV6}(?:%\w{1,16})?)\]|(?<!\w)${IPV6}`, 'g');
const FIVE_GROUPS = /[0-9a-fA-F](?::[0-9a-fA-F]{1,4}){4}/;
const ONLY_IPV4 = new RegExp(IPV4, 'g');
/** Before an address: the user of a URI, or a longer number or name it is a part of. */
const PART_OF_MORE = /[\w.@%-]/;
/** What stands between an address and its port. */
const PORT =
  /^[\])>"']{0,2}(?:[:;,#|]|\.(?=\d{2,5}(?![\d.]))|\/(?=\d{3})|(?:,? ?\(?(?:on )?port["']?[ :=]{1,2}["']?))(\d{1,5})(?![\d.])/i;
/** A port in a field of its own: "src_port=5060", "SrcPort:5060", `"dstPort": 5060`, "sport=5060". */
const PORT_FIELD = /(?<![A-Za-z])([A-Za-z]{1,12})[-_. ]?[Pp](?:ORT|ort)["']?\s?[:=>]\s?["']?(\d{1,5})(?!\d)/g;
const PORT_OF: Readonly<Record<string, Role>> = { s: 'source', d: 'destination', l: 'local', r: 'remote' };
/** Least port of an endpoint that nothing else identifies, and those below that SIP is found on. */
const LEAST_PORT = 1024;
const WEB_PORTS: readonly number[] = [80, 443];

const ROLES: ReadonlyMap<string, Role> = new Map(
  Object.entries<Role>({
    ...named('source', 'src source from sender saddr'),
    ...named('destination', 'dst dest destination to towards target daddr'),
    ...named('local', 'local on at own our listen laddr'),
    ...named('remote', 'remote peer rmt far foreign raddr'),
  }),
);
/** Words between a role and an address: "src_ip", "from host", "remote address". */
const FILLERS: ReadonlySet<string> = new Set(
  'ip ipv4 ipv6 ip4 ip6 addr address host socket endpoint port sip sips inet server the'.split(' '),
);
/** Before a version, or an address that is no end of a message. */
const OTHERS: ReadonlySet<string> = new Set(
  'v ver version release build rev revision firmware fw contact aor uri via route maddr relay nat media pool'.split(
    ' ',
  ),
);
const MAX_WORDS = 3;
/** Most endpoints of a text. */
const MAX_FOUND = 16;
const MAX_WORD = 32;
/** Between a word and an address, and in a word. */
const BETWEEN: ReadonlySet<string> = new Set(' \t\n"\'`<>([{:=/|,');
const NAME = /[\w.-]/;

const FORWARD = /^[^<\w]{0,3}\s?(?:-{1,3}>|={1,3}>|>{1,3}|\xe2\x86\x92|\xe2\x9e\x9c)/;
const BACKWARD = /^[^>\w]{0,3}\s?<(?:-{1,3}|={1,3}|<{0,2})(?![>\w-])/;
const TO_THE_RIGHT = /(?:-{1,3}>|={1,3}>|>{2,3}|\xe2\x86\x92)\s?["'([]{0,2}(?:[A-Za-z]{2,10}[:/ ]{1,3})?$/;
const TO_THE_LEFT = /<(?:-{1,3}|={1,3}|<{1,2})\s?["'([]{0,2}(?:[A-Za-z]{2,10}[:/ ]{1,3})?$/;

/** The endpoints in `text`, in order. */
export function endpointsIn(text: string): FoundEndpoint[] {
  const found: FoundEndpoint[] = [];
  const pattern = mayHoldIPv6(text) ? EITHER : ONLY_IPV4;
  let end = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null && found.length < MAX_FOUND; match = pattern.exec(text)) {
    if (match.index > 0 && PART_OF_MORE.test(text[match.index - 1]!)) continue;
    const { address, port, length } = addressAt(text, match.index, match[0]);
    if (address.length === 0) continue;
    const before = beforeAddress(text, end, match.index);
    end = match.index + length;
    pattern.lastIndex = end;
    const role = before.role ?? arrowRole(text, match.index, end, found.at(-1));
    if (before.other || (role === undefined && !isLikely(port))) continue;
    found.push({ endpoint: { address, port }, role, transport: before.transport });
  }
  return found.length === 0 ? found : withPorts(found, text);
}

/** Without "::" an address has seven colons; a clock has three, its fraction after the last. */
function mayHoldIPv6(text: string): boolean {
  return text.includes('::') || FIVE_GROUPS.test(text);
}

function named(role: Role, words: string): Record<string, Role> {
  return Object.fromEntries(words.split(' ').map(word => [word, role]));
}

function isLikely(port: number): boolean {
  return port >= LEAST_PORT || WEB_PORTS.includes(port);
}

interface PrintedAddress {
  /** Empty if the text is no address. */
  address: Uint8Array;
  port: number;
  /** Of address and port as printed. */
  length: number;
}

function addressAt(text: string, start: number, printed: string): PrintedAddress {
  const bracketed = printed.startsWith('[');
  const bare = bracketed ? printed.slice(1, -1) : printed;
  // Without brackets the last group of an IPv6 address is its port, if it can be.
  const split = bracketed ? null : /^(.*:.*)[:.](\d{4,5})$/.exec(bare);
  if (split !== null) {
    const address = knownAddress(split[1]!);
    if (address.length > 0) return { address, port: Number(split[2]) & 0xffff, length: printed.length };
  }
  const whole = knownAddress(bare);
  const port = whole.length === 0 ? null : PORT.exec(text.slice(start + printed.length, start + printed.length + 24));
  const number = Number(port?.[1] ?? 0);
  if (port === null || number > 0xffff) return { address: whole, port: 0, length: printed.length };
  return { address: whole, port: number, length: printed.length + port[0].length };
}

interface BeforeAddress {
  role: Role | undefined;
  transport: Transport;
  /** It is no end of a message. */
  other: boolean;
}

/** What the words just before an address at `at` say of it; they begin at `from` or later. */
function beforeAddress(text: string, from: number, at: number): BeforeAddress {
  let transport: Transport = 'unknown';
  let end = at;
  for (let words = 0; words < MAX_WORDS; words++) {
    while (end > from && BETWEEN.has(text[end - 1]!)) end--;
    // "[0:0]10.0.0.1": a slot and a port of the machine.
    if (text[end - 1] === ']') end = Math.max(from, text.lastIndexOf('[', end));
    while (end > from && BETWEEN.has(text[end - 1]!)) end--;
    let start = end;
    while (start > from && end - start < MAX_WORD && NAME.test(text[start - 1]!)) start--;
    if (start === end) break;
    const meaning = meaningOf(text.slice(start, end));
    end = start;
    if (meaning === undefined) continue;
    if (meaning.transport === 'unknown') return { ...meaning, transport };
    transport = meaning.transport;
  }
  return { role: undefined, transport, other: false };
}

const meanings = new Map<string, BeforeAddress | undefined>();
const MAX_MEANINGS = 4096;

/** What a word before an address says of it; undefined if it is a filler. Logs repeat their words: they are kept. */
function meaningOf(word: string): BeforeAddress | undefined {
  if (meanings.has(word)) return meanings.get(word);
  if (meanings.size >= MAX_MEANINGS) meanings.clear();
  const parts = word
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  const last = parts.findLast(part => part !== '' && !FILLERS.has(part));
  const meaning =
    last === undefined
      ? undefined
      : {
          role: ROLES.get(last.replace(/^(src|dst|source|dest|local|remote)ip$/, '$1')),
          transport: transportNamed(last),
          other: OTHERS.has(last),
        };
  meanings.set(word, meaning);
  return meaning;
}

/** The role an arrow beside the address gives it, and the one before it. */
function arrowRole(text: string, start: number, end: number, before: FoundEndpoint | undefined): Role | undefined {
  const left = text.slice(Math.max(0, start - 20), start);
  if (TO_THE_RIGHT.test(left) || (before !== undefined && / > ?$/.test(left))) return 'destination';
  if (TO_THE_LEFT.test(left)) return 'source';
  const right = text.slice(end, end + 8);
  if (FORWARD.test(right)) return 'source';
  return BACKWARD.test(right) ? 'destination' : undefined;
}

/** Gives the endpoints the ports that stand in fields of their own. */
function withPorts(found: FoundEndpoint[], text: string): FoundEndpoint[] {
  if (found.every(({ endpoint }) => endpoint.port > 0)) return found;
  for (const [, name = '', port] of text.matchAll(PORT_FIELD)) {
    const word = name.toLowerCase();
    const role = ROLES.get(word) ?? PORT_OF[word];
    const of = found.find(each => each.role === role && each.endpoint.port === 0);
    if (of !== undefined && role !== undefined) of.endpoint = { ...of.endpoint, port: Number(port) & 0xffff };
  }
  return found;
}
