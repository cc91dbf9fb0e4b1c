/**
 * What offers and answers say (RFC 3264): codecs that can be compared, how media are secured, whether a stream can carry anything, and
 * what an address is known to have from what it offered and answered elsewhere in the capture.
 */
import { MESSAGE } from '../../../conversations/message-table.js';
import { type MessageId, NO_MESSAGE } from '../../../model/ids.js';
import type { Format, Media } from '../../../sip/message/sdp.js';
import type { Case } from '../../case.js';

/** Descriptions read of an address. */
const MAX_READ = 16;
/** What is older says nothing about now. */
const DAY_US = 24 * 3600e6;
/** They go beside the voice. */
const SIDE_CODECS = new Set(['TELEPHONE-EVENT', 'CN', 'RED', 'RTX', 'ULPFEC', 'FLEXFEC-03']);
/** Codecs with several names, or whose clock or channels are often written wrong and taken all the same. */
const UNCLOCKED = new Set(['G722', 'OPUS', 'G723', 'G729']);

/** Audio streams that are not refused; in a refusal, which describes what could be taken, those with a port of 0, too. */
export function audioOf(media: readonly Media[], withPortless = false): Media[] {
  return media.filter(({ kind, port }) => kind === 'audio' && (port !== 0 || withPortless));
}

/** Codecs of streams as they are shown, without what goes beside them. */
export function codecNames(streams: readonly Media[]): string[] {
  return streams.flatMap(({ codecs }) => codecs.filter(name => !SIDE_CODECS.has(name.toUpperCase())));
}

/** Codecs of streams for comparing; undefined where one of them is not told, or there is none. */
export function codecKeys(streams: readonly Media[]): Set<string> | undefined {
  const keys = new Set<string>();
  for (const { formats } of streams) {
    for (const format of formats) {
      const name = format.name.toUpperCase();
      if (SIDE_CODECS.has(name)) continue;
      if (format.name === format.type) return undefined;
      keys.add(keyOf(name, format));
    }
  }
  return keys.size === 0 ? undefined : keys;
}

function keyOf(name: string, { rate, channels }: Format): string {
  const plain = name.replace(/^G\.?7231?(?:\.1)?$/, 'G723').replace(/^G\.?729(?:[ABDE]*)$/, 'G729');
  return UNCLOCKED.has(plain) ? plain : `${plain}/${rate}/${channels}`;
}

export function areDisjoint<Item>(one: ReadonlySet<Item>, other: ReadonlySet<Item>): boolean {
  for (const item of one) if (other.has(item)) return false;
  return true;
}

/** Ways to secure a stream that may go together in one. */
export type Security = 'none' | 'sdes' | 'dtls' | 'mikey';

/** The ways of a stream. RTP/AVP with keys is secured where the other can do it; RTP/SAVP without any is of no use. */
export function securityOf(stream: Media): Set<Security> {
  const ways = new Set<Security>();
  if (!isSecured(stream)) ways.add('none');
  if (stream.suites.length > 0) ways.add('sdes');
  if (stream.hasFingerprint) ways.add('dtls');
  if (stream.hasKeyManagement) ways.add('mikey');
  return ways;
}

/** Its profile demands encryption (RFC 3711, 5764). */
export function isSecured({ protocol }: Media): boolean {
  return /\bRTP\/SAVPF?$/i.test(protocol);
}

/** Its profile is one of RTP as far as known. */
export function isRtp({ protocol }: Media): boolean {
  return /\bRTP\/S?AVPF?$/i.test(protocol);
}

/** Why a stream can carry nothing in either direction; none where it can. */
export function uselessness({ port, direction, address, hasIce }: Media): string[] {
  const isNowhere = address === '0.0.0.0' || address === '::';
  return [
    ...(port === 0 ? ['port 0'] : []),
    ...(direction === 'inactive' ? ['inactive'] : []),
    ...(isNowhere && !hasIce ? [`address ${address}`] : []),
  ];
}

/** An address's own descriptions elsewhere in the capture, the latest first: [message, its audio]. */
export function describedBy(c: Case, endpoint: number, at: MessageId): [MessageId, Media[]][] {
  if (endpoint === 0) return [];
  const { messages } = c.conversations;
  const known = c.knowledge.described.of(c.knowledge.hosts.of(endpoint));
  const described: [MessageId, Media[]][] = [];
  let read = 0;
  for (let index = known.length - 1; index >= 0 && read < MAX_READ; index--) {
    const id = known[index]!;
    // Behind one address may be several devices: only what came from the same port is of this one.
    if (!messages.isHere(id) || messages.source.get(id) !== endpoint) continue;
    if (Math.abs(c.elapsedUs(id, at)) > DAY_US) continue;
    read++;
    const audio = audioOf(c.media(id));
    if (audio.length > 0) described.push([id, audio]);
  }
  return described;
}

/** The message of a transaction that has the answer to its offer: the final response, else a provisional one. */
export function answerTo(c: Case, request: MessageId, final: MessageId): MessageId {
  const { messages } = c.conversations;
  if (messages.has(final, MESSAGE.Sdp)) return final;
  const from = c.messages.indexOf(request);
  const cseq = messages.cseq.get(request);
  const method = messages.method.get(request);
  for (let at = from + 1; at < c.messages.length && c.messages[at] !== final; at++) {
    const id = c.messages[at]!;
    if (!messages.has(id, MESSAGE.Response) || messages.cseq.get(id) !== cseq) continue;
    if (messages.branch.get(id) !== messages.branch.get(request)) continue;
    if (messages.method.get(id) === method && messages.has(id, MESSAGE.Sdp)) return id;
  }
  return NO_MESSAGE;
}
