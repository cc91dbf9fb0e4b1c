/** A call rejected because of its caller number: 1502 is an extension, known only inside the office. */
import { ASTERISK, EXCHANGE, FREESWITCH, PROVIDER } from './agents.js';
import { Capture } from './capture.js';
import { Dialog } from './dialog.js';
import { endpoint } from './endpoint.js';
import { answeredCall, busyCall, cancelledCall } from './everyday.js';
import { ping } from './ping.js';
import { asteriskOffer } from './sdp.js';
import { at } from './time.js';

export function callCallerIdRejected(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-16', clock);
  const office = (number: string) => ({ host: EXCHANGE, number, agent: ASTERISK });
  const outside = (number: string) => ({ host: PROVIDER, number, agent: FREESWITCH });
  const other = (number: string, last: number) => ({ host: endpoint(`10.20.0.${last}`), number, agent: ASTERISK });

  ping(capture, EXCHANGE, PROVIDER, time('15:54:30.000217'));
  answeredCall(
    capture,
    { caller: office('4151502'), callee: outside('8969669'), timeUs: time('15:54:32.610043') },
    17.9,
  );
  cancelledCall(
    capture,
    { caller: other('5554410', 41), callee: outside('6621177'), timeUs: time('15:54:36.092718') },
    6.1,
  );

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

  busyCall(capture, { caller: outside('7712552'), callee: office('4151509'), timeUs: time('15:54:47.330164') });
  answeredCall(
    capture,
    { caller: outside('8631042'), callee: other('5554411', 41), timeUs: time('15:54:51.940385') },
    11.4,
    'callee',
  );
  ping(capture, EXCHANGE, PROVIDER, time('15:55:00.000406'), 2);
  return capture;
}
