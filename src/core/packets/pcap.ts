/**
 * Takes the records of a pcap file as long as they are of the common kind (packet.ts). A record is believed as src/capture/formats/pcap.ts believes it: a
 * possible one follows. Any other is left to TypeScript.
 */
import { MESSAGE_UDP } from '../built/packets';
import { addScanned, carried, settleAll } from '../conversations/add';
import { messages } from '../conversations/tables';
import { scanMessage } from '../scan/scan';
import { look, messageEnd, messageStart, NOT_MINE, RTCP, RTP, SIP } from './packet';
import { leaveParts, partAt, partCount } from './parts';
import { RECORD_HEADER, records } from './records';
import { ACK, KEEP_ALIVE, MESSAGES, PART, SENT_AGAIN } from './segment';

/** Instead of where a record ends. */
const OTHER: usize = 0;
const CUT: usize = 1;
/** As src/capture/formats/pcap-format.ts has it. */
const MAX_PACKET: u32 = 1 << 20;

/** Takes records at [at, end), as many as it can. @returns False where the next one is for others. */
export function takeRecords(at: usize, end: usize): bool {
  records.packets = records.sip = records.rtp = records.rtcp = records.truncated = 0;
  records.acks = records.sentAgain = records.keepAlives = records.overfull = 0;
  records.startUs = Infinity;
  records.endUs = -Infinity;
  let after: usize = CUT;
  let next = at;
  while (<f64>messages.count < records.messageLimit) {
    after = recordEnd(next, end);
    if (after === CUT) break;
    if (after === OTHER || !takeRecord(next, after)) {
      after = OTHER;
      break;
    }
    next = after;
    // Parts of a message are taken when its end is.
    if (partCount === 0) at = next;
    if (records.overfull !== 0) break;
  }
  leaveParts();
  records.position = at;
  settleAll();
  return after !== OTHER;
}

/** Where the record at `at` ends, if a possible one follows; CUT where more bytes tell, OTHER where it is for others. */
function recordEnd(at: usize, end: usize): usize {
  const cut = records.finished !== 0 ? OTHER : CUT;
  if (at + RECORD_HEADER > end) return cut;
  const captured = load<u32>(at, 8);
  if (captured > MAX_PACKET) return OTHER;
  const after = at + RECORD_HEADER + captured;
  if (after + RECORD_HEADER > end) return after === end && records.finished !== 0 ? after : cut;
  const next = load<u32>(after, 8);
  const isPossible =
    next !== 0 && next <= MAX_PACKET && load<u32>(after, 4) < records.fractions && next <= load<u32>(after, 12);
  return isPossible ? after : OTHER;
}

/** False where the packet is for others. */
function takeRecord(at: usize, after: usize): bool {
  const start = at + RECORD_HEADER;
  const captured = <u32>(after - start);
  const original = load<u32>(at, 12);
  const cut = original > captured ? original - captured : 0;
  const seconds = load<u32>(at);
  const fraction = records.fractions === 1_000_000 ? load<u32>(at, 4) : load<u32>(at, 4) / 1000;
  const timeUs = <f64>seconds * 1_000_000 + <f64>fraction;
  carried.timeUs = timeUs;
  carried.recordOffset = records.origin + <f64>(at - records.window);
  const kind = look(start, after, cut, records.linkType);
  if (kind === NOT_MINE) return false;
  if (partCount > 0) return takePart(kind, cut, seconds);
  if (kind === SIP) {
    carried.payloadDelta = <u32>(messageStart - at);
    carried.flags = MESSAGE_UDP;
    scanMessage(messageStart, messageEnd);
    addScanned(messageStart, messageEnd);
    records.sip++;
  } else if (kind === RTP) records.rtp++;
  else if (kind === RTCP) records.rtcp++;
  else if (kind === MESSAGES) records.sip++;
  else if (kind === ACK) records.acks++;
  else if (kind === SENT_AGAIN) records.sentAgain++;
  else if (kind === KEEP_ALIVE) records.keepAlives++;
  account(cut, seconds, timeUs);
  return true;
}

/** A record with a part of a message; where it is the last, all are taken. False where it is something else. */
function takePart(kind: i32, cut: u32, seconds: u32): bool {
  if (kind !== PART && kind !== MESSAGES) return false;
  const part = partAt(partCount - 1);
  part.seconds = seconds;
  part.cut = cut;
  if (kind === PART) return true;
  for (let index: u32 = 0; index < partCount; index++) {
    const each = partAt(index);
    account(each.cut, each.seconds, each.timeUs);
  }
  records.sip += partCount;
  leaveParts();
  return true;
}

function account(cut: u32, seconds: u32, timeUs: f64): void {
  records.packets++;
  if (cut > 0) records.truncated++;
  records.seconds = seconds;
  records.latestUs = timeUs;
  records.startUs = min(records.startUs, timeUs);
  records.endUs = max(records.endUs, timeUs);
}
