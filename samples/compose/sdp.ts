/** Session descriptions (RFC 8866) as the agents in the samples write them. */
import { type Endpoint, token } from './endpoint.js';

/** Offer of an Asterisk with video on: G.722, A-law, µ-law and telephone events; H.261 to H.264. */
export function asteriskOffer(host: Endpoint, session: number, audioPort: number, videoPort: number): string {
  const video = ['31 H261', '34 H263', '99 H264', '98 h263-1998'].map(codec => codec.split(' '));
  return lines(
    ...['v=0', `o=root ${session} ${session} IN IP4 ${host.ip}`, 's=Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1'],
    ...[`c=IN IP4 ${host.ip}`, 'b=CT:384', 't=0 0'],
    ...[`m=audio ${audioPort} RTP/AVP 9 8 0 101`, ...audioCodecs('9', '8', '0', '101'), 'a=maxptime:150', 'a=sendrecv'],
    `m=video ${videoPort} RTP/AVP ${video.map(([type]) => type).join(' ')}`,
    ...video.map(([type, name]) => `a=rtpmap:${type} ${name}/90000`),
    'a=sendrecv',
  );
}

/** Plain audio with the payload types given, in their order of preference: the offer or the answer of a phone. */
export function audio(host: Endpoint, port: number, ...payloadTypes: ('9' | '8' | '0' | '101')[]): string {
  const session = Number.parseInt(token(`session ${host.ip} ${port}`, 7), 16);
  return lines(
    ...['v=0', `o=- ${session} ${session} IN IP4 ${host.ip}`, 's=-', `c=IN IP4 ${host.ip}`, 't=0 0'],
    ...[
      `m=audio ${port} RTP/AVP ${payloadTypes.join(' ')}`,
      ...audioCodecs(...payloadTypes),
      'a=ptime:20',
      'a=sendrecv',
    ],
  );
}

const AUDIO_CODECS: Record<string, readonly string[]> = {
  '0': ['a=rtpmap:0 PCMU/8000'],
  '8': ['a=rtpmap:8 PCMA/8000'],
  '9': ['a=rtpmap:9 G722/8000'],
  '101': ['a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16'],
};

function audioCodecs(...payloadTypes: string[]): string[] {
  return payloadTypes.flatMap(type => AUDIO_CODECS[type] ?? []);
}

function lines(...text: string[]): string {
  return `${text.join('\r\n')}\r\n`;
}
