/**
 * Reads a pcap file as it is, which the core takes packets of, and packed, which it cannot: what the engine answers must be the same but for names, sizes and whether it is read
 * again from the file.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { gzipSync } from 'node:zlib';
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';

/** What a source says of itself, and what it says of a file that is packed. */
const OF_FILE = ['name', 'format', 'size', 'bytesRead', 'file', 'recordOffset', 'source'];
const ALL = 5000;
const WITHOUT_EVENTS = ['stats', 'total', 'rows', 'messages', 'sources'];
export const WITH_EVENTS: readonly string[] = [...WITHOUT_EVENTS, 'events'];

/** Where the answers differ, as lines of text. @param keys Those that are compared. */
export async function differencesWhenPacked(
  bytes: Uint8Array,
  folder: string,
  keys: readonly string[] = WITHOUT_EVENTS,
): Promise<string[] | 'refused'> {
  const plain = join(folder, 'plain.pcap');
  const packed = join(folder, 'packed.pcap.gz');
  writeFileSync(plain, bytes);
  writeFileSync(packed, gzipSync(bytes, { level: 1 }));
  const ours = await answersOf(plain);
  const theirs = await answersOf(packed);
  if (ours === 'refused' || theirs === 'refused') return ours === theirs ? 'refused' : ['one is refused'];
  return keys.flatMap(key => differences(key, ours[key], theirs[key]));
}

async function answersOf(path: string): Promise<Record<string, unknown> | 'refused'> {
  const core = new Core(() => undefined);
  // The engine answers each kind with its own type: requests.ts is typed by the same table.
  const ask = async <K extends RequestKind>(kind: K, what: Requests[K]['ask']) =>
    (await core.answer(kind, what)) as Requests[K]['answer'];
  try {
    const { refused } = await ask('open', { paths: [path], limit: null });
    if (refused.length > 0) return 'refused';
    await ask('loaded', {});
    const stats = await ask('stats', {});
    const { rows, total } = await ask('rows', { first: 0, count: ALL, headers: ['Contact'], withUris: true });
    const conversations = rows.map(({ index }) => index);
    const messages = await ask('messages', { conversations, first: 0, count: ALL, withSdp: true });
    const sources = await ask('sources', {});
    return structuredClone({ stats, total, rows, messages: messages.rows, events: messages.events, sources });
  } finally {
    await core.close();
  }
}

/** Where two values differ, down to the field. */
function differences(where: string, ours: unknown, theirs: unknown): string[] {
  if (isDeepStrictEqual(ours, theirs)) return [];
  if (!isObject(ours) || !isObject(theirs))
    return [`${where}: plain ${JSON.stringify(ours)}, packed ${JSON.stringify(theirs)}`];
  return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
    .filter(key => !OF_FILE.includes(key))
    .flatMap(key => differences(`${where}.${key}`, ours[key], theirs[key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
