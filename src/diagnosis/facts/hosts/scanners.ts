/** Programs that look for servers and accounts to abuse, by the name they give themselves. Not those that others build upon. */
import type { Conversations } from '../../../conversations/conversations.js';
import type { MessageId } from '../../../model/ids.js';

const SCANNERS = /friendly-scanner|sipvicious|sundayddr|^sipcli\b|^pplsip\b|^iwar\b/i;

/** Whether agents are scanners, by their numbers: below 65,536 of each capture. */
const known = new WeakMap<Conversations, Map<number, boolean>>();

/** The name of the scanner that sent a message; undefined where it was none. */
export function scannerOf(conversations: Conversations, id: MessageId): string | undefined {
  const { messages, agents } = conversations;
  const agent = id < 0 ? 0 : messages.agent.get(id);
  if (agent === 0) return undefined;
  let scanners = known.get(conversations);
  if (scanners === undefined) {
    scanners = new Map();
    known.set(conversations, scanners);
  }
  let isScanner = scanners.get(agent);
  if (isScanner === undefined) {
    isScanner = SCANNERS.test(agents.text(agent));
    scanners.set(agent, isScanner);
  }
  return isScanner ? agents.text(agent) : undefined;
}
