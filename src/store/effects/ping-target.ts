/**
 * Whom to ping: what was typed, or what the cursor is on. In the list that is the chosen cell, in the flow the chosen lane or the far
 * end of the message, in the message the URI or Via of the line.
 */
import type { PingTransport } from '../../engine/protocol/live.js';
import type { MessageRow } from '../../engine/protocol/rows.js';
import { joinAddress, splitAddress } from '../../format/addresses.js';
import { parseAddress } from '../../sip/headers/address.js';
import { fieldAt } from '../../sip/view/message-lines.js';
import { parseUri } from '../../sip/headers/uri.js';
import { chosenColumn, shownColumns } from '../list/column-fit.js';
import { headerNames } from '../list/columns.js';
import { ladderOf } from '../view/ladder-of.js';
import { openLines } from '../view/open-message.js';
import type { State } from '../state.js';
import { currentMessage, currentRow } from '../view/current.js';

export interface PingTarget {
  host: string;
  port: number;
  transport: PingTransport;
}

export type Target = PingTarget | { none: string };

const TRANSPORTS: readonly PingTransport[] = ['udp', 'tcp', 'tls'];
const USAGE = 'Ping whom? ":ping HOST[:PORT] [udp | tcp | tls]".';

/** "10.1.2.3:5060", "[2001:db8::1]:5061". */
export function targetName({ host, port }: PingTarget): string {
  return joinAddress(host, port);
}

/** "HOST[:PORT] [udp | tcp | tls]"; the host may be a SIP URI. */
export function typedTarget(text: string): Target {
  const [word = '', way = '', ...more] = text.trim().split(/\s+/);
  if (word === '' || more.length > 0) return { none: USAGE };
  if (/:\d{6,}$/.test(word)) return { none: `"${word}" is no HOST[:PORT].` };
  if (way !== '' && !isTransport(way)) return { none: `A ping goes over udp, tcp or tls, not "${way}".` };
  const bare = /^[\da-f]*:[\da-f:.]*:[\da-f:.%]*$/i.test(word) ? `[${word}]` : word;
  const target = ofUri(/^sips?:/i.test(bare) ? bare : `sip:${bare}`, way === '' ? null : way);
  return target ?? { none: `"${word}" is no HOST[:PORT].` };
}

/** What the cursor is on. */
export function targetHere(state: State): Target {
  const { focus } = state.view;
  if (focus === 'message') return ofLine(state);
  return focus === 'flow' ? ofFlow(state) : ofCell(state);
}

function ofCell(state: State): Target {
  const row = currentRow(state);
  if (!row) return { none: USAGE };
  const id = shownColumns(state)[chosenColumn(state)]?.id ?? '';
  if (id.startsWith('header:')) {
    const value = row.cells[headerNames(state.list.columns).indexOf(id.slice('header:'.length))] ?? '';
    const named = ofValue(value, null);
    if (named) return named;
  }
  return ofAddress(id === 'src' ? row.src : row.dst, row.transport);
}

/** The chosen lane; else whom the request went to, or the response came from. */
function ofFlow(state: State): Target {
  const message = currentMessage(state);
  const lane = ladderOf(state)?.lanes[state.flow.lane];
  if (!lane) return message ? farEnd(message) : { none: USAGE };
  // The lane of a host stands for all its ports: take the one used last.
  for (const row of [message, ...state.flow.window.value.rows.toReversed()]) {
    const address = [row?.src, row?.dst].find(end => end === lane.key || (end && splitAddress(end).host === lane.key));
    if (row && address) return ofAddress(address, row.transport);
  }
  return { none: 'The address of this lane is not known.' };
}

function farEnd({ method, src, dst, transport }: MessageRow): Target {
  return ofAddress(method === null ? src : dst, transport);
}

function ofLine(state: State): Target {
  const message = currentMessage(state);
  const { cursor } = state.message;
  const lines = openLines(state);
  const field = state.message.compared ? null : fieldAt(lines, cursor);
  const way = transportOf(message?.transport ?? null);
  const uri = lines[cursor]?.kind === 'start' ? (lines[cursor]?.text.split(' ')[1] ?? '') : '';
  const named = field ? ofValue(field.value, way) : ofUri(uri, way);
  if (named) return named;
  return message ? farEnd(message) : { none: USAGE };
}

/** The first host a header names: that of a Via (RFC 3261 section 20.42) or of an address. */
function ofValue(value: string, otherwise: PingTransport | null): PingTarget | null {
  const via = /^SIP\s*\/\s*2\.0\s*\/\s*(\w+)\s+([^;,\s]+)(?:[^,]*;\s*received\s*=\s*([^;,\s]+))?/i.exec(value);
  if (!via) return ofUri(parseAddress(value)?.uri ?? '', otherwise);
  const [, way = '', sentBy = '', received] = via;
  const target = ofUri(`sip:${sentBy}`, transportOf(way));
  return target && received ? { ...target, host: splitAddress(received).host } : target;
}

/** `over` is the transport where the URI names none. */
function ofUri(text: string, over: PingTransport | null): PingTarget | null {
  const uri = parseUri(text);
  if (!uri || uri.host === null || !/^[\w.:%-]+$/.test(uri.host)) return null;
  const named = uri.parameters.find(([name]) => name.toLowerCase() === 'transport')?.[1]?.toLowerCase() ?? '';
  const transport = uri.scheme === 'sips' ? 'tls' : isTransport(named) ? named : (over ?? 'udp');
  const port = uri.port ?? portOf(transport);
  return port > 0 && port <= 65_535 ? { host: uri.host, port, transport } : null;
}

function ofAddress(address: string | null, transport: string | null): Target {
  if (address === null) return { none: 'Where this went is not known: the capture does not say.' };
  const way = transportOf(transport);
  const { host, port } = splitAddress(address);
  if (way === null) return { none: `A ping goes over udp, tcp or tls, and this is ${transport}: ":ping ${host} udp".` };
  return { host, port: Number(port) || portOf(way), transport: way };
}

/** The default port of a URI (RFC 3261 section 19.1.2). */
function portOf(transport: PingTransport): number {
  return transport === 'tls' ? 5061 : 5060;
}

/** Null where no ping goes over it. Unknown is taken for UDP. */
function transportOf(name: string | null): PingTransport | null {
  const way = name?.toLowerCase() ?? 'udp';
  return isTransport(way) ? way : null;
}

function isTransport(word: string): word is PingTransport {
  return TRANSPORTS.some(transport => transport === word);
}
