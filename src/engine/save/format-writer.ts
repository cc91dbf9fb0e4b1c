/** What writes messages to a file in one format. */
import type { MessageId } from '../../model/ids.js';
import type { CaptureIndex } from '../capture-index.js';
import type { OutputFile } from './output-file.js';

/**
 * Writes what the format holds of these messages, given in order of time. Returns how many packets, or messages where it holds no
 * packets; or a sentence why it cannot hold them.
 */
export type FormatWriter = (
  index: CaptureIndex,
  ids: readonly MessageId[],
  out: OutputFile,
) => Promise<number | string>;
