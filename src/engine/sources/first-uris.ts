/** What From and To of the earliest message of conversations say: the tables have the users of their URIs only. */
import type { Conversations } from '../../conversations/conversations.js';
import type { RowId } from '../../model/ids.js';
import { firstUri } from '../../sip/headers/address.js';
import { FirstValues } from '../../sip/message/first-values.js';
import type { MessageReader } from './message-reader.js';

/** Null where the header is absent, or the message cannot be read. */
export interface Uris {
  From: string | null;
  To: string | null;
}

/** What they are read by. */
interface Readable {
  conversations: Conversations;
  reader: MessageReader;
}

/** Those of each row, in the order of the rows; the same object again and again. */
export function* firstUris({ conversations, reader }: Readable, rows: readonly RowId[]): Generator<Uris, void> {
  const { firstMessage } = conversations.table;
  const headers = new FirstValues(['From', 'To']);
  const uris: Uris = { From: null, To: null };
  for (const reread of reader.ahead().read(rows.map(row => firstMessage.get(row)))) {
    const bytes = reader.check(reread);
    const isGone = 'gone' in bytes;
    if (!isGone) headers.read(bytes);
    uris.From = isGone ? null : firstUri(headers.text(0) ?? '');
    uris.To = isGone ? null : firstUri(headers.text(1) ?? '');
    yield uris;
  }
}
