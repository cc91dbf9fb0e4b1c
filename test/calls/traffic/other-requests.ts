/** What is no call: registrations that the edge passes on as a proxy, which shows that its two addresses are one host, and pings. */
import { type Endpoint, hostPort } from '../../../samples/compose/endpoint.js';
import { type Headers, type Message, request, response } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';
import { withVia } from './leg.js';
import { EDGE, PHONE, REGISTRAR, SBC } from './people.js';
import type { Scenario } from './scenario.js';
import type { Traffic } from './traffic.js';

function begun(chance: Chance, method: string, at: Endpoint, uri: string, more: Headers): Message {
  return request(method, uri, [
    ['Via', `SIP/2.0/UDP ${hostPort(at)};branch=z9hG4bK${chance.hex(16)}`],
    ['Max-Forwards', '70'],
    ['CSeq', `1 ${method}`],
    ...more,
  ]);
}

/** From a phone outside to the registrar inside. */
function registration(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const { number } = people.phone();
  const { at } = people.outsider();
  const callId = PHONE.callId(chance, at);
  const address = `<sip:${number}@example.net>`;
  const register = begun(chance, 'REGISTER', at, 'sip:example.net', [
    ['From', `${address};tag=${chance.hex(8)}`],
    ['To', address],
    ['Call-ID', callId],
    ['Contact', `<sip:${number}@${hostPort(at)}>`],
    ['Expires', '300'],
  ]);
  const beyond = withVia(register, EDGE.inside);
  const bound: Headers = [['Contact', `<sip:${number}@${hostPort(at)}>;expires=300`]];
  const tag = chance.hex(8);
  const passedUs = startUs + chance.delay(0.3, 8);
  const answeredUs = passedUs + chance.delay(0.5, 20);
  recording.send(startUs, at, EDGE.outside, register);
  recording.send(passedUs, EDGE.inside, REGISTRAR, beyond);
  recording.send(answeredUs, REGISTRAR, EDGE.inside, response(beyond, 200, 'OK', tag, bound));
  recording.send(answeredUs + chance.delay(0.3, 8), EDGE.outside, at, response(register, 200, 'OK', tag, bound));
  traffic.alone('registration', callId);
  return 0;
}

/** The SBC asks a trunk whether it is there. */
function ping(traffic: Traffic, startUs: number): number {
  const { recording, chance, people } = traffic;
  const { at } = people.outsider();
  const callId = SBC.agent.callId(chance, SBC.outside);
  const options = begun(chance, 'OPTIONS', SBC.outside, `sip:${hostPort(at)}`, [
    ['From', `<sip:ping@${SBC.outside.ip}>;tag=${chance.hex(8)}`],
    ['To', `<sip:${at.ip}>`],
    ['Call-ID', callId],
  ]);
  recording.send(startUs, SBC.outside, at, options);
  recording.send(startUs + chance.delay(2, 40), at, SBC.outside, response(options, 200, 'OK', chance.hex(8)));
  traffic.alone('ping', callId);
  return 0;
}

export const OTHER_REQUESTS: readonly Scenario[] = [
  { weight: 2, play: registration },
  { weight: 1, play: ping },
];
