/**
 * One message through everything that reads messages: framing, scanning, parsing, faults, bodies, colouring,
 * explaining, comparing. Throws if anything throws or refers to bytes that do not exist, or if scanner and parser
 * differ.
 */
import { hepReport } from '../../src/live/hep/hep-report.js';
import { bodyParts, jsonBody, messageMedia } from '../../src/sip/message/body.js';
import { compareMessages } from '../../src/sip/view/compare.js';
import { explainLine } from '../../src/sip/view/explain.js';
import { FrameCutter } from '../../src/sip/framing/frame.js';
import { highlightHeader, highlightSdp, highlightStartLine } from '../../src/sip/view/highlight.js';
import { messageLines } from '../../src/sip/view/message-lines.js';
import { parseMessage } from '../../src/sip/message/message.js';
import { probeSip } from '../../src/sip/framing/probe.js';
import { disagreements } from '../sip/scan/agreement.js';
import { scannerOf } from '../sip/scan/scanner.js';

const scanned = scannerOf();
/** Lines of a message that are coloured and explained: more of the same find no more. */
const MAX_LINES = 500;

export function tryMessage(bytes: Uint8Array): void {
  probeSip(bytes, 0, bytes.length);
  scanned.scan(bytes, 0, bytes.length);
  const { callIdStart, callIdEnd } = scanned;
  within('Call-ID', callIdStart, callIdEnd, bytes.length);
  const message = parseMessage(bytes);
  const differences = disagreements(bytes);
  if (differences.length > 0) throw new Error(`scanner and parser differ:\n${differences.join('\n')}`);
  for (const { code, offset, length } of message.faults) within(`fault ${code}`, offset, offset + length, bytes.length);
  within('body', message.bodyStart, message.bodyEnd, bytes.length);
  for (const field of message.fields) within(`field ${field.canonical}`, field.start, field.end, bytes.length);
  jsonBody(bytes, message);
  bodyParts(bytes, message);
  messageMedia(bytes, message);
  const lines = messageLines(bytes);
  for (const line of lines.slice(0, MAX_LINES)) {
    explainLine(line);
    const tokens = [highlightStartLine(line.text), highlightHeader(line.text), highlightSdp(line.text)];
    for (const each of tokens) {
      const text = each.map(token => token.text).join('');
      if (text !== line.text)
        throw new Error(`colouring turned ${JSON.stringify(line.text)} into ${JSON.stringify(text)}`);
    }
  }
  compareMessages(lines.slice(0, MAX_LINES), lines.slice(1, MAX_LINES));
  cutAsStream(bytes);
}

/** The pieces of a stream are its bytes, each once. */
function cutAsStream(bytes: Uint8Array): void {
  const cutter = new FrameCutter();
  let at = 0;
  while (at < bytes.length) {
    if (cutter.next(bytes, at, bytes.length, true) === 'more')
      throw new Error('nothing was cut at the end of a stream');
    if (cutter.end <= at) throw new Error('a cut without bytes');
    within('cut', cutter.start, cutter.end, bytes.length);
    at = cutter.end;
  }
}

function within(what: string, start: number, end: number, length: number): void {
  if (start < 0 || end < start || end > length) throw new Error(`${what}: [${start}, ${end}) of ${length} bytes`);
}

/** A HEP packet as it comes from the network, and the message in it. */
export function tryReport(bytes: Uint8Array): void {
  const datagram = hepReport(bytes, 0, null);
  if (datagram.unreadable !== undefined) return;
  within('payload', datagram.start, datagram.end, datagram.bytes.length);
  if (datagram.source.length % 4 !== 0 || datagram.destination.length % 4 !== 0)
    throw new Error(`addresses of ${datagram.source.length} and ${datagram.destination.length} bytes`);
  tryMessage(datagram.bytes.subarray(datagram.start, datagram.end));
}
