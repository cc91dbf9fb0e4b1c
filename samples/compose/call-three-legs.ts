/**
 * A call through two servers that fails at its far end: phone, session border controller, exchange, phone. Each server makes a leg of its
 * own. The called phone's INVITE is never answered, and what the caller hears of it is another status two legs away.
 */
import { ASTERISK, EXCHANGE, PHONE } from './agents.js';
import { Capture } from './capture.js';
import { Dialog } from './dialog.js';
import { endpoint, token } from './endpoint.js';
import type { Headers } from './message.js';
import { ping } from './ping.js';
import { register } from './registration.js';
import { audio } from './sdp.js';
import { after, at } from './time.js';

const SBC_AGENT = 'Edge-SBC/7.4.1';
/** Retransmissions of an INVITE in seconds after it: timer A doubles from 0.5 s until timer B ends it (RFC 3261, section 17.1.1.2). */
const RETRANSMITTED_S = [0.5003, 1.5011, 3.5017, 7.5026, 15.5041, 31.5062];
const TIMER_B_S = 32.0007;
/** RFC 7989: the caller's half, before the called's is known. */
const SESSION: Headers = [['Session-ID', `${token('three legs, session', 32)};remote=${'0'.repeat(32)}`]];

export function callThreeLegs(): Capture {
  const capture = new Capture();
  const timeUs = at('2018-04-18', '10:27:05.118204');
  const later = (seconds: number) => after(timeUs, seconds);
  const phone = { host: endpoint('10.10.20.31'), number: '4151507', agent: PHONE };
  const border = endpoint('10.11.12.1');
  const called = endpoint('10.20.1.44');

  const fromPhone = new Dialog(capture, {
    caller: phone,
    callee: { host: border, number: '5660066', agent: SBC_AGENT },
    callId: token('three legs, phone', 20),
  });
  const toExchange = new Dialog(capture, {
    caller: { host: border, number: '+3544151507', agent: SBC_AGENT },
    callee: { host: EXCHANGE, number: '+3545660066', agent: ASTERISK },
    callId: `${token('three legs, border', 24)}@10.11.12.1`,
  });
  const toPhone = new Dialog(capture, {
    caller: { host: EXCHANGE, number: '4151507', agent: ASTERISK },
    callee: { host: called, number: '5660066', agent: PHONE },
    callId: `${token('three legs, exchange', 32)}@10.20.0.22:5060`,
  });

  const account = { contact: called, registrar: EXCHANGE, domain: '10.20.0.22', number: '5660066', agent: PHONE };
  register(capture, { phone: called, ...account, password: 'not a secret' }, later(-94.2));
  ping(capture, border, EXCHANGE, later(-12.6));

  const asserted: Headers = [['P-Asserted-Identity', '<sip:+3544151507@10.11.12.1>']];
  fromPhone.invite(timeUs, SESSION, audio(phone.host, 11_842, '9', '8', '0', '101'));
  fromPhone.respond(later(0.0009), 100, 'Trying');
  toExchange.invite(later(0.0214), [...asserted, ...SESSION], audio(border, 32_110, '9', '8', '0', '101'));
  toExchange.respond(later(0.0226), 100, 'Trying');
  const offer = audio(EXCHANGE, 15_504, '8', '101');
  const sentS = 0.0587;
  for (const afterS of [0, ...RETRANSMITTED_S]) toPhone.invite(later(sentS + afterS), [], offer);

  const gaveUpS = sentS + TIMER_B_S;
  toExchange.respond(later(gaveUpS + 0.0018), 408, 'Request Timeout').ack(later(gaveUpS + 0.0026));
  fromPhone.respond(later(gaveUpS + 0.0047), 480, 'Temporarily Unavailable').ack(later(gaveUpS + 0.0131));
  return capture;
}
