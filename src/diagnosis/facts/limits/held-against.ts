/** What rules of numbers say alike: slots, evidence, and whether the refusal is about the number at all. */
import type { Evidence } from '../../../conversations/evidence.js';
import type { Case } from '../../case.js';
import { isSameNumber, shapeText } from '../../numbers/number.js';
import type { NumberIn } from '../../numbers/identity.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import type { Slots } from '../../sentence.js';
import type { NumberSource } from './host-numbers.js';
import type { RefusedCall } from './refused-call.js';

/** Slots that all of them have: the status, who refused, and whom. */
export function pathSlots(c: Case, { invite }: RefusedCall): { status: number; peer: string; source: string } {
  return { status: invite.status, peer: c.host(invite.destination), source: c.host(invite.source) };
}

/** What makes findings one incident: the way of the call, and the shape of the number. */
export function pathSlot({ peer, source }: { peer: string; source: string }, shape: string): Slots {
  return { path: `${peer} from ${source}: ${shape}` };
}

export function formOf({ number }: NumberIn): string {
  return shapeText(number.shape);
}

/** An accepted call to the same number: the one called is not what is refused. */
export function acceptedThere({ admitted, call }: RefusedCall): SeenCall | undefined {
  return admitted.find(({ identity }) => isSameNumber(identity.called, call.identity.called));
}

/** The INVITE of a call with the header that has a number, and what shows that the call was accepted. */
export function acceptedEvidence(c: Case, call: SeenCall, header: string | null, shows: string): Evidence[] {
  return [
    c.shows(call.invite, shows, header ?? undefined),
    ...(call.answer < 0 ? [] : [c.shows(call.answer, `accepted: ${c.statusText(call.answer)}`)]),
  ];
}

/** What shows that a number is a host's own. */
export function ownEvidence(c: Case, { call, as, header }: NumberSource, number: string, host: string): Evidence[] {
  if (as === 'called') return acceptedEvidence(c, call, null, `a call to ${number} that ${host} took`);
  return acceptedEvidence(c, call, header, as === 'caller' ? 'an accepted caller' : 'accepted as who diverts');
}

/** The refused INVITE with the header of a number, and the refusal. */
export function refusedEvidence(c: Case, { invite }: RefusedCall, header: string | null, shows: string): Evidence[] {
  return [
    c.shows(invite.request, shows, header ?? undefined),
    c.shows(invite.final, `refused: ${c.statusText(invite.final)}`),
  ];
}

/** "the caller, and no P-Asserted-Identity". */
export function callerShows({ call }: RefusedCall): string {
  return call.identity.caller.header === 'From' ? 'the caller, and no P-Asserted-Identity' : 'the caller';
}
