/**
 * Captures with the facts of the paper's figures: the conversations shown, with their times and texts, among as many
 * others as the figures count; and tcpdump's text of them.
 */
import { ASTERISK, EXCHANGE, FREESWITCH, PROVIDER } from '../../samples/compose/agents.js';
import { Capture, type CapturedPacket } from '../../samples/compose/capture.js';
import { Dialog, type Party } from '../../samples/compose/dialog.js';
import { endpoint, token } from '../../samples/compose/endpoint.js';
import { answeredCall, busyCall } from '../../samples/compose/everyday.js';
import { bytesOf, type Headers, request, response } from '../../samples/compose/message.js';
import { ping } from '../../samples/compose/ping.js';
import { asteriskOffer } from '../../samples/compose/sdp.js';
import { tcpdumpText } from '../../samples/compose/tcpdump-text.js';
import { after, at } from '../../samples/compose/time.js';

const office = (number: string): Party => ({ host: EXCHANGE, number, agent: ASTERISK });
const outside = (number: string): Party => ({ host: PROVIDER, number, agent: FREESWITCH });
const divertedBy = (number: string): Headers => [['Diversion', `<sip:${number}@10.20.0.22>;reason=unconditional`]];

const ANSWERED = 7;
const BUSY = 4;
const PING = 2;

/** Other traffic: exactly so many conversations with so many messages together, among numbers the figures do not have. */
function everyday(capture: Capture, conversations: number, messages: number, fromUs: number): void {
  let busy = 0;
  while ((messages - PING * conversations - (BUSY - PING) * busy) % (ANSWERED - PING) !== 0) busy++;
  const answered = (messages - PING * conversations - (BUSY - PING) * busy) / (ANSWERED - PING);
  if (answered < 0 || answered + busy > conversations) throw new Error('there is no such mixture');
  for (let i = 0; i < conversations; i++) {
    const timeUs = after(fromUs, i * 0.4);
    const call = { caller: outside(String(5_100_000 + i)), callee: office(String(5_700_000 + i)), timeUs };
    if (i < answered) answeredCall(capture, call, 12);
    else if (i < answered + busy) busyCall(capture, call);
    else ping(capture, EXCHANGE, PROVIDER, timeUs, i);
  }
}

/** Figures 5 to 15: 1083 conversations, 6496 messages; 59 match the union of figure 8, two the intersection of figure 7. */
export function testData(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2017-06-06', clock);
  twoLegs(capture, time);
  for (let i = 0; i < 6; i++) {
    const call = { caller: office('4151509'), callee: outside(`46300${i}0`), timeUs: time(`15:51:0${i}.5`) };
    answeredCall(capture, call, 20);
  }
  for (let i = 0; i < 2; i++)
    busyCall(capture, { caller: outside('8969669'), callee: office(`415150${i}`), timeUs: time(`15:52:0${i}.25`) });
  for (let i = 0; i < 55; i++) {
    const parties = { caller: office(String(7_710_000 + i)), callee: outside(String(6_620_000 + i)) };
    busyCall(capture, { ...parties, timeUs: after(time('15:53:00'), i), headers: divertedBy('4151500') });
  }
  const special = 2 * 7 + 6 * ANSWERED + 2 * BUSY + 55 * BUSY;
  everyday(capture, 1083 - 65, 6496 - special, time('15:47:00.000177'));
  return capture;
}

/** The call that came in from the exchange and went out again: figures 11 to 15. */
function twoLegs(capture: Capture, time: (clock: string) => number): void {
  const incoming = new Dialog(capture, {
    caller: office('4151509'),
    callee: outside('8969669'),
    callId: '4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060',
    branch: '375a8cbf',
    callerTag: 'as25c47886',
    portInUri: true,
  });
  const offer = asteriskOffer(EXCHANGE, 1_718_872_612, 57_692, 54_246)
    .replace('31 34 99 98', '31 34 98 99')
    .replace(/(a=rtpmap:99 .*\r\n)(a=rtpmap:98 .*\r\n)/, '$2$1');
  incoming
    .invite(time('15:49:30.333525'), [], offer)
    .respond(time('15:49:30.334001'), 100, 'Trying')
    .respond(time('15:49:30.852919'), 183, 'Session Progress')
    .respond(time('15:49:44.236059'), 200, 'OK')
    .ack(time('15:49:44.236692'));
  const bye = request('BYE', 'sip:4151509@10.20.0.22:5060', [
    ['Via', 'SIP/2.0/UDP 10.11.12.13;rport;branch=z9hG4bKg3QQ3gBBS61NF'],
    ['Max-Forwards', '70'],
    ['From', '<sip:8969669@10.11.12.13:5060>;tag=aKa50Svj8SSmr'],
    ['To', '<sip:4151509@10.20.0.22>;tag=as25c47886'],
    ['Call-ID', '4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060'],
    ['CSeq', '108046037 BYE'],
    ['Contact', '<sip:8969669@10.11.12.13:5060;transport=udp>'],
    ['User-Agent', FREESWITCH],
    ['Allow', 'INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY, PUBLISH, SUBSCRIBE'],
    ['Supported', 'timer, precondition, path, replaces'],
    ['Reason', 'Q.850;cause=16;text="Normal call clearing"'],
  ]);
  capture.udp(PROVIDER, EXCHANGE, bytesOf(bye), time('15:50:03.479602'));
  capture.udp(EXCHANGE, PROVIDER, bytesOf(response(bye, 200, 'OK', '')), time('15:50:03.480833'));

  const gateway = { host: endpoint('10.11.13.40'), number: '8969669', agent: 'Cisco-SIPGateway' };
  new Dialog(capture, { caller: outside('4151509'), callee: gateway, callId: '91c06e8e-c572-1235-c0ba-00215e2c8c90' })
    .invite(time('15:49:30.377296'))
    .respond(time('15:49:30.381'), 100, 'Trying')
    .respond(time('15:49:30.85'), 180, 'Ringing')
    .respond(time('15:49:44.23'), 200, 'OK')
    .ack(time('15:49:44.24'))
    .bye(time('15:50:03.478'), 'callee')
    .respond(time('15:50:03.485'), 200, 'OK');
}

