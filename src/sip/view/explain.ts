/**
 * One line on what a method, a status, a header or a line of SDP means: a sentence of ours with the RFC that says more,
 * or null if there is nothing to say.
 */
import { headerMeaning } from './explain-headers.js';
import { statusClass, statusMeaning } from './explain-statuses.js';
import { canonicalHeaderName } from '../headers/header-names.js';
import type { MessageLine } from './message-lines.js';

const methods: Record<string, [rfc: number, sentence: string]> = {
  INVITE: [3261, 'opens a call, or changes one that exists; the SDP in it is an offer'],
  ACK: [3261, 'confirms the final response to an INVITE; has no response itself'],
  BYE: [3261, 'ends a call that was answered'],
  CANCEL: [3261, 'gives up a request that has no final response yet; the INVITE then ends with 487'],
  REGISTER: [3261, 'tells the registrar at which address a user is reached'],
  OPTIONS: [3261, 'asks what the other side can do; mostly used to see that it is alive'],
  PRACK: [3262, 'confirms a provisional response sent reliably (100rel)'],
  SUBSCRIBE: [6665, 'asks to be told of events: presence, voice mail, the state of a line'],
  NOTIFY: [6665, 'tells a subscriber of an event'],
  PUBLISH: [3903, 'gives a server the state that others are subscribed to'],
  INFO: [6086, 'carries data within a call, often DTMF; changes nothing of the session'],
  REFER: [3515, 'asks the other side to call somebody else: a transfer'],
  MESSAGE: [3428, 'carries an instant message'],
  UPDATE: [3311, 'changes the session before it is answered, or refreshes its timer'],
};

const sdpLines: Record<string, string> = {
  v: 'version of SDP, always 0',
  o: 'who made the session: user, session number, version (grows with each change), address',
  s: 'name of the session, "-" for none',
  i: 'what the session or medium is about',
  u: 'where more about the session is found',
  e: 'mail address of who is responsible',
  p: 'phone number of who is responsible',
  c: 'address media are to be sent to',
  b: 'bandwidth in kbit/s: AS of the session, TIAS without overhead',
  t: 'when the session starts and ends; 0 0 is always',
  r: 'when the session repeats',
  z: 'changes of the time zone',
  k: 'encryption key, no longer used',
  m: 'a medium: kind, port (0 refuses it), protocol, payload types in order of preference',
};

const sdpAttributes: Record<string, [rfc: number, sentence: string]> = {
  rtpmap: [8866, 'which codec a payload type stands for, and its clock rate'],
  fmtp: [8866, 'parameters of a payload type’s codec'],
  ptime: [8866, 'milliseconds of sound in a packet'],
  maxptime: [8866, 'most milliseconds of sound in a packet'],
  sendrecv: [8866, 'media flow both ways'],
  sendonly: [8866, 'the sender of this SDP only sends: the far end is put on hold'],
  recvonly: [8866, 'the sender of this SDP only receives: the answer to a hold'],
  inactive: [8866, 'media flow in neither direction: both ends on hold'],
  crypto: [4568, 'SRTP suite and key, readable by anyone on the path'],
  fingerprint: [8122, 'hash of the certificate DTLS will show; ties the media’s keys to the signalling'],
  setup: [4145, 'which side opens the connection'],
  candidate: [8839, 'an address media could use, for ICE to try'],
  'ice-ufrag': [8839, 'user name fragment of ICE'],
  'ice-pwd': [8839, 'password of ICE'],
  rtcp: [3605, 'port of RTCP, where it is not the one above RTP’s'],
  'rtcp-mux': [5761, 'RTP and RTCP share one port'],
  'rtcp-fb': [4585, 'feedback the receiver can give'],
  mid: [5888, 'name of this medium'],
  group: [5888, 'media that belong together'],
  curr: [3312, 'quality of service reserved so far'],
  des: [3312, 'quality of service wanted before the phone rings'],
  conf: [3312, 'when to confirm the reservation'],
  ssrc: [5576, 'number by which the sender’s RTP stream is known'],
  label: [4574, 'name by which others refer to this medium'],
  T38FaxVersion: [3362, 'version of T.38 fax'],
};

/** What a line of a message means, in a sentence; null if there is nothing to say. */
export function explainLine({ kind, text, field }: MessageLine): string | null {
  if (kind === 'start') return explainStartLine(text);
  if (kind === 'sdp') return explainSdp(text);
  return field ? explainHeader(field.name) : null;
}

/** What the first line of a message means: "INVITE sip:… SIP/2.0" or "SIP/2.0 180 Ringing". */
export function explainStartLine(line: string): string | null {
  const status = /^SIP\/\d+\.\d+\s+(\d{3})(?!\d)/i.exec(line);
  if (status) return explainStatus(Number(status[1]));
  const method = /^[^\s]+/.exec(line);
  return method ? explainMethod(method[0]) : null;
}

/** "INVITE: request. Opens a call …" */
export function explainMethod(method: string): string | null {
  if (!Object.hasOwn(methods, method)) return null;
  const [rfc, sentence] = methods[method]!;
  return `${method}, request: ${sentence} (RFC ${rfc})`;
}

/** "486 Busy Here, final response, request failure: …"; an unregistered code is explained by its class (RFC 3261 section 8.1.3.2). */
export function explainStatus(code: number): string | null {
  const kind = statusClass(code);
  if (kind === undefined) return null;
  const meaning = statusMeaning(code);
  if (meaning) return `${code} ${meaning.reason}, ${kind}: ${meaning.sentence} (RFC ${meaning.rfc})`;
  return `${code}, ${kind}: not registered, to be treated as ${Math.floor(code / 100)}00${code < 200 ? ' or 183' : ''} (RFC 3261)`;
}

/** What a header means; its name in any case or in compact form. */
export function explainHeader(name: string): string | null {
  const canonical = canonicalHeaderName(name);
  const meaning = headerMeaning(canonical);
  if (!meaning) return /^x-/i.test(name) ? `${canonical}: not registered, a header of one vendor` : null;
  const source = meaning.rfc === null ? 'no RFC' : `RFC ${meaning.rfc}`;
  return `${canonical}: ${meaning.sentence} (${source})`;
}

/** What a line of SDP means: "m=audio 4000 RTP/AVP 8". */
export function explainSdp(line: string): string | null {
  const found = /^([a-z])=([^\s:]*)/.exec(line);
  if (!found) return null;
  const [, type, name] = found;
  if (type === 'a') {
    if (!Object.hasOwn(sdpAttributes, name!)) return null;
    const [rfc, sentence] = sdpAttributes[name!]!;
    return `a=${name}: ${sentence} (RFC ${rfc})`;
  }
  return Object.hasOwn(sdpLines, type!) ? `${type}=: ${sdpLines[type!]} (RFC 8866)` : null;
}
