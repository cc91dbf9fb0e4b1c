/**
 * An INVITE without an answer: the NAT binding a router had opened for the trunk has expired. The call from the office
 * three minutes earlier shows that nothing else is wrong. The capture is on all interfaces of a host with a VLAN, so
 * everything sent to the trunk appears twice.
 */
import { ASTERISK, PHONE } from './agents.js';
import { Capture } from './capture.js';
import { Dialog } from './dialog.js';
import { endpoint } from './endpoint.js';
import { answeredCall, busyCall, cancelledCall } from './everyday.js';
import { ping } from './ping.js';
import { register } from './registration.js';
import { asteriskOffer } from './sdp.js';
import { at } from './time.js';

/** Each INVITE, and its retransmissions after 0.5, 1, 2, 4, 8 and 16 s (RFC 3261, timer A), as captured twice. */
const SEEN = [
  ['16:41:37.979995', '16:41:37.979998'],
  ['16:41:38.480357', '16:41:38.480360'],
  ['16:41:39.479261', '16:41:39.479264'],
  ['16:41:41.479343', '16:41:41.479348'],
  ['16:41:45.480851', '16:41:45.480854'],
  ['16:41:53.480515', '16:41:53.480518'],
  ['16:42:09.479770', '16:42:09.479774'],
];

export function callUnansweredNat(): Capture {
  const capture = new Capture('cooked');
  const time = (clock: string) => at('2018-04-16', clock);
  const switchboard = endpoint('10.10.10.2');
  const trunk = endpoint('178.19.48.48');
  const desk = (number: string, last: number) => ({ host: endpoint(`10.10.20.${last}`), number, agent: PHONE });
  const server = (number: string) => ({ host: switchboard, number, agent: ASTERISK });
  const office = { host: trunk, number: '5660066', agent: ASTERISK };

  answeredCall(capture, { caller: office, callee: server('4151509'), timeUs: time('16:38:31.204417') }, 41.7);
  register(
    capture,
    {
      ...{
        phone: endpoint('10.10.20.31'),
        contact: endpoint('10.10.20.31'),
        registrar: switchboard,
        domain: '10.10.10.2',
      },
      ...{ number: '4151507', agent: PHONE, password: 'not a secret' },
    },
    time('16:40:02.551830'),
  );
  ping(capture, switchboard, endpoint('10.10.30.5'), time('16:40:30.000912'));
  answeredCall(
    capture,
    { caller: desk('4151507', 31), callee: server('8631042'), timeUs: time('16:41:12.730551') },
    63.2,
    'callee',
  );

  const problem = new Dialog(capture, {
    caller: { ...server('4151502'), displayName: '4151502' },
    callee: office,
    callId: '35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060',
    branch: '72aeec24',
    callerTag: 'as71102a1e',
  });
  const identity = ['P-Asserted-Identity', '"4151502" <sip:4151502@10.10.10.2>'] as const;
  for (const times of SEEN)
    problem.invite(times.map(time), [identity], asteriskOffer(switchboard, 453_687_495, 54_028, 53_738));

  busyCall(capture, { caller: server('4151500'), callee: desk('4151508', 32), timeUs: time('16:41:40.118276') });
  cancelledCall(
    capture,
    { caller: desk('4151508', 32), callee: server('5812345'), timeUs: time('16:41:58.402199') },
    9.6,
  );
  ping(capture, switchboard, endpoint('10.10.30.5'), time('16:42:00.001340'), 2);
  return capture;
}
