/** OPTIONS pings (RFC 3261 section 11): request and response, as messages and as datagrams. */
import type { Capture } from './capture.js';
import { type Endpoint, hostPort, token } from './endpoint.js';
import { bytesOf, request, response } from './message.js';

/** An OPTIONS ping over UDP and its response: what keeps a trunk or a NAT binding alive. */
export function ping(capture: Capture, from: Endpoint, to: Endpoint, timeUs: number, cseq = 1): void {
  const asked = request('OPTIONS', `sip:${hostPort(to)}`, [
    ['Via', `SIP/2.0/UDP ${hostPort(from)};branch=z9hG4bK${token(`ping ${from.ip} ${to.ip} ${cseq}`, 10)}`],
    ['Max-Forwards', '70'],
    ['From', `<sip:ping@${from.ip}>;tag=${token(`ping ${from.ip} ${to.ip} ${timeUs}`, 8)}`],
    ['To', `<sip:${hostPort(to)}>`],
    ['Call-ID', `${token(`ping call ${from.ip} ${to.ip} ${timeUs}`, 24)}@${from.ip}`],
    ['CSeq', `${cseq} OPTIONS`],
    ['Contact', `<sip:ping@${hostPort(from)}>`],
  ]);
  capture.udp(from, to, bytesOf(asked), timeUs);
  const answered = response(asked, 200, 'OK', token(`pong ${timeUs}`, 8), [
    ['Allow', 'INVITE, ACK, CANCEL, OPTIONS, BYE'],
  ]);
  capture.udp(to, from, bytesOf(answered), timeUs + 3_118);
}
