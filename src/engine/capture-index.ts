/**
 * Everything that grows with what is captured: the tables, and what reads them again. Closing a source replaces the
 * whole by a fresh one, so that nothing of the old is left behind.
 */
import type { Source } from '../capture/source.js';
import { Conversations } from '../conversations/conversations.js';
import { Eviction } from '../conversations/eviction.js';
import { type Accounts, sumOf } from '../decode/accounts.js';
import { Decoder } from '../decode/decoder.js';
import type { NewStream } from '../decode/streams/stream-table.js';
import type { LiveInput } from '../live/live-input.js';
import { messageId, rowId } from '../model/ids.js';
import { HeaderNames } from '../sip/headers/header-names.js';
import { CoreReader } from './ingest/core-reader.js';
import { CoreStreams } from './ingest/core-streams.js';
import { MessageIndexer } from './ingest/message-indexer.js';
import type { LiveSinks } from './live/live-sinks.js';
import { Files } from './sources/files.js';
import { MessageReader } from './sources/message-reader.js';
import { ReadMessage } from './sources/message-text.js';
import { type FoundOut, RowValues } from './search/row-values.js';
import { ListedConversations } from './requests/listed.js';
import { TableRows } from './requests/rows.js';
import { OpenFile } from './sources/open-file.js';
import { Remarks } from './sources/remarks.js';
import type { Secrets } from './sources/secrets.js';
import { SourceClock } from './sources/source-clock.js';
import { Spool } from './spool/spool.js';
import { TableSubject } from './search/subject.js';

export class CaptureIndex {
  readonly files = new Files();
  /** The opened sources, by number. */
  readonly sources = new Map<number, OpenFile>();
  readonly conversations = new Conversations(new HeaderNames());
  readonly eviction = new Eviction(this.conversations);
  readonly spool = new Spool(this.files, () => ({
    rows: rowId(this.conversations.count),
    messages: messageId(this.conversations.messages.count),
  }));
  readonly remarks = new Remarks();
  readonly coreReader = new CoreReader(this.conversations);
  readonly indexer: MessageIndexer;
  readonly clock = new SourceClock(this.conversations, this.sources);
  readonly reader = new MessageReader(this.conversations, this.files);
  readonly values: RowValues;
  readonly tableRows: TableRows;
  readonly listed: ListedConversations;
  readonly subject: TableSubject;
  readonly #secrets: Secrets;

  /** @param foundOut What is found out of conversations together. */
  constructor(sinks: LiveSinks, secrets: Secrets, foundOut: FoundOut) {
    this.#secrets = secrets;
    this.indexer = new MessageIndexer(this.conversations, this.spool, sinks, this.remarks);
    this.values = new RowValues(this.conversations, this.clock, foundOut);
    this.tableRows = new TableRows(this.values);
    this.listed = new ListedConversations(this.values);
    this.subject = new TableSubject(this.values, this.sources, id => {
      const bytes = this.reader.bytes(id);
      return 'gone' in bytes ? null : new ReadMessage(bytes);
    });
  }

  /** Accounts of the packets of all sources. */
  get accounts(): Accounts {
    return sumOf(Array.from(this.sources.values(), file => file.accounts));
  }

  /** Secrets of TLS connections were given. */
  get hasKeys(): boolean {
    return !this.#secrets.keyLog.isEmpty;
  }

  /** A decoder into these tables. @param sharesStreams The core reads the same packets: only one decoder at a time may share. */
  newDecoder(sharesStreams: boolean): Decoder {
    const { core } = this.conversations;
    const share = (make: NewStream) => new CoreStreams(core, make);
    return new Decoder(this.indexer, this.#secrets.keyLog, sharesStreams ? share : undefined);
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

  /** `leaves`: what was kept stays on the disk for the next run. */
  async close(leaves = false): Promise<void> {
    if (leaves) this.spool.leave();
    await this.files.close();
    if (!leaves) this.spool.close();
  }
}

/** The index of now. It may be another one after every `await`: read `current` each time. */
export class CurrentIndex {
  readonly #make: () => CaptureIndex;
  #current: CaptureIndex;

  constructor(sinks: LiveSinks, secrets: Secrets, foundOut: FoundOut) {
    this.#make = () => new CaptureIndex(sinks, secrets, foundOut);
    this.#current = this.#make();
  }

  get current(): CaptureIndex {
    return this.#current;
  }

  /** Puts an empty index in its place; returns the old one, which the caller closes. */
  replace(): CaptureIndex {
    const old = this.#current;
    this.#current = this.#make();
    return old;
  }
}
