/**
 * The bytes of messages, read again from where they are, and checked to be the message that was listed: files change.
 */
import type { Conversations } from '../../conversations/conversations.js';
import type { PacketRef } from '../../decode/decoded-message.js';
import type { MessageId } from '../../model/ids.js';
import { wholeNumber } from '../../sip/framing/bytes.js';
import { type BranchAndTags, branchAndTags } from '../../sip/message/branch-and-tags.js';
import { FirstValues } from '../../sip/message/first-values.js';
import { parseMessage } from '../../sip/message/message.js';
import type { Files } from './files.js';
import { messageBytes } from './message-bytes.js';
import { ReadAhead, type Reread } from './read-ahead.js';

const GONE = 'The file no longer holds this message: it was changed or cut since it was read.';
const NEVER_KEPT = 'The text of this message could not be kept when it arrived.';

/** The headers that tell one message from another, and their places. */
const IDENTITY = ['Call-ID', 'CSeq'];
const CALL_ID = 0;
const CSEQ = 1;

/** Why a message cannot be read. */
export interface Gone {
  gone: string;
}

export class MessageReader {
  readonly #conversations: Conversations;
  readonly #files: Files;
  readonly #identity = new FirstValues(IDENTITY);

  constructor(conversations: Conversations, files: Files) {
    this.#conversations = conversations;
    this.#files = files;
  }

  /** The bytes of one message in an array of their own; or a sentence why they cannot be read. */
  bytes(id: MessageId): Uint8Array | Gone {
    return this.check({ id, bytes: messageBytes(this.#conversations.messages, this.#files, id) });
  }

  /** For many messages: reads them in the order in which they lie. */
  ahead(): ReadAhead {
    return new ReadAhead(this.#conversations.messages, this.#files);
  }

  /** The bytes that were read where a message was; or a sentence why they are not that message. */
  check({ id, bytes }: Reread): Uint8Array | Gone {
    const { messages } = this.#conversations;
    if (messages.file.get(id) === 0) return { gone: NEVER_KEPT };
    return bytes.length === messages.length.get(id) && this.#isMessage(id, bytes) ? bytes : { gone: GONE };
  }

  /** Branch and tags of a message as text, or why its bytes cannot be read; the tables have their hashes. */
  branchAndTags(id: MessageId): BranchAndTags | Gone {
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
    const identity = this.#identity;
    identity.read(bytes);
    const { starts, ends } = identity;
    const cseq = Math.max(0, wholeNumber(bytes, starts[CSEQ]!, ends[CSEQ]!));
    if (cseq !== messages.cseq.get(id)) return false;
    // One without a Call-ID is listed with the empty one.
    const start = Math.max(0, starts[CALL_ID]!);
    return callIds.is(messages.conversation.get(id), bytes, start, Math.max(0, ends[CALL_ID]!));
  }
}
