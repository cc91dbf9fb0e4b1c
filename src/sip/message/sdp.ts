/**
 * Session descriptions (RFC 8866; direction attributes section 6.7; RFC 3264 for a port of 0): their media, as much as a ladder, a
 * filter and the diagnosis need. Lines that are not "x=value" are skipped.
 */
import { joinAddress } from '../../format/addresses.js';
import { CODEC_OF_PAYLOAD_TYPE, channelsOfPayloadType, rateOfPayloadType } from './payload-types.js';

/** A codec as an RTP payload type stands for it. */
export interface Format {
  /** The payload type, or the format of a medium that is not RTP. */
  type: string;
  /** As in `codecs`. */
  name: string;
  /** Clock rate in Hz; 0 where nothing tells. */
  rate: number;
  channels: number;
}

export interface Media {
  /** "audio", "video", "image", "message"… */
  kind: string;
  /** 0 if the stream is refused or ended. */
  port: number;
  /** "RTP/AVP", "udptl"… */
  protocol: string;
  /** Connection address of the stream, else of the session; null where neither is given. */
  address: string | null;
  /** Codec names in order of preference; a format without a name stands as it is. */
  codecs: string[];
  /** The same with their payload types and clocks. */
  formats: Format[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** How its keys are agreed: suites of a=crypto (RFC 4568), a=fingerprint (RFC 5763), a=key-mgmt (RFC 4567). */
  suites: string[];
  hasFingerprint: boolean;
  hasKeyManagement: boolean;
  /** It has a part of ICE (RFC 8839): its address may follow later. */
  hasIce: boolean;
}

/** Media descriptions kept of one body, formats and suites of one medium. */
const MAX_MEDIA = 64;
const MAX_FORMATS = 128;
const MAX_SUITES = 32;
/** Sent beside the voice, not a codec of it: only mentioned if it is the only one. */
const SIDE_CODECS = new Set(['telephone-event', 'CN', 'red', 'rtx', 'ulpfec']);

/** The media of a session description. Never throws. */
export function parseSdp(text: string): Media[] {
  const media: Media[] = [];
  // What stands before the first medium holds for all of them.
  const session = mediumOf('');
  let current: Media | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    const value = line.slice(2).trim();
    if (line.startsWith('m=')) {
      if (media.length >= MAX_MEDIA) break;
      current = { ...mediumOf(value), ...inheritedOf(session) };
      media.push(current);
    } else if (line.startsWith('c=')) (current ?? session).address = value.split(/\s+/)[2]?.split('/')[0] ?? null;
    else if (line.startsWith('a=')) readAttribute(value, current ?? session);
  }
  return media;
}

function mediumOf(line: string): Media {
  const [kind = '', port = '', protocol = '', ...rest] = line.split(/\s+/);
  const isRtp = /\bRTP\//i.test(protocol);
  const formats = rest.slice(0, MAX_FORMATS).map(type => formatOf(type, isRtp));
  return {
    kind,
    port: Number.parseInt(port, 10) || 0,
    protocol,
    address: null,
    codecs: formats.map(({ name }) => name),
    formats,
    direction: 'sendrecv',
    suites: [],
    hasFingerprint: false,
    hasKeyManagement: false,
    hasIce: false,
  };
}

function inheritedOf({ address, direction, suites, hasFingerprint, hasKeyManagement, hasIce }: Media): Partial<Media> {
  return { address, direction, suites: [...suites], hasFingerprint, hasKeyManagement, hasIce };
}

function formatOf(type: string, isRtp: boolean): Format {
  const number = isRtp && /^\d{1,3}$/.test(type) ? Number(type) : -1;
  return {
    type,
    name: CODEC_OF_PAYLOAD_TYPE[number] ?? type,
    rate: rateOfPayloadType(number),
    channels: channelsOfPayloadType(number),
  };
}

function readAttribute(value: string, medium: Media): void {
  const direction = directionOf(value);
  if (direction !== undefined) medium.direction = direction;
  else if (/^rtpmap:/i.test(value)) readCodec(value, medium);
  else if (/^crypto:/i.test(value)) {
    const suite = value.split(/\s+/, 2)[1];
    if (suite !== undefined && medium.suites.length < MAX_SUITES) medium.suites.push(suite);
  } else if (/^fingerprint:/i.test(value)) medium.hasFingerprint = true;
  else if (/^key-mgmt:/i.test(value)) medium.hasKeyManagement = true;
  else if (/^(?:ice-ufrag|ice-options|candidate):/i.test(value)) medium.hasIce = true;
}

/** "rtpmap:96 opus/48000/2". */
function readCodec(value: string, { codecs, formats }: Media): void {
  const [, type, name, rate, channels] =
    /^rtpmap:\s*(\S+)\s+([^/\s]+)(?:\/(\d{1,9}))?(?:\/(\d{1,3}))?/i.exec(value) ?? [];
  if (type === undefined || name === undefined) return;
  const at = formats.findIndex(format => format.type === type);
  if (at < 0) return;
  codecs[at] = name;
  const format = formats[at]!;
  formats[at] = { type, name, rate: Number(rate ?? format.rate), channels: Number(channels ?? 1) };
}

/** Media in short, one text a stream: "PCMA,PCMU 10.0.0.1:4000 sendrecv", "video H264 …", "audio off" for a port of 0. */
export function mediaSummary(media: readonly Media[]): string[] {
  return media.map(stream => {
    const kind = stream.kind === 'audio' ? '' : `${stream.kind} `;
    if (stream.port === 0) return `${stream.kind} off`;
    const voices = stream.codecs.filter(codec => !SIDE_CODECS.has(codec));
    const codecs = (voices.length > 0 ? voices : stream.codecs).join(',');
    return `${kind}${codecs} ${joinAddress(stream.address ?? '?', stream.port)} ${stream.direction}`;
  });
}

function directionOf(attribute: string): Media['direction'] | undefined {
  if (attribute === 'sendrecv' || attribute === 'sendonly' || attribute === 'recvonly' || attribute === 'inactive') {
    return attribute;
  }
  return undefined;
}
