/**
 * Text as logs, collectors and people make it of other text: a prefix on each line, a frame around each record, printed
 * line ends, entities, JSON, lines cut, mixed and repeated. Reading it must end, and account for itself.
 */
import { read } from '../capture/captures.js';
import type { Random } from './random.js';

type Frame = (lines: string[], random: Random) => string[];

const PREFIXES = [
  '2026-03-02T09:30:15.250Z ',
  '[Mar  2 09:30:15] ',
  'Mar  2 09:30:15 sbc1 kamailio[7]: INFO: <script>: ',
  '09:30:15:250 | sip | ',
  '<134>1 2026-03-02T09:30:15+01:00 host - ',
  '> ',
  '| ',
  '`',
  '\xef\xbb\xbf',
  '1772443815.250 from 192.0.2.1:5060 -> [2001:db8::2]:5061 TLS ',
];
const LINE_ENDS = ['#015#012', '\\r\\n', '\\n', '^M', '<br>', '..', '\\\\r\\\\n', '%0D%0A'];
const HEADINGS = [
  'UDP message sent (512 bytes):',
  'Incoming SIP TCP message from 192.0.2.1 on port 5060',
  '---- Outgoing SIP Message to 192.0.2.1:5060 ---- [Time:02-03@09:30:15.250]',
  '----------------------------------------------- 2026-03-02 09:30:15.250000',
  '$$begin_record',
  '--end msg--',
  '{"log":"x","time":"2026-03-02T09:30:15Z"}',
  'Mon Mar 02 2026 09:30:15 GMT+0100 (CET) received:',
];

const FRAMES: readonly Frame[] = [
  (lines, random) => {
    const prefix = random.pick(PREFIXES);
    return lines.map(line => prefix + line);
  },
  (lines, random) => [lines.join(random.pick(LINE_ENDS))],
  (lines, random) => {
    const end = random.pick(LINE_ENDS);
    return lines.map(line => line + end);
  },
  lines => lines.map(line => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  lines => lines.map(line => JSON.stringify({ log: `${line}\r\n`, time: '2026-03-02T09:30:15.25Z' })),
  lines => [JSON.stringify({ message: lines.join('\r\n'), src_ip: '192.0.2.1', src_port: 5060 })],
  lines => [`"a","${lines.join('\n').replaceAll('"', '""')}`, '","udp"'],
  lines => lines.map(line => line.slice(0, 40)),
  (lines, random) => lines.flatMap(line => (random.below(6) === 0 ? [line, random.pick(HEADINGS)] : [line])),
  (lines, random) => lines.filter(() => random.below(12) > 0),
  lines => lines.flatMap(line => [line, '']),
  lines => lines.flatMap(line => line.match(/.{1,72}/g) ?? ['']),
];
/** Lines framed at once, and in all. */
const MAX_RECORD = 40;
const MAX_LINES = 3000;

/** Log text made of the lines of others. */
export function mutateLog(texts: readonly string[], random: Random): string {
  const lines = texts.flatMap(text => text.split('\n')).slice(0, MAX_LINES);
  const made: string[] = [];
  for (let at = 0; at < lines.length; ) {
    let record = lines.slice(at, at + 1 + random.below(MAX_RECORD));
    at += record.length;
    for (let frames = random.below(3); frames > 0; frames--) record = random.pick(FRAMES)(record, random);
    made.push(...record);
  }
  return made.join('\n');
}

/** Reads the text in whole and in pieces. */
export async function tryLog(bytes: Uint8Array): Promise<void> {
  const reading = await read(bytes);
  if (typeof reading === 'string') return;
  for (const { timeUs } of [...reading.datagrams, ...reading.remarks])
    if (timeUs < 0 || timeUs === Number.POSITIVE_INFINITY) throw new Error(`a time of ${timeUs}`);
  for (const { text } of reading.remarks) if (text.length > 500) throw new Error(`a remark of ${text.length} chars`);
  const again = await read(bytes, [997]);
  if (JSON.stringify(again) !== JSON.stringify(reading)) throw new Error('read differently in pieces');
}
