/**
 * A diverted call rejected because its Diversion header names an extension, 1502, instead of a number the provider
 * knows. Two other diverted calls beside it succeed.
 */
import { ASTERISK, EXCHANGE, FREESWITCH, PROVIDER } from './agents.js';
import { Capture } from './capture.js';
import { Dialog } from './dialog.js';
import { endpoint } from './endpoint.js';
import { answeredCall, busyCall, cancelledCall } from './everyday.js';
import { ping } from './ping.js';
import { asteriskOffer } from './sdp.js';
import { at } from './time.js';

export function callDiversionWrong(): Capture {
  const capture = new Capture();
  const time = (clock: string) => at('2018-04-16', clock);
  const office = (number: string) => ({ host: EXCHANGE, number, agent: ASTERISK });
  const outside = (number: string) => ({ host: PROVIDER, number, agent: FREESWITCH });
  const other = (number: string, last: number) => ({ host: endpoint(`10.20.0.${last}`), number, agent: ASTERISK });
  const divertedBy = (number: string, ip: string) =>
    [['Diversion', `<sip:${number}@${ip}>;reason=unconditional`]] as const;

  answeredCall(
    capture,
    { caller: outside('8969669'), callee: office('4151502'), timeUs: time('16:11:38.204991') },
    22.8,
  );
  answeredCall(
    capture,
    {
      caller: office('8631042'),
      callee: outside('6621177'),
      timeUs: time('16:11:42.118305'),
      headers: divertedBy('4151509', '10.20.0.22'),
    },
    15.2,
    'callee',
  );
  ping(capture, EXCHANGE, PROVIDER, time('16:11:50.000258'));

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

  busyCall(capture, { caller: other('5554410', 41), callee: outside('8227410'), timeUs: time('16:11:55.620713') });
  cancelledCall(
    capture,
    {
      caller: office('5812345'),
      callee: outside('6907788'),
      timeUs: time('16:11:58.771640'),
      headers: divertedBy('4151500', '10.20.0.22'),
    },
    12.3,
  );
  ping(capture, EXCHANGE, PROVIDER, time('16:12:20.000377'), 2);
  return capture;
}
