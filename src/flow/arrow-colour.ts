/** The colour of an arrow, as a role: by response class, method or conversation. */
import type { MessageRow } from '../engine/protocol/rows.js';
import type { Role } from '../terminal/line.js';

export const COLOURINGS = ['status', 'method', 'call-id'] as const;

/** What colours distinguish: the class of a response, the method of its transaction, or the conversation. */
export type Colouring = (typeof COLOURINGS)[number];

/** The class of a response (RFC 3261 section 7.2); a challenge is no failure. */
export function statusRole(status: number): Role {
  if (status < 200) return 'provisional';
  if (status < 300) return 'success';
  if (status < 400) return 'redirect';
  return status === 401 || status === 407 ? 'warning' : 'failure';
}

const METHOD_ROLES: ReadonlyMap<string, Role> = new Map(
  Object.entries<Role>({
    INVITE: 'request',
    ACK: 'success',
    BYE: 'failure',
    CANCEL: 'failure',
    REGISTER: 'redirect',
    OPTIONS: 'provisional',
  }),
);

/** Methods that are neither calls nor registrations share one colour. */
export function methodRole(method: string | null): Role {
  return METHOD_ROLES.get(method ?? '') ?? 'plain';
}

const CONVERSATION_ROLES: readonly Role[] = ['request', 'success', 'redirect', 'provisional', 'failure', 'name'];

/** Neighbours differ; the six colours repeat. */
export function conversationRole(order: number): Role {
  return CONVERSATION_ROLES[order % CONVERSATION_ROLES.length]!;
}

/** The role of an arrow; `order`: position of its conversation among those shown. */
export function arrowRole(row: MessageRow, by: Colouring, order: number): Role {
  if (by === 'method') return methodRole(row.method ?? row.cseqMethod);
  if (by === 'call-id') return conversationRole(order);
  return row.status === null ? 'request' : statusRole(row.status);
}
