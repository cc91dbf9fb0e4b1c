/**
 * Saves conversations to a file: never over one unless told to, and never a half-written one. Everything is written beside
 * the file first, and takes its name when it is complete.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { errorCode, errorText } from '../../format/errors.js';
import type { FormatName } from '../../model/formats.js';
import type { CaptureIndex } from '../capture-index.js';
import type { SaveRequests } from '../protocol/requests.js';
import { OutputFile, pauses } from './output-file.js';
import { WRITERS } from './writers.js';

type Answer = SaveRequests['save']['answer'];

/** `saved` is called with each message of the file when that is complete. */
export async function save(
  index: CaptureIndex,
  rows: readonly RowId[],
  path: string,
  format: FormatName,
  overwrite: boolean,
  saved: (id: MessageId) => void,
): Promise<Answer> {
  const partial = `${path}.partial-${process.pid}`;
  let target: FileHandle;
  try {
    // Take the name at once, so that nothing can appear there while the packets are gathered.
    const flags = constants.O_WRONLY | constants.O_CREAT | (overwrite ? 0 : constants.O_EXCL);
    await (await open(path, flags, 0o644)).close();
    target = await open(partial, 'w', 0o644);
  } catch (error) {
    return errorCode(error) === 'EEXIST'
      ? { exists: true }
      : { failed: `${path} cannot be written: ${errorText(error)}` };
  }
  try {
    const ids = await messagesOf(index.conversations, rows);
    const out = new OutputFile(target);
    const packets = await WRITERS[format](index, ids, out);
    if (typeof packets === 'string') throw new Error(packets);
    await out.flush();
    await target.close();
    await rename(partial, path);
    for (const id of ids) saved(id);
    return { conversations: rows.length, messages: ids.length, packets, bytes: out.length };
  } catch (error) {
    await target.close().catch(() => undefined);
    await rm(partial, { force: true });
    if (!overwrite) await rm(path, { force: true });
    return { failed: `Nothing was saved: ${errorText(error)}` };
  }
}

/** Their messages, in time order. */
async function messagesOf(conversations: Conversations, rows: readonly RowId[]): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  const pause = pauses();
  for (const row of rows) {
    for (const id of conversations.messagesOf(row)) ids.push(id);
    await pause();
  }
  const { timeUs } = conversations.messages;
  return ids.sort((a, b) => timeUs.get(a) - timeUs.get(b) || a - b);
}
