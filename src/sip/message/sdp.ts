/**
 * Session descriptions (RFC 8866; direction attributes section 6.7; RFC 3264 for a port of 0): their media, as much as a
 * ladder and a filter show. Lines that are not "x=value" are skipped.
 */
import { joinAddress } from '../../format/addresses.js';
import { CODEC_OF_PAYLOAD_TYPE } from './payload-types.js';

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
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
}

/** Media descriptions kept of one body. */
const MAX_MEDIA = 64;
/** Sent beside the voice, not a codec of it: only mentioned if it is the only one. */
const SIDE_CODECS = new Set(['telephone-event', 'CN', 'red', 'rtx', 'ulpfec']);

/** The media of a session description. Never throws. */
export function parseSdp(text: string): Media[] {
  const media: Media[] = [];
  let sessionAddress: string | null = null;
  let sessionDirection: Media['direction'] = 'sendrecv';
  let current: Media | undefined;
  let formats: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const value = line.slice(2);
    if (line.startsWith('m=')) {
      if (media.length >= MAX_MEDIA) break;
      const [kind = '', port = '', protocol = '', ...rest] = value.trim().split(/\s+/);
      formats = rest;
      current = {
        kind,
        port: Number.parseInt(port, 10) || 0,
        protocol,
        address: sessionAddress,
        codecs: rest.map(format => (/^RTP\//i.test(protocol) ? codecOf(format) : format)),
        direction: sessionDirection,
      };
      media.push(current);
    } else if (line.startsWith('c=')) {
      const address = value.trim().split(/\s+/)[2]?.split('/')[0] ?? null;
      if (current === undefined) sessionAddress = address;
      else current.address = address;
    } else if (line.startsWith('a=')) {
      const direction = directionOf(value.trim());
      if (direction !== undefined) {
        if (current === undefined) sessionDirection = direction;
        else current.direction = direction;
      }
      const [, format, name] = /^rtpmap:\s*(\S+)\s+([^/\s]+)/i.exec(value) ?? [];
      const index = format === undefined ? -1 : formats.indexOf(format);
      if (current !== undefined && index >= 0 && name !== undefined) current.codecs[index] = name;
    }
  }
  return media;
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

function codecOf(format: string): string {
  return CODEC_OF_PAYLOAD_TYPE[Number(format)] ?? format;
}

function directionOf(attribute: string): Media['direction'] | undefined {
  if (attribute === 'sendrecv' || attribute === 'sendonly' || attribute === 'recvonly' || attribute === 'inactive') {
    return attribute;
  }
  return undefined;
}
