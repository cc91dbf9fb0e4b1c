/**
 * A capture for stories about calls with several legs: a call through a border controller and an exchange whose last leg nobody
 * answers, a call of one leg that begins between its legs, and one of two legs that is answered. Legs have one Session-ID (RFC 7989).
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASTERISK, FREESWITCH, PHONE } from '../../samples/compose/agents.js';
import { Capture } from '../../samples/compose/capture.js';
import { Dialog } from '../../samples/compose/dialog.js';
import { type Endpoint, endpoint } from '../../samples/compose/endpoint.js';
import { audio } from '../../samples/compose/sdp.js';
import { after } from '../../samples/compose/time.js';
import { folder } from '../engine/core-session.js';
import { START_US } from './composed.js';

const DESK = endpoint('10.1.0.10');
const BORDER = endpoint('10.1.0.1');
const EXCHANGE = endpoint('10.1.0.2');
const GATEWAY = endpoint('10.1.2.3');

const later = (seconds: number) => after(START_US, seconds);

function leg(capture: Capture, callId: string, from: Endpoint, to: Endpoint, number = '5660066'): Dialog {
  return new Dialog(capture, {
    caller: { host: from, number: '4151502', agent: from === DESK ? PHONE : FREESWITCH },
    callee: { host: to, number, agent: ASTERISK },
    callId,
  });
}

function session(digit: string): readonly (readonly [string, string])[] {
  return [['Session-ID', `${digit.repeat(32)};remote=${'0'.repeat(32)}`]];
}

/** Rows 0, 1 and 3 are one call, 2 is one by itself, 4 and 5 are one: three calls of six conversations. */
export function legsCapture(): Capture {
  const capture = new Capture();
  const first = leg(capture, 'leg-one@10.1.0.10', DESK, BORDER);
  const second = leg(capture, 'leg-two@10.1.0.1', BORDER, EXCHANGE, '0015660066');
  const third = leg(capture, 'leg-three@10.1.0.2', EXCHANGE, GATEWAY, '0015660066');
  const failing = session('a');
  first.invite(later(0), failing, audio(DESK, 14_000, '9', '8', '0', '101')).respond(later(0.004), 100, 'Trying');
  second.invite(later(0.02), failing, audio(BORDER, 16_000, '8', '0', '101')).respond(later(0.024), 100, 'Trying');
  leg(capture, 'alone@10.1.0.10', DESK, BORDER, '5660001')
    .invite(later(0.025), [], audio(DESK, 14_004, '8'))
    .respond(later(0.03), 486, 'Busy Here')
    .ack(later(0.031));
  for (const seconds of [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5])
    third.invite(later(0.05 + seconds), failing, audio(EXCHANGE, 18_000, '8', '101'));
  second.respond(later(32.06), 503, 'Service Unavailable').ack(later(32.07));
  first.respond(later(32.08), 503, 'Service Unavailable').ack(later(32.09));

  const good = session('b');
  const inward = leg(capture, 'good-one@10.1.0.10', DESK, BORDER, '5660077');
  const onward = leg(capture, 'good-two@10.1.0.1', BORDER, GATEWAY, '5660077');
  inward.invite(later(40), good, audio(DESK, 14_010, '8', '101')).respond(later(40.004), 100, 'Trying');
  onward.invite(later(40.03), good, audio(BORDER, 16_010, '8', '101')).respond(later(40.23), 180, 'Ringing');
  inward.respond(later(40.24), 180, 'Ringing');
  onward.respond(later(42), 200, 'OK', [], audio(GATEWAY, 20_000, '8', '101')).ack(later(42.01));
  inward.respond(later(42.02), 200, 'OK', [], audio(BORDER, 16_012, '8', '101')).ack(later(42.03));
  inward.bye(later(50), 'caller').respond(later(50.01), 200, 'OK');
  onward.bye(later(50.02), 'caller').respond(later(50.03), 200, 'OK');
  return capture;
}

/** The first requests of both legs of a call, one after the other, as they come. */
export function legsOneByOne(): [Capture, Capture] {
  const parts: [Capture, Capture] = [new Capture(), new Capture()];
  leg(parts[0], 'inward@10.1.0.10', DESK, BORDER).invite(later(0), session('c'), audio(DESK, 14_000, '8'));
  leg(parts[1], 'onward@10.1.0.1', BORDER, GATEWAY).invite(later(0.02), session('c'), audio(BORDER, 16_000, '8'));
  return parts;
}

/** The path of the capture. */
export function legsFile(): string {
  const path = join(folder(), 'legs.pcap');
  writeFileSync(path, legsCapture().pcap());
  return path;
}
