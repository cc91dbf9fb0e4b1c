/**
 * What a host in the middle of a call changed between the request it received and the one it sent on: numbers, media, Max-Forwards,
 * and headers with another value, lost or added. What each leg has of its own (Via, tags, Contact, Date …) is no change.
 */
import { joinAddress } from '../../format/addresses.js';
import { parseAddress } from '../headers/address.js';
import { parseUri } from '../headers/uri.js';
import { sdpBodies } from '../message/body.js';
import { headerValue, headerValues, parseMessage, type SipMessage } from '../message/message.js';
import { type Media, parseSdp } from '../message/sdp.js';

export interface LegChange {
  /** A number, a medium or a header: "called number", "audio codecs", "Max-Forwards". */
  what: string;
  /** Null where there was none, or is none any more. */
  before: string | null;
  after: string | null;
}

/** Changes told of one leg: a hostile message may have a thousand headers. */
const MAX_CHANGES = 100;

/** Headers told in another way, and those that every leg has of its own. */
const OWN = new Set([
  ...['Via', 'From', 'To', 'Call-ID', 'CSeq', 'Contact', 'Route', 'Record-Route', 'Max-Forwards', 'Date', 'Timestamp'],
  ...['Content-Length', 'Content-Type', 'Authorization', 'Proxy-Authorization'],
]);

/** The changes from a request to the one sent on, the most telling first. */
export function legChanges(before: Uint8Array, after: Uint8Array): LegChange[] {
  const [from, to] = [parseMessage(before), parseMessage(after)];
  const of = (what: string, value: (message: SipMessage) => string | null): LegChange => ({
    what,
    before: value(from),
    after: value(to),
  });
  const numbers = [
    of('called number', ({ uri }) => userOf(uri)),
    of('caller', message => userOf(addressOf(message, 'From')?.uri)),
    of('caller’s name', message => addressOf(message, 'From')?.display ?? null),
    of('number in To', message => userOf(addressOf(message, 'To')?.uri)),
  ];
  const media = mediaChanges(mediaOf(before, from), mediaOf(after, to));
  const hops = of('Max-Forwards', message => headerValue(message, 'Max-Forwards'));
  const changes = [...numbers, ...media, hops, ...headerNames(from, to).map(name => of(name, valuesOf(name)))];
  return changes.filter(({ before: was, after: is }) => was !== is).slice(0, MAX_CHANGES);
}

function addressOf(message: SipMessage, name: string) {
  return parseAddress(headerValue(message, name) ?? '');
}

function userOf(uri: string | null | undefined): string | null {
  return parseUri(uri ?? '')?.user ?? null;
}

function valuesOf(name: string): (message: SipMessage) => string | null {
  return message => headerValues(message, name).join(', ') || null;
}

/** Headers of either: with another value first, then those lost, then those added. */
function headerNames(from: SipMessage, to: SipMessage): string[] {
  const names = ({ fields }: SipMessage) =>
    new Set(fields.map(({ canonical }) => canonical).filter(name => name !== ''));
  const [had, has] = [names(from), names(to)];
  const both = [...had].filter(name => has.has(name));
  const lost = [...had].filter(name => !has.has(name));
  const added = [...has].filter(name => !had.has(name));
  return [...both, ...lost, ...added].filter(name => !OWN.has(name));
}

function mediaOf(bytes: Uint8Array, message: SipMessage): Media[] {
  return sdpBodies(bytes, message).flatMap(text => parseSdp(text));
}

/** Media by their places: what is offered, and where it is to be sent. */
function mediaChanges(from: readonly Media[], to: readonly Media[]): LegChange[] {
  const count = Math.max(from.length, to.length);
  return Array.from({ length: count }, (_, at) => {
    const [was, is] = [from[at], to[at]];
    const kind = was?.kind ?? is?.kind ?? '';
    return [
      { what: `${kind} codecs`, before: codecsOf(was), after: codecsOf(is) },
      { what: `${kind} address`, before: placeOf(was), after: placeOf(is) },
    ];
  }).flat();
}

function codecsOf(media: Media | undefined): string | null {
  return media && media.port > 0 ? media.codecs.join(', ') : null;
}

function placeOf(media: Media | undefined): string | null {
  return media && media.port > 0 ? joinAddress(media.address ?? '?', media.port) : null;
}