/** Each INVITE of figure 18 as it was seen, and seen again. */
const SEEN = [
  ['16:41:37.979995', '16:41:37.979998'],
  ['16:41:38.480357', '16:41:38.480360'],
  ['16:41:39.479261', '16:41:39.479264'],
  ['16:41:41.479343', '16:41:41.479348'],
  ['16:41:45.480851', '16:41:45.480854'],
  ['16:41:53.480515', '16:41:53.480518'],
  ['16:42:09.479770', '16:42:09.479774'],
];

/** Figures 17 to 19: 45 conversations, 354 messages. */
export function timeout(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-16', clock);
  const switchboard = endpoint('10.10.10.2');
  const problem = new Dialog(capture, {
    caller: { host: switchboard, number: '4151502', displayName: '4151502', agent: ASTERISK },
    callee: { host: endpoint('178.19.48.48'), number: '5660066', agent: ASTERISK },
    callId: '35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060',
    branch: '72aeec24',
    callerTag: 'as71102a1e',
  });
  const identity = ['P-Asserted-Identity', '"4151502" <sip:4151502@10.10.10.2>'] as const;
  for (const times of SEEN)
    problem.invite(times.map(time), [identity], asteriskOffer(switchboard, 453_687_495, 54_028, 53_738));
  // Messages left beyond seven a conversation were sent again.
  const again = new Dialog(capture, {
    caller: office('4151503'),
    callee: outside('5870011'),
    callId: token('again', 32),
  });
  for (let i = 0; i < 39; i++) again.invite(after(time('16:40:00'), i * 0.5));
  everyday(capture, 43, 354 - 14 - 39, time('16:40:11.000123'));
  return capture;
}

/** Figures 20 to 23: 406 conversations, 2090 messages. */
export function callerIdProblem(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-16', clock);
  new Dialog(capture, {
    caller: { ...office('1502'), displayName: 'Örn' },
    callee: outside('5660066'),
    callId: '4bd2133a5be9a247447c5d3e44dd58cd@10.20.0.22:5060',
    branch: '193c86a2',
    callerTag: 'as0a5e0c70',
    portInUri: true,
  })
    .invite(time('15:54:44.871687'), [], asteriskOffer(EXCHANGE, 822_153_907, 41_256, 46_890))
    .respond(time('15:54:44.871969'), 100, 'Trying')
    .respond(time('15:54:44.900286'), 403, 'Forbidden')
    .ack(time('15:54:44.900831'));
  everyday(capture, 405, 2090 - 4, time('15:53:20.000331'));
  return capture;
}

/** Figures 24 to 27: 494 conversations, 2495 messages, 16 of them diverted. */
export function diversionProblem(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-16', clock);
  new Dialog(capture, {
    caller: { ...office('7712552'), displayName: '7712552' },
    callee: outside('5660066'),
    callId: '256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060',
    branch: '63f115b9',
    callerTag: 'as44e3a506',
    portInUri: true,
  })
    .invite(
      time('16:11:51.307696'),
      [['Diversion', '<sip:1502@178.19.49.10>']],
      asteriskOffer(EXCHANGE, 717_903_268, 50_162, 47_734),
    )
    .respond(time('16:11:51.307948'), 100, 'Trying')
    .respond(time('16:11:51.337896'), 403, 'Forbidden')
    .ack(time('16:11:51.338437'));
  for (let i = 0; i < 15; i++) {
    const parties = { caller: office(String(7_710_000 + i)), callee: outside(String(6_620_000 + i)) };
    busyCall(capture, { ...parties, timeUs: after(time('16:11:00'), i), headers: divertedBy('4151500') });
  }
  everyday(capture, 494 - 16, 2495 - 4 - 15 * BUSY, time('16:10:20.000219'));
  return capture;
}

/** As tcpdump printed it before version 4.9: the length where later ones quote the start line. */
export function earlierText(packets: readonly CapturedPacket[]): string {
  const printed = packets.map(packet =>
    tcpdumpText([packet]).replace(/: SIP: .*/, `: SIP, length: ${packet.payload.length}`),
  );
  return printed.join('');
}
