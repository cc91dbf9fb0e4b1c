/**
 * The bytes of messages, read again from where they are, and checked to be the message that was listed: files change.
 */
import type { Conversations } from '../../conversations/conversations.js';
import type { PacketRef } from '../../decode/decoded-message.js';
import type { MessageId } from '../../model/ids.js';
import { type BranchAndTags, branchAndTags } from '../../sip/message/branch-and-tags.js';
import { parseMessage } from '../../sip/message/message.js';
import type { ScannedMessage } from '../../sip/scan/scanned-message.js';
import type { Blocks } from './blocks.js';
import type { Files } from './files.js';
import { messageBytes } from './message-bytes.js';

const GONE = 'The file no longer holds this message: it was changed or cut since it was read.';
const NEVER_KEPT = 'The text of this message could not be kept when it arrived.';

export class MessageReader {
  readonly #conversations: Conversations;
  readonly #files: Files;
  readonly #blocks: Blocks;
  readonly #scanned: ScannedMessage;

  constructor(conversations: Conversations, files: Files, blocks: Blocks) {
    this.#conversations = conversations;
    this.#files = files;
    this.#blocks = blocks;
    this.#scanned = conversations.scan;
  }

  /** The bytes of a message in an array of their own; or a sentence why they cannot be read. */
  bytes(id: MessageId): Uint8Array | { gone: string } {
    return this.#read(id, this.#files.bytesAt.bind(this.#files));
  }

  /** For reading many that are close together: a view of a larger block, not to be changed or handed out. */
  sharedBytes(id: MessageId): Uint8Array | { gone: string } {
    return this.#read(id, this.#blocks.bytes.bind(this.#blocks));
  }

  #read(id: MessageId, read: Files['bytesAt']): Uint8Array | { gone: string } {
    const { messages } = this.#conversations;
    if (messages.file.get(id) === 0) return { gone: NEVER_KEPT };
    const bytes = messageBytes(messages, id, read);
    return bytes.length === messages.length.get(id) && this.#isMessage(id, bytes) ? bytes : { gone: GONE };
  }

  /** Branch and tags of a message as text, or why its bytes cannot be read; the tables have their hashes. */
  branchAndTags(id: MessageId): BranchAndTags | { gone: string } {
    const bytes = this.bytes(id);
    return 'gone' in bytes ? bytes : branchAndTags(parseMessage(bytes));
  }

  /** The packets that carried a message, in the order of its bytes. */
  packetsOf(id: MessageId): PacketRef[] {
    const { messages } = this.#conversations;
    const parts = messages.partsOf(id);
    if (parts.length > 0) return parts;
    return [{ file: messages.file.get(id), recordOffset: messages.recordOffset.get(id) }];
  }

  /** Compares Call-ID and CSeq: enough to notice a file that was overwritten. */
  #isMessage(id: MessageId, bytes: Uint8Array): boolean {
    const { messages, callIds } = this.#conversations;
    const scanned = this.#scanned;
    scanned.scan(bytes, 0, bytes.length);
    return (
      scanned.cseq === messages.cseq.get(id) &&
      callIds.find(bytes.subarray(scanned.callIdStart, scanned.callIdEnd)) === messages.conversation.get(id)
    );
  }
}
