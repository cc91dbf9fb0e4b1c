/** Which side of a conversation offers SDP, and the software of each. */
import { CONVERSATION, Conversation, MESSAGE, Message } from '../built/tables';
import { isFromCaller } from './attempts';
import { has, isFlagged, messageAt, setFlags } from './tables';

/** Notes what a message tells of the side that sent it. */
export function noteSide(conversation: Conversation, message: Message): void {
  const agent = message.agent;
  const hasSdp = isFlagged(message, MESSAGE.Sdp);
  if (agent === 0 && !hasSdp) return;
  const attempt = conversation.latestAttempt;
  const fromCaller = isFromCaller(messageAt(attempt < 0 ? conversation.firstMessage : attempt), message);
  if (hasSdp) setFlags(conversation, fromCaller ? CONVERSATION.SdpFromCaller : CONVERSATION.SdpFromCallee);
  const known = fromCaller ? CONVERSATION.CallerAgent : CONVERSATION.CalleeAgent;
  if (agent === 0 || has(conversation, known)) return;
  setFlags(conversation, known);
  if (fromCaller) conversation.callerAgent = agent;
  else conversation.calleeAgent = agent;
}
