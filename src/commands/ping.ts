/**
 * `ping`: OPTIONS to one host. Prints every request and response as it happens, then what the far end says of itself
 * and the round-trip times. Exit status 0 if there was any answer, 1 if there was none.
 */
import { joinAddress } from '../format/addresses.js';
import { roundTrip } from '../format/durations.js';
import { errorText } from '../format/errors.js';
import { type Answer, Ping, type PingEvent } from '../ping/ping.js';
import { localClock } from '../format/times.js';
import { VERSION } from '../version.js';
import { pingTarget } from './ping-options.js';
import type { Printer } from './printing.js';
import { FOUND, NOTHING, type Session, UNUSABLE } from './session.js';

/** "14:56:18.820": milliseconds, the precision of this clock. */
const CLOCK_LENGTH = 12;

interface Tally {
  sent: number;
  answered: number;
  repeated: number;
  times: number[];
  last: Answer | undefined;
}

export async function ping({ invocation, out, complain }: Session): Promise<number> {
  const target = pingTarget(invocation.words, invocation.ping.transport);
  if ('wrong' in target) {
    complain(target.wrong);
    return UNUSABLE;
  }
  const options = { ...invocation.ping, ...target, count: invocation.count ?? 1, agent: `SIPvestigator/${VERSION}` };
  const tally: Tally = { sent: 0, answered: 0, repeated: 0, times: [], last: undefined };
  const where = `${options.transport.toUpperCase()} ${joinAddress(target.host, target.port)}`;
  // Printed in order, each line at once.
  let printing: Promise<void> = Promise.resolve();
  const pinging = new Ping(options, event => {
    count(tally, event);
    printing = printing.then(() => print(out, event, invocation.json, where));
  });
  const stop = () => pinging.stop();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await pinging.run();
  } catch (error) {
    await printing;
    complain(`${joinAddress(target.host, target.port)}: ${errorText(error)}.`);
    return tally.sent > 0 ? NOTHING : UNUSABLE;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  await printing;
  if (!invocation.json) for (const line of summary(tally)) await out.text(line);
  return tally.answered > 0 ? FOUND : NOTHING;
}

function count(tally: Tally, event: PingEvent): void {
  if (event.kind === 'sent') {
    if (event.attempt === 0) tally.sent++;
    else tally.repeated++;
  }
  if (event.kind === 'response' && event.final) {
    tally.answered++;
    if (!event.answer.repeated) tally.times.push(event.answer.rttMs);
    tally.last = event.answer;
  }
}

async function print(out: Printer, event: PingEvent, json: boolean, where: string): Promise<void> {
  await (json ? out.json(pingObject(event)) : out.text(eventLine(event, where)));
  await out.flush();
}

/** The event as it is, with times in ISO 8601. */
function pingObject(event: PingEvent): Record<string, unknown> {
  if (!('timeMs' in event)) return { ...event };
  const { timeMs, ...rest } = event;
  return { ...rest, time: new Date(timeMs).toISOString() };
}

function eventLine(event: PingEvent, where: string): string {
  const clock = (timeMs: number) => localClock(timeMs * 1000, true).slice(0, CLOCK_LENGTH);
  switch (event.kind) {
    case 'connected': {
      const from = joinAddress(event.local.address, event.local.port);
      return `OPTIONS over ${where} (${event.address}) from ${from}${event.remark === null ? '' : `; ${event.remark}`}`;
    }
    case 'sent':
      return `${clock(event.timeMs)}  ──►  ${event.sequence}  OPTIONS${event.attempt > 0 ? `  (retransmission ${event.attempt})` : ''}`;
    case 'response': {
      const { status, reason, rttMs, repeated } = event.answer;
      return `${clock(event.timeMs)}  ◄──  ${event.sequence}  ${status} ${reason}  ${roundTrip(rttMs)}${repeated ? ' since it was first sent' : ''}`;
    }
    case 'lost':
      return `${' '.repeat(CLOCK_LENGTH)}   ✗   ${event.sequence}  ${event.why}`;
  }
}

function summary({ sent, answered, repeated, times, last }: Tally): string[] {
  const lines: string[] = [''];
  if (last?.server) lines.push(`Server  ${last.server}`);
  if (last?.allow) lines.push(`Allow   ${last.allow}`);
  if (last?.seenFrom) lines.push(`Seen as ${last.seenFrom}`);
  const counts = `${sent} sent, ${answered} answered, ${sent - answered} lost, ${repeated} retransmissions`;
  if (times.length === 0) return [...lines, counts];
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const span = [Math.min(...times), mean, Math.max(...times)].map(roundTrip).join(' / ');
  return [...lines, `${counts}; round trip least / mean / most ${span}`];
}
