/** Hosts and users that headers name. */
import { firstUri } from '../../../sip/headers/address.js';
import { parseUri, type Uri } from '../../../sip/headers/uri.js';
import type { MessageId } from '../../../model/ids.js';
import type { Case } from '../../case.js';

/** The URI of the first address of a header; undefined where there is none. */
export function uriIn(c: Case, id: MessageId, header: string): Uri | undefined {
  const value = c.header(id, header);
  const uri = value === undefined ? null : firstUri(value);
  return (uri === null ? null : parseUri(uri)) ?? undefined;
}

const SENT_BY = /^SIP\s*\/\s*2\.0\s*\/\s*\w+\s+(?:\[([^\]]{1,64})\]|([^\s:;,]{1,255}))/i;

/** The host that a request says it was sent by, in its topmost Via (RFC 3261 section 18.1.1). */
export function sentBy(c: Case, id: MessageId): string | undefined {
  const [, bracketed, plain] = SENT_BY.exec(c.header(id, 'Via') ?? '') ?? [];
  return bracketed ?? plain;
}

/** Whether a host is written as an address, so that it can be held against one. */
export function isAddress(host: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.includes(':');
}

/** Whether text names the host of an endpoint by its address. */
export function isHostOf(c: Case, host: string, endpoint: number): boolean {
  return host.toLowerCase() === c.host(endpoint).toLowerCase();
}
