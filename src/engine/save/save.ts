/**
 * Saves conversations to a file: never over one unless told to, and never a half-written one. Everything is written beside
 * the file first, and takes its name when it is complete. Where there is nothing to save, no file is made.
 */
import { accessSync, closeSync, constants, lstatSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Conversations } from '../../conversations/conversations.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { errorCode, errorText } from '../../format/errors.js';
import type { FormatName } from '../../model/formats.js';
import type { CaptureIndex } from '../capture-index.js';
import type { SaveRequests } from '../protocol/requests.js';
import { createFile, isNoFile, nameBeside, takeName } from './new-file.js';
import { OutputFile, pauses } from './output-file.js';
import { WRITERS } from './writers.js';

type Answer = SaveRequests['save']['answer'];

/** No conversation, no file: one that exists is left as it is. */
const NOTHING_WRITTEN: Answer = { conversations: 0, messages: 0, packets: 0, bytes: 0 };

/** `saved` is called with each message of the file when that is complete. */
export async function save(
  index: CaptureIndex,
  rows: readonly RowId[],
  path: string,
  format: FormatName,
  overwrite: boolean,
  stop: AbortSignal,
  saved: (id: MessageId) => void,
): Promise<Answer> {
  if (rows.length === 0) return NOTHING_WRITTEN;
  const partial = nameBeside(path);
  let target: FileHandle;
  try {
    target = await openBeside(path, partial, overwrite);
  } catch (error) {
    return errorCode(error) === 'EEXIST'
      ? { exists: true }
      : { failed: `${path} cannot be written: ${errorText(error)}.` };
  }
  try {
    const ids = await messagesOf(index.conversations, rows);
    const out = new OutputFile(target, stop);
    const packets = await WRITERS[format](index, ids, out);
    if (typeof packets === 'string') throw new Error(packets);
    if (packets === 0) throw new Error('what carried these messages is no longer kept');
    await out.close();
    takeName(partial, path);
    for (const id of ids) saved(id);
    return { conversations: rows.length, messages: ids.length, packets, bytes: out.length };
  } catch (error) {
    await target.close().catch(() => undefined);
    await rm(partial, { force: true });
    if (!overwrite) await rm(path, { force: true });
    return { failed: `Nothing was saved: ${errorText(error)}.` };
  }
}

/** Takes the name at once, so that nothing can appear there while the packets are gathered. Throws where that fails. */
async function openBeside(path: string, partial: string, overwrite: boolean): Promise<FileHandle> {
  const target = await open(partial, 'wx', 0o600);
  try {
    if (overwrite) mayReplace(path);
    else closeSync(createFile(path));
    return target;
  } catch (error) {
    await target.close();
    await rm(partial, { force: true });
    throw error;
  }
}

/** Throws where what is at a path may not be replaced by a file; that nothing is there is no reason. */
function mayReplace(path: string): void {
  if (isNoFile(path)) throw new Error('it is no file');
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) accessSync(path, constants.W_OK);
}

/** Their messages, in time order. */
async function messagesOf(conversations: Conversations, rows: readonly RowId[]): Promise<MessageId[]> {
  const ids: MessageId[] = [];
  const pause = pauses();
  for (const row of rows) {
    for (const id of conversations.messagesOf(row)) ids.push(id);
    await pause();
  }
  const { orderUs } = conversations.messages;
  return ids.sort((a, b) => orderUs.get(a) - orderUs.get(b) || a - b);
}
