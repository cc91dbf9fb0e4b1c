/**
 * One message as the original prints it. In: its row and its bytes. Out: the line tcpdump begins a packet with, the text, and
 * who the message says it is from and to.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { parseAddress } from '../sip/headers/address.js';
import { headerValue, parseMessage } from '../sip/message/message.js';
import { decodeText } from '../sip/framing/text.js';
import { parseUri } from '../sip/headers/uri.js';
import { localClock } from '../terminal/time.js';
import type { ShellEngine } from './speech.js';

/** Head and text, with an empty line after them; the head tells the length, or what the source itself told there; where the bytes are gone, the reason instead of the text. */
export async function messageLines(row: MessageRow, engine: ShellEngine): Promise<string[]> {
  const answer = await engine.request('message', { id: row.id });
  const text = 'gone' in answer ? answer.gone : decodeText(answer.bytes).trimEnd();
  const lines = text.split(/\r\n|\n|\r/);
  const quoted = 'gone' in answer || !answer.headQuotesStartLine ? `, length: ${row.length}` : `: ${lines[0]}`;
  return [`${head(row)}${quoted}`, ...lines, ''];
}

/** "16:41:37.979995 IP 10.10.10.2.5060 > 178.19.48.48.5060: SIP", as tcpdump begins a packet. */
function head(row: MessageRow): string {
  const version = row.src?.startsWith('[') ? 'IP6' : 'IP';
  const way = `${version} ${printed(row.src)} > ${printed(row.dst)}`;
  return `${localClock(row.timeUs, row.dated)} ${way}: SIP`;
}

/** An endpoint as tcpdump prints it: the port after a dot. */
function printed(endpoint: string | null): string {
  return endpoint?.replace(/^\[(.*)\]/, '$1').replace(/:(\d+)$/, '.$1') ?? '?';
}

/** "INVITE", "183 Session Progress". */
export function whatOf({ method, status, reason }: MessageRow): string {
  return method ?? `${status ?? '?'} ${reason ?? ''}`.trimEnd();
}

/** "[0] 15:49:30.333525  INVITE  (4151509->8969669)"; the numbers are those of the message's own From and To. */
export async function overviewLines(
  rows: readonly MessageRow[],
  first: number,
  engine: ShellEngine,
): Promise<string[]> {
  const what = rows.map(whatOf);
  const width = Math.max(...what.map(each => each.length));
  const parties = await Promise.all(rows.map(row => partiesOf(row, engine)));
  return rows.map((row, i) => {
    const clock = localClock(row.timeUs, row.dated);
    return `[${first + i}] ${clock}  ${what[i]!.padEnd(width)}  (${parties[i]!})`;
  });
}

async function partiesOf(row: MessageRow, engine: ShellEngine): Promise<string> {
  const answer = await engine.request('message', { id: row.id });
  if ('gone' in answer) return '?->?';
  const message = parseMessage(answer.bytes);
  const uri = (header: string) => parseAddress(headerValue(message, header) ?? '')?.uri ?? null;
  return `${partyOf(uri('From'))}->${partyOf(uri('To'))}`;
}

/** The user part of a URI, or what stands there instead. */
export function partyOf(written: string | null): string {
  const uri = parseUri(written ?? '');
  return uri?.user ?? uri?.host ?? (written || '?');
}
