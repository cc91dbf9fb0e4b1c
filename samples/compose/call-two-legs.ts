/**
 * A successful call, captured on the server in the middle: the leg from an office and the leg to a gateway are two
 * conversations with a Call-ID each, and the media of both passes through the server.
 */
import { ASTERISK, EXCHANGE, FREESWITCH, PROVIDER } from './agents.js';
import { Capture } from './capture.js';
import { Dialog } from './dialog.js';
import { endpoint, token } from './endpoint.js';
import { ping } from './ping.js';
import { stream } from './rtp.js';
import { audio } from './sdp.js';
import { after, at } from './time.js';

const TALK_SECONDS = 2.4;

export function callTwoLegs(): Capture {
  const capture = new Capture();
  const timeUs = at('2018-04-17', '09:12:44.333525');
  const gateway = endpoint('10.11.13.40');
  const number = { from: '4151509', to: '8969669' };
  const incoming = new Dialog(capture, {
    caller: { host: EXCHANGE, number: number.from, agent: ASTERISK },
    callee: { host: PROVIDER, number: number.to, agent: FREESWITCH },
    callId: `${token('two legs, incoming', 32)}@10.20.0.22:5060`,
    portInUri: true,
  });
  const outgoing = new Dialog(capture, {
    caller: { host: PROVIDER, number: number.from, agent: FREESWITCH },
    callee: { host: gateway, number: number.to, agent: 'Cisco-SIPGateway/IOS-15.5.3.M' },
    callId: ['8', '4', '4', '4', '12']
      .map((length, part) => token(`two legs, outgoing ${part}`, Number(length)))
      .join('-'),
  });
  const media = { exchange: 18_420, providerIn: 24_880, providerOut: 24_882, gateway: 16_702 };
  const later = (seconds: number) => after(timeUs, seconds);

  ping(capture, PROVIDER, gateway, after(timeUs, -3.2));
  incoming.invite(timeUs, [], audio(EXCHANGE, media.exchange, '8', '0', '101')).respond(later(0.000476), 100, 'Trying');
  outgoing
    .invite(later(0.0442), [], audio(PROVIDER, media.providerOut, '8', '101'))
    .respond(later(0.0491), 100, 'Trying')
    .respond(later(0.5112), 180, 'Ringing');
  incoming.respond(later(0.5129), 180, 'Ringing');
  outgoing.respond(later(1.9203), 200, 'OK', [], audio(gateway, media.gateway, '8', '101')).ack(later(1.9218));
  incoming.respond(later(1.9226), 200, 'OK', [], audio(PROVIDER, media.providerIn, '8', '101')).ack(later(1.9302));

  const packets = TALK_SECONDS * 50;
  const pairs = [
    { near: endpoint(EXCHANGE.ip, media.exchange), far: endpoint(PROVIDER.ip, media.providerIn), pitch: 120 },
    { near: endpoint(gateway.ip, media.gateway), far: endpoint(PROVIDER.ip, media.providerOut), pitch: 190 },
  ];
  for (const [index, { near, far, pitch }] of pairs.entries()) {
    const other = pairs[1 - index]!;
    const startUs = later(1.94 + index * 0.007);
    stream(capture, { from: near, to: far, timeUs: startUs, packets, pitch });
    stream(capture, { from: other.far, to: other.near, timeUs: startUs + 650, packets, pitch });
  }

  const hungUp = 1.98 + TALK_SECONDS;
  const cause = [['Reason', 'Q.850;cause=16;text="Normal call clearing"']] as const;
  outgoing.bye(later(hungUp), 'callee', cause).respond(later(hungUp + 0.0007), 200, 'OK');
  incoming.bye(later(hungUp + 0.0031), 'callee', cause).respond(later(hungUp + 0.0043), 200, 'OK');
  return capture;
}
