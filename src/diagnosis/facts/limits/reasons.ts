/** What a response says of why (RFC 3326): causes of the telephone network (Q.850), and statuses passed on. */
import type { Case } from '../../case.js';
import type { MessageId } from '../../../model/ids.js';
import { quoted } from '../../../format/excerpts.js';

export interface Reason {
  protocol: 'Q.850' | 'SIP';
  cause: number;
  /** What it says in words; "" where it says nothing. */
  text: string;
  /** The header that has it. */
  header: string;
}

/** A longer header says no more. */
const MAX_VALUE = 1024;
const MAX_HEADERS = 8;
/** Headers with the number of a cause and nothing else. */
const BARE_CAUSES = ['X-Asterisk-HangupCauseCode'];

/** The reasons of a message, in their order; none where its conversation has no such header. */
export function reasonsOf(c: Case, id: MessageId): Reason[] {
  const found: Reason[] = [];
  if (c.mightHave('Reason'))
    for (const value of c.headers(id, 'Reason').slice(0, MAX_HEADERS)) found.push(...reasonsIn(value));
  for (const header of BARE_CAUSES) {
    if (!c.mightHave(header)) continue;
    const cause = causeOf(c.header(id, header));
    if (cause !== undefined) found.push({ protocol: 'Q.850', cause, text: '', header });
  }
  return found;
}

/** The first cause of the telephone network that a message names; undefined where it names none. */
export function q850Of(c: Case, id: MessageId): Reason | undefined {
  return reasonsOf(c, id).find(({ protocol }) => protocol === 'Q.850');
}

/** 'Q.850;cause=16;text="Normal", SIP;cause=200': values are separated by commas outside quotes. */
export function reasonsIn(value: string): Reason[] {
  const parts = value.slice(0, MAX_VALUE).match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return parts.slice(0, MAX_HEADERS).flatMap(part => {
    const [name = '', ...parameters] = part.match(/(?:"(?:[^"\\]|\\.)*"|[^;"])+/g) ?? [];
    const protocol = protocolOf(name.trim());
    const cause = causeOf(parameter(parameters, 'cause'));
    if (protocol === undefined || cause === undefined) return [];
    return [{ protocol, cause, text: quoted(parameter(parameters, 'text') ?? ''), header: 'Reason' }];
  });
}

function protocolOf(name: string): Reason['protocol'] | undefined {
  const small = name.toLowerCase().replace('.', '');
  return small === 'q850' ? 'Q.850' : small === 'sip' ? 'SIP' : undefined;
}

function parameter(parameters: readonly string[], name: string): string | undefined {
  for (const each of parameters) {
    const equals = each.indexOf('=');
    if (equals < 0 || each.slice(0, equals).trim().toLowerCase() !== name) continue;
    return each
      .slice(equals + 1)
      .trim()
      .replace(/^"|"$/g, '');
  }
  return undefined;
}

function causeOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : undefined;
}
