/**
 * The OPTIONS request of a ping (RFC 3261 section 11), outside any dialog. In: who asks whom. Out: its bytes, and whether a
 * response belongs to it.
 */
import { headerValue, headerValues, type SipMessage } from '../sip/message/message.js';

export type PingTransport = 'udp' | 'tcp' | 'tls';

export interface Endpoint {
  address: string;
  port: number;
}

export interface OptionsRequest {
  /** The host as the user named it, without brackets. */
  host: string;
  port: number;
  transport: PingTransport;
  local: Endpoint;
  /** With the magic cookie of RFC 3261, section 8.1.1.7. */
  branch: string;
  fromTag: string;
  callId: string;
  cseq: number;
  /** 0 to 255. */
  maxForwards: number;
  agent: string;
}

export const MAGIC_COOKIE = 'z9hG4bK';

export function optionsRequest(request: OptionsRequest): Uint8Array {
  const { host, port, transport, local } = request;
  const here = hostPort(local.address, local.port);
  const uri = `sip:${hostPort(host, port)}${parameter(transport)}`;
  const lines = [
    `OPTIONS ${uri} SIP/2.0`,
    // rport (RFC 3581): the answer comes back to where this came from, also through a NAT.
    `Via: SIP/2.0/${transport.toUpperCase()} ${here};branch=${request.branch};rport`,
    `Max-Forwards: ${request.maxForwards}`,
    `From: <sip:ping@${bracketed(local.address)}>;tag=${request.fromTag}`,
    `To: <${uri}>`,
    `Call-ID: ${request.callId}`,
    `CSeq: ${request.cseq} OPTIONS`,
    `Contact: <sip:ping@${here}${parameter(transport)}>`,
    'Accept: application/sdp',
    `User-Agent: ${request.agent}`,
    'Content-Length: 0',
  ];
  return new TextEncoder().encode(`${lines.join('\r\n')}\r\n\r\n`);
}

/** RFC 3261, section 17.1.3: the branch of the topmost Via and the method of CSeq. */
export function answers(response: SipMessage, request: Pick<OptionsRequest, 'branch' | 'cseq'>): boolean {
  const [via = ''] = headerValues(response, 'Via');
  const branch = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via.split(',')[0] ?? '')?.[1];
  const [sequence, method] = (headerValue(response, 'CSeq') ?? '').trim().split(/\s+/);
  return (
    response.status !== null && branch === request.branch && method === 'OPTIONS' && Number(sequence) === request.cseq
  );
}

/** IPv6 addresses stand in brackets. */
export function hostPort(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

function parameter(transport: PingTransport): string {
  return transport === 'udp' ? '' : `;transport=${transport}`;
}
