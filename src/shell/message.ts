/**
 * One message as the original tool prints it: a line as tcpdump begins a packet with, then the text; and the parties in
 * its From and To.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { parseAddress } from '../sip/headers/address.js';
import { headerValue, parseMessage } from '../sip/message/message.js';
import { decodeText } from '../bytes/text.js';
import { parseUri } from '../sip/headers/uri.js';
import { localClock } from '../format/times.js';
import type { ShellEngine } from './output.js';

/**
 * Heading, text and an empty line. The heading ends with the length, or with what the source printed there. If the
 * bytes cannot be read, the text is the reason.
 */
export async function messageLines(row: MessageRow, engine: ShellEngine): Promise<string[]> {
  const answer = await engine.request('message', { id: row.id });
  const text = 'gone' in answer ? answer.gone : decodeText(answer.bytes).trimEnd();
  const lines = text.split(/\r\n|\n|\r/);
  const quoted = 'gone' in answer || !answer.headQuotesStartLine ? `, length: ${row.length}` : `: ${lines[0]}`;
  return [`${head(row)}${quoted}`, ...lines, ''];
}

/** "16:41:37.979995 IP 10.10.10.2.5060 > 178.19.48.48.5060: SIP", as in tcpdump. */
function head(row: MessageRow): string {
  const version = row.src?.startsWith('[') ? 'IP6' : 'IP';
  const way = `${version} ${printed(row.src)} > ${printed(row.dst)}`;
  return `${localClock(row.timeUs, row.dated)} ${way}: SIP`.trimStart();
}

/** An endpoint as tcpdump prints it, with the port after a dot. */
function printed(endpoint: string | null): string {
  return endpoint?.replace(/^\[(.*)\]/, '$1').replace(/:(\d+)$/, '.$1') ?? '?';
}

/** "INVITE", "183 Session Progress". */
export function whatOf({ method, status, reason }: MessageRow): string {
  return method ?? `${status ?? '?'} ${reason ?? ''}`.trimEnd();
}

/** "[0] 15:49:30.333525  INVITE  (4151509->8969669)", with the numbers of the message's own From and To. */
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

/** The user part of a URI, else its host, else the text. */
export function partyOf(written: string | null): string {
  const uri = parseUri(written ?? '');
  return uri?.user ?? uri?.host ?? (written || '?');
}
