/** Legs of calls in short lines, as scripts of conversations (test/conversations/script.ts). */
import { Calls } from '../../src/calls/calls.js';
import type { Conversations } from '../../src/conversations/conversations.js';
import { rowId } from '../../src/model/ids.js';
import { index, messages } from '../conversations/script.js';

/** The calls of a script, whole at once. */
export function callsOf(script: string): { calls: Calls; conversations: Conversations } {
  const calls = new Calls();
  const conversations = index(messages(script));
  follow(calls, conversations);
  return { calls, conversations };
}

/** The calls of a script, looked at after each message as live traffic is. */
export function callsLive(script: string): Calls {
  const calls = new Calls();
  index(messages(script), conversations => follow(calls, conversations));
  return calls;
}

/** Tells of what changed, and looks at it. */
export function follow(calls: Calls, conversations: Conversations): void {
  conversations.core.exports.settleAll();
  conversations.core.renew();
  calls.changed(conversations.takeChanged(), conversations);
  for (const _ of calls.settle());
}

/** The legs of each call that has several. */
export function joined(calls: Calls, count = 16): number[][] {
  return Array.from({ length: count }, (_, row) => rowId(row))
    .filter(row => calls.of(row) === row && calls.legs(row).length > 1)
    .map(call => [...calls.legs(call)]);
}

/** A leg from one host to another: INVITE, ringing, answer, BYE of the caller, at seconds, with options for its INVITE. */
export function leg(id: string, way: string, [invite, ring, answer, bye]: readonly number[], options = ''): string {
  const back = way.split('>').reverse().join('>');
  return `
    ${invite} ${way} INVITE 1 id=${id} from=${id} ${options}
    ${ring} ${back} 180_Ringing 1 id=${id} from=${id} to=t
    ${answer} ${back} 200_OK 1 id=${id} from=${id} to=t
    ${answer! + 0.01} ${way} ACK 1 id=${id} from=${id} to=t branch=k
    ${bye} ${way} BYE 2 id=${id} from=${id} to=t
    ${bye! + 0.01} ${back} 200_OK 2 of=BYE id=${id} from=${id} to=t`;
}

/** The lines of scripts in order of time. */
export function inOrder(...scripts: string[]): string {
  const lines = scripts.flatMap(script => script.split('\n').filter(line => line.trim() !== ''));
  return lines.sort((one, other) => Number.parseFloat(one) - Number.parseFloat(other)).join('\n');
}
