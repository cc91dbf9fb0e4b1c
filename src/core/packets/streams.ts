/**
 * The directions of TCP connections, by addresses and ports. Of a stream that is between two messages of SIP, all that is to be known stands here, and the core
 * reads on by itself; any other is with TypeScript (src/decode/streams/), which then knows more of it than what stands here. It takes a connection when a segment
 * is not simple, and gives it back when both directions are.
 *
 * Oldest first; a stream used since it was added, or since it was looked at last, is passed over once.
 */
import { MAX_STREAMS, Stream, STREAM_BYTES, STREAM_FLAG, STREAM_KEY_BYTES } from '../built/tables';
import { copyWords, sameBytes } from '../bytes';
import { clearRecent } from '../conversations/recent-rows';
import { settleAll } from '../conversations/add';
import { hashBytes } from '../hash';

const SLOT_BITS: u32 = 16;
const SLOTS_BYTES: usize = 4 << 16;
/** First stream by hash; allocated when TCP is met, as few captures have it. */
let slots: usize = 0;
/** Streams lie in blocks of 1024, which stay for other streams. One more than the bound: a stream is added before another goes. */
const BLOCK_BITS: u32 = 10;
const blocks: usize = memory.data(4 * 66, 8);
/** Places that were ever taken, and the first of those that are free again; they are linked by `sameHash`. */
let taken: u32 = 0;
let free = changetype<Stream>(0);
let oldest = changetype<Stream>(0);
let newest = changetype<Stream>(0);
export let streamCount: u32 = 0;

/** Key of the stream that is looked for: length of the addresses, ports as they stand in a segment, addresses in 16 bytes each. Room for reading beyond. */
export const streamKey: usize = memory.data(48, 8);

/** Key of the other direction of that stream. */
const reverseKey: usize = memory.data(48, 8);

/** Forms the key of a segment whose header begins with its ports. */
export function keyOf(source: usize, destination: usize, addressLength: u32, ports: usize): void {
  store<u32>(streamKey, addressLength);
  store<u32>(streamKey, load<u32>(ports), 4);
  if (addressLength === 4) {
    store<u64>(streamKey, load<u32>(source), 8);
    store<u64>(streamKey, 0, 16);
    store<u64>(streamKey, load<u32>(destination), 24);
    store<u64>(streamKey, 0, 32);
  } else {
    copyWords(streamKey + 8, source, 16);
    copyWords(streamKey + 24, destination, 16);
  }
}

/** The stream of `streamKey`; 0 for none. */
export function findStream(): usize {
  return find(streamKey);
}

/** The other direction of `streamKey`; 0 where it was not met. */
export function findReverse(): usize {
  store<u32>(reverseKey, load<u32>(streamKey));
  store<u32>(reverseKey, rotl<u32>(load<u32>(streamKey, 4), 16), 4);
  copyWords(reverseKey + 8, streamKey + 24, 16);
  copyWords(reverseKey + 24, streamKey + 8, 16);
  return find(reverseKey);
}

function find(key: usize): usize {
  let at = load<usize>(slotOf(key));
  while (at !== 0 && !sameBytes(keyIn(at), key, STREAM_KEY_BYTES)) at = changetype<Stream>(at).sameHash;
  return at;
}

/** Adds the stream of `streamKey`, which is not there. */
export function addStream(): usize {
  const stream = room();
  const at = changetype<usize>(stream);
  copyWords(keyIn(at), streamKey, STREAM_KEY_BYTES);
  stream.next = 0;
  stream.first = 0;
  stream.flags = 0;
  clearRecent(recentIn(at));
  const slot = slotOf(streamKey);
  stream.sameHash = load<usize>(slot);
  store<usize>(slot, at);
  link(stream);
  streamCount++;
  stream.peer = findReverse();
  if (stream.peer !== 0) changetype<Stream>(stream.peer).peer = at;
  return at;
}

export function dropStream(at: usize): void {
  // Messages that wait note their conversations here.
  settleAll();
  const stream = changetype<Stream>(at);
  if (stream.peer !== 0) changetype<Stream>(stream.peer).peer = 0;
  let place = slotOf(keyIn(at));
  while (load<usize>(place) !== at) place = load<usize>(place) + offsetof<Stream>('sameHash');
  store<usize>(place, stream.sameHash);
  unlink(stream);
  streamCount--;
  stream.sameHash = changetype<usize>(free);
  free = stream;
}

/** The stream to give up first; 0 for none. */
export function oldestStream(): usize {
  while (changetype<usize>(oldest) !== 0 && (oldest.flags & STREAM_FLAG.Used) !== 0) {
    const stream = oldest;
    stream.flags &= ~STREAM_FLAG.Used;
    unlink(stream);
    link(stream);
  }
  return changetype<usize>(oldest);
}

/** Gives up streams beyond the bound. False where it is the turn of one that TypeScript has. */
export function boundStreams(): bool {
  while (streamCount > MAX_STREAMS) {
    const at = oldestStream();
    if (isElsewhere(at)) return false;
    dropStream(at);
  }
  return true;
}

/** Drops the streams that TypeScript does not have. */
export function dropPlainStreams(): void {
  for (let stream = oldest; changetype<usize>(stream) !== 0; ) {
    const next = changetype<Stream>(stream.newer);
    if (!isElsewhere(changetype<usize>(stream))) dropStream(changetype<usize>(stream));
    stream = next;
  }
}

/** Drops all streams at once. */
export function clearStreams(): void {
  if (taken === 0) return;
  if (slots !== 0) memory.fill(slots, 0, SLOTS_BYTES);
  taken = streamCount = 0;
  free = oldest = newest = changetype<Stream>(0);
}

/** Whether TypeScript has it. */
export function isElsewhere(at: usize): bool {
  return (changetype<Stream>(at).flags & STREAM_FLAG.Elsewhere) !== 0;
}

/** Where the conversations stand that it carried lately. */
export function recentIn(at: usize): usize {
  return keyIn(at) + STREAM_KEY_BYTES;
}

function keyIn(at: usize): usize {
  return at + offsetof<Stream>();
}

function slotOf(key: usize): usize {
  if (slots === 0) {
    slots = heap.alloc(SLOTS_BYTES);
    memory.fill(slots, 0, SLOTS_BYTES);
  }
  return slots + ((<usize>hashBytes(key, key + STREAM_KEY_BYTES) & ((1 << SLOT_BITS) - 1)) << 2);
}

function room(): Stream {
  if (changetype<usize>(free) !== 0) {
    const stream = free;
    free = changetype<Stream>(stream.sameHash);
    return stream;
  }
  const block = blocks + <usize>((taken >>> BLOCK_BITS) << 2);
  if (load<usize>(block) === 0) store<usize>(block, heap.alloc(<usize>(STREAM_BYTES << BLOCK_BITS)));
  const at = load<usize>(block) + <usize>((taken & ((1 << BLOCK_BITS) - 1)) * STREAM_BYTES);
  taken++;
  return changetype<Stream>(at);
}

function link(stream: Stream): void {
  const at = changetype<usize>(stream);
  stream.older = changetype<usize>(newest);
  stream.newer = 0;
  if (stream.older !== 0) newest.newer = at;
  else oldest = stream;
  newest = stream;
}

function unlink(stream: Stream): void {
  if (stream.older !== 0) changetype<Stream>(stream.older).newer = stream.newer;
  else oldest = changetype<Stream>(stream.newer);
  if (stream.newer !== 0) changetype<Stream>(stream.newer).older = stream.older;
  else newest = changetype<Stream>(stream.older);
}
