/**
 * Compares two messages header by header, in rows that pair what belongs together. What two messages of different
 * transactions never share (branch, tag, nonce, Call-ID …) is separated from what matters; SDP is paired by medium (RFC 8866
 * section 5).
 */
import { canonicalHeaderName } from '../headers/header-names.js';
import type { MessageLine } from './message-lines.js';

/** `noise`: differs only in what every message has of its own. `order`: a list of the same values in another order. */
export type Difference = 'equal' | 'differs' | 'left' | 'right' | 'noise' | 'order';

export interface ComparedRow {
  kind: Difference;
  /** The text as the message has it, unfolded; null if that side has none. */
  left: string | null;
  right: string | null;
}

export interface Comparison {
  rows: ComparedRow[];
  /** Headers that both have stand in another order. */
  reordered: boolean;
  counts: Record<Difference, number>;
}

/** One thing to pair: items with the same key may be partners, those with the same meaning rather than others. */
interface Item {
  key: string;
  text: string;
  /** The text without its noise, and that with its list in one order. */
  meaning: string;
  sorted: string;
}

/** Compares two messages given as messageLines(bytes). Time O(lines). */
export function compareMessages(left: readonly MessageLine[], right: readonly MessageLine[]): Comparison {
  const headers = pair(headerItems(left), headerItems(right));
  const rows = [...pair(startItems(left), startItems(right)), ...headers, ...pair(bodyItems(left), bodyItems(right))];
  const counts: Record<Difference, number> = { equal: 0, differs: 0, left: 0, right: 0, noise: 0, order: 0 };
  for (const row of rows) counts[row.kind]++;
  return { rows, reordered: isReordered(left, right), counts };
}

/** Values that a message has of its own whatever the call. */
const NOISE_HEADERS = new Set(['Call-ID', 'Date', 'Timestamp', 'Content-Length', 'Session-ID', 'RSeq']);
const NOISE_PARAMETERS =
  /([;,\s](?:branch|tag|from-tag|to-tag|nonce|cnonce|nc|response|opaque|icid-value|rport)\s*=\s*)("[^"]*"|[^\s;,>]+)/gi;
/** Headers that are lists in which order means nothing. */
const UNORDERED = new Set([
  'Allow',
  'Supported',
  'Accept',
  'Allow-Events',
  'Require',
  'Proxy-Require',
  'Recv-Info',
  'Unsupported',
]);

function startItems(lines: readonly MessageLine[]): Item[] {
  const text = lines.find(line => line.kind === 'start')?.text ?? '';
  return [{ key: 'start', text, meaning: text, sorted: text }];
}

function headerItems(lines: readonly MessageLine[]): Item[] {
  const items: Item[] = [];
  let last: MessageLine['field'] = null;
  for (const { kind, text, field } of lines) {
    if (kind === 'blank') break;
    if (kind !== 'header' || (field !== null && field === last)) continue;
    last = field;
    items.push(field ? headerItem(field.name, field.value) : { key: '', text, meaning: text, sorted: text });
  }
  return items;
}

function headerItem(name: string, value: string): Item {
  const key = canonicalHeaderName(name);
  let meaning = NOISE_HEADERS.has(key) ? '' : value.replace(NOISE_PARAMETERS, '$1*');
  if (key === 'CSeq') meaning = value.replace(/^\s*\d+/, '*');
  const sorted = UNORDERED.has(key)
    ? value
        .split(',')
        .map(part => part.trim())
        .sort()
        .join(',')
    : meaning;
  return { key: key.toLowerCase(), text: `${name}: ${value}`, meaning, sorted };
}

/** Lines of bodies; those of SDP are known by their medium, type, attribute and payload type. */
function bodyItems(lines: readonly MessageLine[]): Item[] {
  const items: Item[] = [];
  let medium = 0;
  const blank = lines.findIndex(line => line.kind === 'blank');
  for (const { kind, text } of blank < 0 ? [] : lines.slice(blank + 1)) {
    if (kind === 'sdp') {
      if (text.startsWith('m=')) medium++;
      items.push(sdpItem(text, medium));
    } else items.push({ key: `${kind} ${text}`, text, meaning: text, sorted: text });
  }
  return items;
}

