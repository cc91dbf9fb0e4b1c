/**
 * The two ends of messages whose source tells no addresses (a mail, a ticket, a log). In: messages in time order. Out: for each which
 * end sent it and which got it. The tags say so (RFC 3261 section 12): From has the tag of who asks, To that of who is asked.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import type { RowId } from '../model/ids.js';

export type Ends = readonly [source: string, destination: string];

/** What the ends are called, by the method that begins the conversation; those of a call where it is another. */
const NAMES: Readonly<Record<string, Ends>> = { REGISTER: ['user agent', 'registrar'] };
const OF_A_CALL: Ends = ['caller', 'callee'];

/** All names of ends, which are no addresses. */
export const NAMELESS: ReadonlySet<string> = new Set([OF_A_CALL, ...Object.values(NAMES)].flat());

interface Sides {
  names: Ends;
  /** Tags of the end that was asked first. */
  asked: Set<number>;
  /** Tags of the end that asked first. */
  asking: Set<number>;
}

/** Gives the ends of a message that has no addresses. O(messages). */
export function namelessEnds(rows: readonly MessageRow[]): (row: MessageRow) => Ends {
  const conversations = new Map<RowId, Sides>();
  for (const row of rows) {
    const sides = conversations.get(row.conversation) ?? begun(row);
    conversations.set(row.conversation, sides);
    const { fromTag, toTag } = row;
    // A registration is renewed, and a request repeated with credentials, with another tag of its own.
    if (!sides.asked.has(fromTag) && fromTag !== 0) sides.asking.add(fromTag);
    if (toTag !== 0 && !sides.asking.has(toTag) && sides.asking.has(fromTag)) sides.asked.add(toTag);
  }
  return row => {
    const sides = conversations.get(row.conversation);
    const [asking, asked] = sides?.names ?? OF_A_CALL;
    const isTurned = sides?.asked.has(row.fromTag) ?? false;
    // A response travels against its request.
    return isTurned === (row.method === null) ? [asking, asked] : [asked, asking];
  };
}

function begun({ method, cseqMethod }: MessageRow): Sides {
  const kind = method ?? cseqMethod ?? '';
  const names = (Object.hasOwn(NAMES, kind) ? NAMES[kind] : undefined) ?? OF_A_CALL;
  return { names, asked: new Set(), asking: new Set() };
}
