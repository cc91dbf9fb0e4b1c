/**
 * Takes the records of a pcap file as long as they are of the common kind (packet.ts). A record is believed as src/capture/formats/pcap.ts believes it: a
 * possible one follows. Any other is left to TypeScript.
 */
import { MESSAGE_UDP } from '../built/packets';
import { Records } from '../built/tables';
import { addScanned, carried, settleAll } from '../conversations/add';
import { messages } from '../conversations/tables';
import { scanMessage } from '../scan/scan';
import { look, messageEnd, messageStart, NOT_MINE, RTCP, RTP, SIP } from './packet';

const RECORD_HEADER: usize = 16;
/** As src/capture/formats/pcap-format.ts has it. */
const MAX_PACKET: u32 = 1 << 20;

/** Filled by TypeScript before `takeRecords`, which tells here what became of them. */
export const records = changetype<Records>(memory.data(128, 8));

/** Takes records at [at, end), as many as it can. */
export function takeRecords(at: usize, end: usize): void {
  records.packets = records.sip = records.rtp = records.rtcp = records.truncated = 0;
  records.startUs = Infinity;
  records.endUs = -Infinity;
  while (<f64>messages.count < records.messageLimit) {
    records.position = at;
    const after = recordEnd(at, end);
    if (after === 0 || !takeRecord(at, after)) break;
    at = after;
  }
  records.position = at;
  settleAll();
}

/** Where the record at `at` ends, if it is whole and a possible one follows; else 0. */
function recordEnd(at: usize, end: usize): usize {
  if (at + RECORD_HEADER > end) return 0;
  const captured = load<u32>(at, 8);
  if (captured > MAX_PACKET) return 0;
  const after = at + RECORD_HEADER + captured;
  if (after + RECORD_HEADER > end) return records.finished !== 0 && after === end ? after : 0;
  const next = load<u32>(after, 8);
  const isPossible =
    next !== 0 && next <= MAX_PACKET && load<u32>(after, 4) < records.fractions && next <= load<u32>(after, 12);
  return isPossible ? after : 0;
}

/** False where the packet is for others. */
function takeRecord(at: usize, after: usize): bool {
  const start = at + RECORD_HEADER;
  const captured = <u32>(after - start);
  const original = load<u32>(at, 12);
  const cut = original > captured ? original - captured : 0;
  const kind = look(start, after, cut, records.linkType);
  if (kind === NOT_MINE) return false;
  const seconds = load<u32>(at);
  const fraction = records.fractions === 1_000_000 ? load<u32>(at, 4) : load<u32>(at, 4) / 1000;
  const timeUs = <f64>seconds * 1_000_000 + <f64>fraction;
  if (kind === SIP) {
    carried.timeUs = timeUs;
    carried.recordOffset = records.origin + <f64>(at - records.window);
    carried.payloadDelta = <u32>(messageStart - at);
    carried.flags = MESSAGE_UDP;
    scanMessage(messageStart, messageEnd);
    addScanned(messageStart, messageEnd);
    records.sip++;
  } else if (kind === RTP) records.rtp++;
  else if (kind === RTCP) records.rtcp++;
  records.packets++;
  if (cut > 0) records.truncated++;
  records.seconds = seconds;
  records.latestUs = timeUs;
  records.startUs = min(records.startUs, timeUs);
  records.endUs = max(records.endUs, timeUs);
  return true;
}