/** Keys, passwords and names made up for one session (RFC 8839, RFC 4568, RFC 5576). */
const SDP_NOISE = /^(a=(?:ice-ufrag|ice-pwd|ssrc|crypto|fingerprint|candidate|msid)[: ]).*$/s;

function sdpItem(text: string, medium: number): Item {
  const part = /^a=(rtpmap|fmtp|rtcp-fb):(\S+)/.exec(text) ?? /^(a=[^:\s]+|[a-z]=)/.exec(text);
  const name = /^a=(sendrecv|sendonly|recvonly|inactive)$/.test(text) ? 'direction' : part ? part[0] : text;
  // o= has a number of the session and one that grows with each change of it; media formats are a list in order.
  const meaning = text.replace(/^(o=\S+) \d+ \d+ /, '$1 * * ').replace(SDP_NOISE, '$1*');
  return { key: `${medium} ${name}`, text, meaning, sorted: meaning };
}

/** Pairs the items of two sides: first those that mean the same, then the others of one key in order. */
function pair(left: readonly Item[], right: readonly Item[]): ComparedRow[] {
  const partner = new Int32Array(left.length).fill(-1);
  const isTaken = new Uint8Array(right.length);
  match(left, right, partner, isTaken, item => `${item.key}\n${item.meaning}`);
  match(left, right, partner, isTaken, item => item.key);
  const ownerOf = new Int32Array(right.length).fill(-1);
  partner.forEach((other, at) => {
    if (other >= 0) ownerOf[other] = at;
  });
  // What only the right side has stands behind the row of what precedes it there.
  const behind = new Map<number, ComparedRow[]>();
  let owner = -1;
  right.forEach((item, at) => {
    if (ownerOf[at]! >= 0) owner = ownerOf[at]!;
    else behind.set(owner, [...(behind.get(owner) ?? []), { kind: 'right', left: null, right: item.text }]);
  });
  const rows = behind.get(-1) ?? [];
  left.forEach((item, at) => {
    const other = right[partner[at]!];
    rows.push(
      other
        ? { kind: differenceOf(item, other), left: item.text, right: other.text }
        : { kind: 'left', left: item.text, right: null },
    );
    rows.push(...(behind.get(at) ?? []));
  });
  return rows;
}

function match(
  left: readonly Item[],
  right: readonly Item[],
  partner: Int32Array,
  isTaken: Uint8Array,
  keyOf: (item: Item) => string,
): void {
  const waiting = new Map<string, number[]>();
  // From the end, so that the first of a key is the last of its list.
  for (let at = right.length - 1; at >= 0; at--) {
    if (isTaken[at]) continue;
    const key = keyOf(right[at]!);
    const list = waiting.get(key);
    if (list) list.push(at);
    else waiting.set(key, [at]);
  }
  left.forEach((item, at) => {
    if (partner[at]! >= 0) return;
    const found = waiting.get(keyOf(item))?.pop();
    if (found === undefined) return;
    partner[at] = found;
    isTaken[found] = 1;
  });
}

function differenceOf(left: Item, right: Item): Difference {
  if (left.text === right.text) return 'equal';
  if (left.meaning === right.meaning) return 'noise';
  return left.sorted === right.sorted ? 'order' : 'differs';
}

function isReordered(left: readonly MessageLine[], right: readonly MessageLine[]): boolean {
  const names = (lines: readonly MessageLine[]) => [...new Set(headerItems(lines).map(item => item.key))];
  const ours = names(left);
  const theirs = names(right);
  const common = new Set(ours.filter(name => theirs.includes(name)));
  return ours.filter(name => common.has(name)).join('\n') !== theirs.filter(name => common.has(name)).join('\n');
}
