/** Everyday traffic around a problem: ordinary calls in the same capture, as a provider's server sees them all day. */
import type { Capture } from './capture.js';
import { Dialog, type Party } from './dialog.js';
import { token } from './endpoint.js';
import type { Headers } from './message.js';
import { audio } from './sdp.js';
import { after } from './time.js';

export interface Call {
  caller: Party;
  callee: Party;
  timeUs: number;
  headers?: Headers;
}

/** Rings, is answered, and ends when one side hangs up. */
export function answeredCall(
  capture: Capture,
  call: Call,
  talkSeconds: number,
  hungUpBy: 'caller' | 'callee' = 'caller',
): void {
  const { caller, callee, timeUs } = call;
  const answeredUs = after(timeUs, 4.38);
  dialog(capture, call)
    .invite(timeUs, call.headers, audio(caller.host, 14_000 + (timeUs % 2000) * 2, '8', '0', '101'))
    .respond(after(timeUs, 0.000412), 100, 'Trying')
    .respond(after(timeUs, 0.2113), 180, 'Ringing')
    .respond(answeredUs, 200, 'OK', [], audio(callee.host, 20_000 + (timeUs % 2000) * 2, '8', '101'))
    .ack(after(answeredUs, 0.0041))
    .bye(after(answeredUs, talkSeconds), hungUpBy)
    .respond(after(answeredUs, talkSeconds + 0.0093), 200, 'OK');
}

export function busyCall(capture: Capture, call: Call): void {
  const { caller, timeUs } = call;
  dialog(capture, call)
    .invite(timeUs, call.headers, audio(caller.host, 14_000 + (timeUs % 2000) * 2, '8', '0', '101'))
    .respond(after(timeUs, 0.000388), 100, 'Trying')
    .respond(after(timeUs, 0.1542), 486, 'Busy Here')
    .ack(after(timeUs, 0.1561));
}

/** The caller gives up while it rings. */
export function cancelledCall(capture: Capture, call: Call, ringSeconds: number): void {
  const { caller, timeUs } = call;
  const cancelledUs = after(timeUs, ringSeconds);
  dialog(capture, call)
    .invite(timeUs, call.headers, audio(caller.host, 14_000 + (timeUs % 2000) * 2, '8', '0', '101'))
    .respond(after(timeUs, 0.000401), 100, 'Trying')
    .respond(after(timeUs, 0.1987), 180, 'Ringing')
    .cancel(cancelledUs)
    .respond(after(cancelledUs, 0.0021), 200, 'OK')
    .refuse(after(cancelledUs, 0.0034), 487, 'Request Terminated')
    .ack(after(cancelledUs, 0.0052));
}

function dialog(capture: Capture, { caller, callee, timeUs }: Call): Dialog {
  return new Dialog(capture, {
    caller,
    callee,
    callId: `${token(`everyday ${caller.number} ${callee.number} ${timeUs}`, 32)}@${caller.host.ip}`,
  });
}
