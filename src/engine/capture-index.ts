/**
 * Everything that grows with the capture, as one. In: opened files. Out: the tables and what reads them. Closing a source
 * replaces the whole by a fresh one: nothing of the old is left behind.
 */
import { Conversations } from '../conversations/conversations.js';
import { LetGo } from '../conversations/let-go.js';
import { CONVERSATION } from '../conversations/conversation-table.js';
import { STATE } from '../conversations/states.js';
import { type Accounts, sumOf } from '../decode/accounts.js';
import { Decoder } from '../decode/decoder.js';
import { HeaderNames } from '../sip/header-names.js';
import { Blocks } from './sources/blocks.js';
import { Files, OpenFile } from './sources/files.js';
import { HeaderColumn } from './search/header-columns.js';
import { Intake } from './intake.js';
import { MessageReader } from './sources/message-reader.js';
import { ReadMessage } from './sources/message-text.js';
import { Moments } from './sources/source-clock.js';
import type { Outlets } from './live/live-sinks.js';
import type { Secrets } from './sources/secrets.js';
import { Spool } from './spool/spool.js';
import { TableSubject } from './subject.js';
import type { Source } from '../capture/source.js';
import type { LiveInput } from '../live/live-input.js';

export class CaptureIndex {
  readonly files = new Files();
  /** The opened sources, by number. */
  readonly sources = new Map<number, OpenFile>();
  readonly conversations = new Conversations(new HeaderNames());
  readonly letGo = new LetGo(this.conversations);
  readonly spool = new Spool(this.files, () => ({
    rows: this.conversations.count,
    messages: this.conversations.messages.count,
  }));
  readonly intake: Intake;
  readonly moments = new Moments(this.conversations, this.sources);
  readonly blocks = new Blocks(this.files);
  readonly reader = new MessageReader(this.conversations, this.files, this.blocks);
  readonly subject = new TableSubject(this.conversations, this.moments, this.sources, id => {
    const bytes = this.reader.sharedBytes(id);
    return 'gone' in bytes ? null : new ReadMessage(bytes);
  });
  readonly #headerColumns = new Map<string, HeaderColumn>();

  readonly #secrets: Secrets;

  constructor(outlets: Outlets, secrets: Secrets) {
    this.#secrets = secrets;
    this.intake = new Intake(this.conversations, this.spool, outlets);
  }

  /** What became of the packets of all sources. */
  get accounts(): Accounts {
    return sumOf(Array.from(this.sources.values(), file => file.accounts));
  }

  /** Secrets of TLS connections were given. */
  get hasKeys(): boolean {
    return !this.#secrets.keyLog.isEmpty;
  }

  /** A decoder into these tables. */
  newDecoder(): Decoder {
    return new Decoder(this.intake, this.#secrets.keyLog);
  }

  /** Takes a source in; undefined where there are too many. */
  add(source: Source, input: LiveInput | null): OpenFile | undefined {
    const id = this.files.add(source);
    if (id === undefined) return undefined;
    const file = new OpenFile(id, source, input);
    this.sources.set(id, file);
    this.#secrets.addSource(source);
    return file;
  }

  /** The column of a header, made on first use. */
  headerColumn(name: string): HeaderColumn {
    const key = name.toLowerCase();
    let column = this.#headerColumns.get(key);
    if (!column) {
      column = new HeaderColumn(name, this.conversations, this.reader);
      this.#headerColumns.set(key, column);
    }
    return column;
  }

  /** Conversations that still wait for an answer: their state changes with the clock, without a message. */
  *waiting(): Generator<number> {
    const { table, rows } = this.conversations;
    for (const row of rows) {
      const state = table.state.get(row);
      const waits = state === STATE.Calling || state === STATE.Pending;
      if (waits && !table.has(row, CONVERSATION.Final)) yield row;
    }
  }

  /** `leaves`: what was kept stays on the disk for the next run. */
  async close(leaves = false): Promise<void> {
    if (leaves) this.spool.leave();
    await this.files.close();
    if (!leaves) this.spool.close();
  }
}
