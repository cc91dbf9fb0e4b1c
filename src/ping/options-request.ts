/** The OPTIONS request of a ping (RFC 3261 section 11), sent outside any dialog, and how its responses are matched. */
import { bracketed, joinAddress } from '../format/addresses.js';
import { headerValue, headerValues, type SipMessage } from '../sip/message/message.js';

export type PingTransport = 'udp' | 'tcp' | 'tls';

export interface Endpoint {
  address: string;
  port: number;
}

export interface OptionsRequest {
  /** The host as the user gave it, without brackets. */
  host: string;
  port: number;
  transport: PingTransport;
  local: Endpoint;
  /** Starts with the magic cookie (RFC 3261 section 8.1.1.7). */
  branch: string;
  fromTag: string;
  callId: string;
  cseq: number;
  /** 0 to 255. */
  maxForwards: number;
  agent: string;
}

/** RFC 3261 section 8.1.1.7. */
export const MAGIC_COOKIE = 'z9hG4bK';

/** The request as bytes. */
export function optionsRequest(request: OptionsRequest): Uint8Array {
  const { host, port, transport, local } = request;
  const here = joinAddress(local.address, local.port);
  const uri = `sip:${joinAddress(host, port)}${parameter(transport)}`;
  const lines = [
    `OPTIONS ${uri} SIP/2.0`,
    // rport (RFC 3581): the response returns to where this came from, through a NAT too.
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

/**
 * Whether a response matches the request (RFC 3261 section 17.1.3): by the topmost Via's branch and the CSeq method.
 */
export function isResponseTo(response: SipMessage, request: Pick<OptionsRequest, 'branch' | 'cseq'>): boolean {
  const [via = ''] = headerValues(response, 'Via');
  const branch = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(via.split(',')[0] ?? '')?.[1];
  const [sequence, method] = (headerValue(response, 'CSeq') ?? '').trim().split(/\s+/);
  return (
    response.status !== null && branch === request.branch && method === 'OPTIONS' && Number(sequence) === request.cseq
  );
}

function parameter(transport: PingTransport): string {
  return transport === 'udp' ? '' : `;transport=${transport}`;
}
