/**
 * Tells apart the two ends of messages whose source gives no addresses (a mail, a ticket, a log). Tags do (RFC 3261
 * section 12): From has the tag of the end that sends the request, To that of the end that receives it.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import type { RowId } from '../model/ids.js';

export type Ends = readonly [source: string, destination: string];

/** Names of the ends by the method that begins the conversation; other methods use those of a call. */
const NAMES: Readonly<Record<string, Ends>> = { REGISTER: ['user agent', 'registrar'] };
const OF_A_CALL: Ends = ['caller', 'callee'];

/** All names of ends that have no address. */
export const NAMELESS: ReadonlySet<string> = new Set([OF_A_CALL, ...Object.values(NAMES)].flat());

interface Sides {
  names: Ends;
  /** Tags of the end that received the first request. */
  responder: Set<number>;
  /** Tags of the end that sent the first request. */
  requester: Set<number>;
}

/** Returns the ends of a message without addresses. O(messages). */
export function namelessEnds(rows: readonly MessageRow[]): (row: MessageRow) => Ends {
  const conversations = new Map<RowId, Sides>();
  for (const row of rows) {
    const sides = conversations.get(row.conversation) ?? begun(row);
    conversations.set(row.conversation, sides);
    const { fromTag, toTag } = row;
    // A renewed registration, or a request repeated with credentials, may have another From tag.
    if (!sides.responder.has(fromTag) && fromTag !== 0) sides.requester.add(fromTag);
    if (toTag !== 0 && !sides.requester.has(toTag) && sides.requester.has(fromTag)) sides.responder.add(toTag);
  }
  return row => {
    const sides = conversations.get(row.conversation);
    const [requester, responder] = sides?.names ?? OF_A_CALL;
    const isTurned = sides?.responder.has(row.fromTag) ?? false;
    // A response travels against its request.
    return isTurned === (row.method === null) ? [requester, responder] : [responder, requester];
  };
}

function begun({ method, cseqMethod }: MessageRow): Sides {
  const kind = method ?? cseqMethod ?? '';
  const names = (Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined) ?? OF_A_CALL;
  return { names, responder: new Set(), requester: new Set() };
}
