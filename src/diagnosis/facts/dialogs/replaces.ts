/** What a REFER asks for (RFC 3515), and which call is to be replaced (RFC 3891). */
import type { MessageId } from '../../../model/ids.js';
import { firstUri } from '../../../sip/headers/address.js';
import { parseUri, unescapeText } from '../../../sip/headers/uri.js';
import type { Case } from '../../case.js';

/** The dialog that a Replaces names. */
export interface Replaced {
  callId: string;
  toTag: string;
  fromTag: string;
}

/** The dialog of a Replaces header; undefined where it names none. */
export function replacedBy(value: string | undefined): Replaced | undefined {
  const [callId = '', ...parameters] = (value ?? '').split(';').map(each => each.trim());
  if (callId === '') return undefined;
  const tag = (name: string) => {
    const found = parameters.find(each => each.toLowerCase().startsWith(`${name}=`));
    return found === undefined ? '' : found.slice(name.length + 1);
  };
  return { callId, toTag: tag('to-tag'), fromTag: tag('from-tag') };
}

/** Whom a REFER names: "bob@example.org", or a number. */
export function referredTo(c: Case, refer: MessageId): string | undefined {
  const uri = parseUri(firstUri(c.header(refer, 'Refer-To') ?? '') ?? '');
  return uri?.user ?? uri?.host ?? undefined;
}

/** The call that is to be replaced by what a REFER asks for: in the headers of its Refer-To. */
export function replacedByRefer(c: Case, refer: MessageId): Replaced | undefined {
  const uri = firstUri(c.header(refer, 'Refer-To') ?? '') ?? '';
  const headers = uri.slice(uri.indexOf('?') + 1).split('&');
  const replaces = headers.find(each => /^replaces=/i.test(each));
  return uri.includes('?') && replaces !== undefined
    ? replacedBy(unescapeText(replaces.slice('replaces='.length)))
    : undefined;
}
