/** What speaks for a NAT or a stateful firewall in front of a host that fell silent, besides its silence. */
import { MESSAGE } from '../../../conversations/message-table.js';
import type { Evidence } from '../../../conversations/evidence.js';
import type { MessageId } from '../../../model/ids.js';
import type { Case } from '../../case.js';
import type { Transaction } from '../../transactions.js';
import { isAddress, isHostOf, sentBy } from './hosts-named.js';
import { lastsFor, registeredAt } from '../users/registered.js';
import { backFrom } from './silent-hop.js';

/** Ports of one host that are looked at. */
const MAX_PORTS = 16;

/** What was seen, each as evidence: the host is behind a NAT, or it still expected to be reached. */
export function signsOfBinding(c: Case, silent: Transaction, heardLast: MessageId, untilUs: number): Evidence[] {
  return [
    translated(c, silent.destination, heardLast),
    registered(c, silent, c.timeUs(heardLast)),
    calledAgain(c, silent.destination, untilUs),
    movedOn(c, silent),
  ].filter(each => each !== undefined);
}

/** A request of it says that it was sent by another address. */
function translated(c: Case, endpoint: number, heardLast: MessageId): Evidence | undefined {
  const { messages } = c.conversations;
  const request = [...backFrom(c, heardLast)].findLast(
    id => messages.source.get(id) === endpoint && !messages.has(id, MESSAGE.Response),
  );
  const host = request === undefined ? undefined : sentBy(c, request);
  if (request === undefined || host === undefined || !isAddress(host) || isHostOf(c, host, endpoint)) return undefined;
  return c.shows(request, 'it has another address behind a NAT', 'Via');
}

/** It had registered for longer. */
function registered(c: Case, { source, destination, request }: Transaction, heardUs: number): Evidence | undefined {
  const { messages } = c.conversations;
  const sentUs = c.timeUs(request);
  for (const each of registeredAt(c, source, sentUs)) {
    if (messages.source.get(each.request) !== destination) continue;
    const seconds = lastsFor(c, each);
    if (seconds === undefined || seconds * 1e6 <= 2 * (sentUs - heardUs)) continue;
    if (messages.timeUs.get(each.response) + seconds * 1e6 < sentUs) continue;
    return c.shows(each.response, `registered for ${seconds} s`);
  }
  return undefined;
}

/** It sent a request of its own afterwards: it was there all the time. */
function calledAgain(c: Case, endpoint: number, untilUs: number): Evidence | undefined {
  const next = c.knowledge.peers.heard(endpoint)?.firstAfter(untilUs);
  return next === undefined || next.message < 0 ? undefined : c.shows(next.message, 'it is heard again of its own');
}

/** Its address is heard from another port, which was not heard before. */
function movedOn(c: Case, { destination, request }: Transaction): Evidence | undefined {
  const { peers } = c.knowledge;
  const sentUs = c.timeUs(request);
  for (const port of peers.portsOf(destination).slice(0, MAX_PORTS)) {
    const heard = peers.heard(port);
    if (port === destination || heard === undefined || heard.lastBefore(sentUs) !== undefined) continue;
    const next = heard.firstAfter(sentUs);
    if (next !== undefined && next.message >= 0) return c.shows(next.message, `now it is at ${c.peer(port)}`);
  }
  return undefined;
}
