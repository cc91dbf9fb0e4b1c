/** What else a conversation holds, in words: they follow the verdict in its sentence. */
import type { RowId } from '../model/ids.js';
import { METHOD } from '../sip/headers/methods.js';
import { CONVERSATION } from './conversation-table.js';
import type { Conversations } from './conversations.js';
import type { OtherRequest } from './other-requests.js';
import { STATE } from './states.js';

/** States that say themselves that the latest attempt succeeded. */
const SUCCEEDED: ReadonlySet<number> = new Set([
  STATE.InCall,
  STATE.Completed,
  STATE.Registered,
  STATE.Unregistered,
  STATE.Answered,
]);

/** "registered before", "OPTIONS answered after", in the order of time; most conversations hold nothing else. */
export function besides(conversations: Conversations, row: RowId, state: number): string[] {
  const { table, messages, others } = conversations;
  const said = table.has(row, CONVERSATION.Mixed)
    ? others.of(row).map(other => otherRequest(conversations, other))
    : [];
  if (SUCCEEDED.has(state) || !table.has(row, CONVERSATION.SucceededBefore)) return said;
  const isRegister = messages.method.get(table.latestAttempt.get(row)) === METHOD.REGISTER;
  return [isRegister ? 'registered before' : 'answered before', ...said];
}

function otherRequest(conversations: Conversations, { attempt, answer, when }: OtherRequest): string {
  const { messages, methods } = conversations;
  const method = messages.method.get(attempt);
  const name = methods.text(method);
  if (answer < 0) return `no reply to ${name} ${when}`;
  const status = messages.status.get(answer);
  switch (conversations.stateOfAnswered(attempt, answer)) {
    case STATE.Registered:
      return `registered ${when}`;
    case STATE.Unregistered:
      return `unregistered ${when}`;
    case STATE.Answered:
      return `${name} answered ${when}`;
    case STATE.Challenged:
      return `${name} challenged ${when}`;
    default:
      return `${name} rejected with ${status} ${when}`;
  }
}
