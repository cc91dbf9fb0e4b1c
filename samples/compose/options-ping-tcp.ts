/**
 * OPTIONS over TCP: connect, request, response, close. Max-Forwards is 0, so that the first proxy answers instead of
 * forwarding (RFC 3261 section 16.3).
 */
import { Capture } from './capture.js';
import { Connection } from './connection.js';
import { endpoint, hostPort, token } from './endpoint.js';
import { bytesOf, request, response } from './message.js';
import { at } from './time.js';

export function optionsPingTcp(): Capture {
  const capture = new Capture();
  const client = endpoint('192.0.2.15', 1573);
  const server = endpoint('198.51.100.10');
  const startUs = at('2018-04-17', '11:30:05.120448');
  const asked = request('OPTIONS', `sip:${hostPort(server)};transport=tcp`, [
    ['Via', `SIP/2.0/TCP ${hostPort(client)};rport;branch=z9hG4bK${token('options over tcp', 10)}`],
    ['Max-Forwards', '0'],
    ['From', `"somedevice" <sip:somedevice@${client.ip}>;tag=${token('options over tcp, from', 8)}`],
    ['To', `<sip:${hostPort(server)}>`],
    ['Call-ID', `${token('options over tcp, call', 20)}@${client.ip}`],
    ['CSeq', '1 OPTIONS'],
    ['Accept', 'application/sdp'],
  ]);
  const answered = response(asked, 200, 'OK', token('options over tcp, to', 8), [
    ['Allow', 'INVITE, ACK, BYE, CANCEL, INFO, OPTIONS, REFER, SUBSCRIBE, NOTIFY'],
    ['Server', 'TANDBERG/4137 (X8.11)'],
  ]);
  new Connection(capture, client, server, startUs)
    .open()
    .send('client', bytesOf(asked))
    .send('server', bytesOf(answered))
    .close();
  return capture;
}
