/** The conversations that one direction of a connection carried last, as src/decode/streams/recent-conversations.ts keeps them: a count, where the next goes, rows. */
import { MAX_RECENT } from '../built/tables';

const ROWS: usize = 8;

export function clearRecent(at: usize): void {
  store<u64>(at, 0);
}

/** Notes a conversation, unless it is among the last. */
export function noteRecent(at: usize, row: i32): void {
  const count = load<u32>(at);
  for (let index: u32 = 0; index < count; index++) if (load<i32>(at + ROWS + <usize>(index << 2)) === row) return;
  if (count < MAX_RECENT) {
    store<i32>(at + ROWS + <usize>(count << 2), row);
    store<u32>(at, count + 1);
    return;
  }
  const next = load<u32>(at, 4);
  store<i32>(at + ROWS + <usize>(next << 2), row);
  store<u32>(at, (next + 1) & (MAX_RECENT - 1), 4);
}
