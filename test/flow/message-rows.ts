/** Message rows for tests of the ladder: a plain UDP message, changed as the test needs. */
import type { EventRow, MessageRow } from '../../src/engine/protocol/rows.js';
import type { EventKind } from '../../src/model/event-kinds.js';
import { messageId, rowId } from '../../src/model/ids.js';

let next = 0;

export function messageRow(changes: Partial<MessageRow> = {}): MessageRow {
  next++;
  return {
    id: messageId(next),
    conversation: rowId(0),
    callId: 'a@b',
    timeUs: 1_523_896_897_979_995 + next * 1000,
    dated: true,
    src: '10.0.0.1:5060',
    dst: '10.0.0.2:5060',
    transport: 'UDP',
    method: 'INVITE',
    status: null,
    reason: null,
    cseq: 1,
    cseqMethod: changes.method ?? 'INVITE',
    length: 500,
    fromTag: 1,
    toTag: 0,
    branch: 1,
    retransmission: false,
    copy: false,
    seenBy: null,
    sdp: false,
    truncated: false,
    malformed: false,
    tunnel: '',
    media: null,
    ...changes,
  };
}

/** An event between hosts named by letters, `ms` after the first message. */
export function happened(
  ms: number,
  arrow: string,
  kind: EventKind,
  detail: string | null,
  about: MessageRow | null = null,
): EventRow {
  const [src, dst] = arrow.split('>').map(letter => `10.0.0.${letter.charCodeAt(0) - 64}`);
  const timeUs = 1_523_896_897_979_995 + ms * 1000;
  const message = about?.id ?? null;
  return {
    kind,
    timeUs,
    dated: true,
    conversation: about?.conversation ?? rowId(0),
    message,
    src: src!,
    dst: dst!,
    detail,
  };
}

/** A request "A>B METHOD" or a response "B>A 180 Ringing INVITE" between hosts named by letters, `ms` after the first. */
export function exchange(
  ...steps: [ms: number, arrow: string, text: string, changes?: Partial<MessageRow>][]
): MessageRow[] {
  return steps.map(([ms, arrow, text, changes]) => {
    const [from, to] = arrow.split('>').map(letter => `10.0.0.${letter.charCodeAt(0) - 64}:5060`);
    const response = /^(\d{3}) (.*?)(?: \((\w+)\))?$/.exec(text);
    const kind = response
      ? { method: null, status: Number(response[1]), reason: response[2]!, cseqMethod: response[3] ?? 'INVITE' }
      : { method: text, cseqMethod: text };
    return messageRow({ src: from!, dst: to!, timeUs: 1_523_896_897_979_995 + ms * 1000, ...kind, ...changes });
  });
}
