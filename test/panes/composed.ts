/**
 * A capture for stories that need more rows than the samples have: one caller after the other calls the same office, and each
 * five calls end in the five ways there are. Composed as the samples are.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ASTERISK, PHONE } from '../../samples/compose/agents.js';
import { Capture } from '../../samples/compose/capture.js';
import { Dialog } from '../../samples/compose/dialog.js';
import { endpoint } from '../../samples/compose/endpoint.js';
import { audio } from '../../samples/compose/sdp.js';
import { after, at } from '../../samples/compose/time.js';
import { pcapFileHeader, pcapRecord } from '../../src/capture/formats/pcap-writer.js';
import { ethernet, ipv4 } from '../decode/wire.js';
import { folder } from '../engine/core-session.js';

export const START_US = at('2018-04-16', '16:41:37.979995');
const INTERVAL_SECONDS = 1.5;
const SWITCHBOARD = endpoint('10.10.10.2');
const TRUNK = endpoint('178.19.48.48');

/** When an INVITE is sent that nobody answers, in seconds after the first (RFC 3261, timer A). */
const TIMER_A = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5];

/** How the calls end, in turn, and how many messages each has. */
export const ENDINGS = [
  { state: 'completed', messages: 7 },
  { state: 'unanswered', messages: 7 },
  { state: 'rejected', messages: 4 },
  { state: 'busy', messages: 4 },
  { state: 'ringing', messages: 3 },
] as const;

/** Calls number `first` to `first + count`. */
export function officeCalls(first: number, count: number): Capture {
  const capture = new Capture();
  for (let index = first; index < first + count; index++) call(capture, index);
  return capture;
}

function call(capture: Capture, index: number): void {
  const startUs = after(START_US, index * INTERVAL_SECONDS);
  const later = (seconds: number) => after(startUs, seconds);
  const ending = ENDINGS[index % ENDINGS.length]!.state;
  const dialog = new Dialog(capture, {
    caller: { host: SWITCHBOARD, number: String(4_151_502 + index), agent: PHONE },
    callee: { host: TRUNK, number: '5660066', agent: ASTERISK },
    callId: `35e857d6-${index}@10.10.10.2`,
  });
  const offer = audio(SWITCHBOARD, 14_000, '8', '0', '101');
  if (ending === 'unanswered') {
    for (const seconds of TIMER_A) dialog.invite(later(seconds), [], offer);
    return;
  }
  dialog.invite(startUs, [], offer).respond(later(0.031), 100, 'Trying');
  if (ending === 'rejected') dialog.respond(later(0.062), 403, 'Forbidden').ack(later(0.093));
  else if (ending === 'busy') dialog.respond(later(0.062), 486, 'Busy Here').ack(later(0.093));
  else dialog.respond(later(0.062), 180, 'Ringing');
  if (ending !== 'completed') return;
  dialog
    .respond(later(1.24), 200, 'OK', [], audio(TRUNK, 20_000, '8', '101'))
    .ack(later(1.26))
    .bye(later(31.5), 'caller')
    .respond(later(31.53), 200, 'OK');
}

const office = mkdtempSync(join(tmpdir(), 'sipvestigator-office-'));
process.once('exit', () => rmSync(office, { recursive: true, force: true }));
const written = new Map<number, string>();

/** Path of office.pcap with so many calls. */
export function officeFile(calls: number): string {
  let path = written.get(calls);
  if (path === undefined) {
    path = join(office, String(calls), 'office.pcap');
    mkdirSync(join(office, String(calls)));
    writeFileSync(path, officeCalls(0, calls).pcap());
    written.set(calls, path);
  }
  return path;
}

/** Path of a capture of `frames` of a link type, a microsecond apart. */
export function framesFile(linkType: number, ...frames: Uint8Array[]): string {
  const path = join(folder(), 'frames.pcap');
  const records = frames.map((frame, at) => pcapRecord(START_US + at, frame, 0, frame.length, frame.length));
  writeFileSync(path, Buffer.concat([pcapFileHeader(linkType), ...records]));
  return path;
}

const ETHERNET = 1;
const ESP = 50;

/** Path of a capture of nothing but an IPsec tunnel. */
export function espFile(): string {
  return framesFile(ETHERNET, ethernet(ipv4(Buffer.alloc(64, 7), { protocol: ESP })));
}
