/**
 * What happens in generated conversations: scenarios as steps (a packet and when it is sent), and their mix: 60
 * conversations of 340 messages, repeated.
 */
import { datagramTemplate, messageTemplate, type Template } from './template.js';

export interface Step {
  template: Template;
  /** µs after the conversation's start, to which the shares of its ringing and talking time are added. */
  afterUs: number;
  rings: 0 | 1;
  talks: 0 | 1;
  /** Media: the packet is sent this often, 20 ms apart, each way in turn by `template` and `reverse`. */
  repeat?: { times: number; reverse: Template };
}

const SERVER = '198.51.100.10';
const ALLOW = 'Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE';

/** Headers every request of the phone begins with. */
function fromPhone(method: string, cseq: number, branch: number, tagged = false): string[] {
  const uri = method === 'REGISTER' ? `sip:${SERVER}` : `sip:{called}@${SERVER}`;
  const to = method === 'REGISTER' ? `<sip:{caller}@${SERVER}>` : `<sip:{called}@${SERVER}>`;
  return [
    `${method} ${uri} SIP/2.0`,
    ...via(branch),
    'Max-Forwards: 70',
    `From: "{caller}" <sip:{caller}@${SERVER}>;tag={fromTag}`,
    `To: ${to}${tagged ? ';tag={toTag}' : ''}`,
    'Call-ID: {call}@{phone}',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:{caller}@{phone}:5060;transport=udp>',
    'User-Agent: {agent}',
  ];
}

function via(branch: number): string[] {
  return [`Via: SIP/2.0/UDP {phone}:5060;branch=z9hG4bK{branch}${branch};rport`];
}

/** A response of the server to a request of the phone. */
function toPhone(status: string, method: string, cseq: number, branch: number): string[] {
  const called = method === 'REGISTER' ? '{caller}' : '{called}';
  return [
    `SIP/2.0 ${status}`,
    `Via: SIP/2.0/UDP {phone}:5060;branch=z9hG4bK{branch}${branch};rport=5060;received={phone}`,
    ...(method === 'INVITE' && !status.startsWith('100')
      ? [`Record-Route: <sip:${SERVER};lr=on;ftag={fromTag};did=4f2.c091>`]
      : []),
    `From: "{caller}" <sip:{caller}@${SERVER}>;tag={fromTag}`,
    `To: <sip:${called}@${SERVER}>${status.startsWith('100') ? '' : ';tag={toTag}'}`,
    'Call-ID: {call}@{phone}',
    `CSeq: ${cseq} ${method}`,
    'Server: kamailio (5.6.3 (x86_64/linux))',
  ];
}

const MORE = [
  ALLOW,
  'Supported: replaces, timer, path, 100rel, norefersub',
  'P-Asserted-Identity: "{caller}" <sip:{caller}@198.51.100.10>',
  'Session-Expires: 1800;refresher=uac',
  'Min-SE: 90',
];
const SDP = [
  ...[
    'v=0',
    'o=- 1681234567 1681234567 IN IP4 {phone}',
    's=-',
    'c=IN IP4 {phone}',
    't=0 0',
    'm=audio {port} RTP/AVP 9 8 0 18 101',
  ],
  ...[
    'a=rtpmap:9 G722/8000',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:18 G729/8000',
    'a=fmtp:18 annexb=no',
  ],
  ...[
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-16',
    'a=ptime:20',
    'a=maxptime:150',
    'a=sendrecv',
    'a=rtcp-mux',
  ],
];
const ANSWER = [
  ...[
    'v=0',
    `o=- 1681234570 1681234570 IN IP4 ${SERVER}`,
    's=-',
    `c=IN IP4 ${SERVER}`,
    't=0 0',
    'm=audio {port} RTP/AVP 8 101',
  ],
  ...['a=rtpmap:8 PCMA/8000', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-16', 'a=ptime:20', 'a=sendrecv'],
];
const CHALLENGE = `Digest realm="${SERVER}", nonce="{call}", opaque="{fromTag}", algorithm=MD5, qop="auth"`;

function authorization(name: string, uri: string): string {
  return `${name}: Digest username="{caller}", realm="${SERVER}", nonce="{call}", uri="${uri}", response="{call}", opaque="{fromTag}", qop=auth, cnonce="{toTag}", nc=00000001, algorithm=MD5`;
}

const sent = (lines: string[], body: string[] = []) => messageTemplate(true, lines, body);
const got = (lines: string[], body: string[] = []) => messageTemplate(false, lines, body);
const step = (template: Template, afterUs: number, rings: 0 | 1 = 0, talks: 0 | 1 = 0): Step => ({
  template,
  afterUs,
  rings,
  talks,
});

const CALLED_CONTACT = `Contact: <sip:{called}@${SERVER}:5060;transport=udp>`;

/** INVITE to 200 and ACK; `laterUs` and the CSeq say what went before. */
function setup(laterUs: number, cseq: number, extra: string[] = [], between: Step[] = []): Step[] {
  const branch = cseq;
  return [
    step(sent([...fromPhone('INVITE', cseq, branch), ...extra, ...MORE], SDP), laterUs),
    step(got(toPhone('100 trying -- your call is important to us', 'INVITE', cseq, branch)), laterUs + 1_100),
    ...between,
    step(
      got([...toPhone('180 Ringing', 'INVITE', cseq, branch), CALLED_CONTACT, ...MORE.slice(0, 2)]),
      laterUs + 180_000,
    ),
    step(got([...toPhone('200 OK', 'INVITE', cseq, branch), CALLED_CONTACT, ...MORE], ANSWER), laterUs + 180_000, 1),
    step(
      sent([...fromPhone('ACK', cseq, branch + 4, true), `Route: <sip:${SERVER};lr=on;ftag={fromTag};did=4f2.c091>`]),
      laterUs + 185_000,
      1,
    ),
  ];
}

function teardown(cseq: number): Step[] {
  return [
    step(
      sent([
        ...fromPhone('BYE', cseq, cseq + 4, true),
        `Route: <sip:${SERVER};lr=on;ftag={fromTag};did=4f2.c091>`,
        'Reason: Q.850;cause=16;text="Normal call clearing"',
      ]),
      300_000,
      1,
      1,
    ),
    step(got([...toPhone('200 OK', 'BYE', cseq, cseq + 4), ALLOW]), 304_000, 1, 1),
  ];
}

function challenged(): Step[] {
  return [
    step(sent([...fromPhone('INVITE', 1, 1), ...MORE], SDP), 0),
    step(
      got([...toPhone('407 Proxy Authentication Required', 'INVITE', 1, 1), `Proxy-Authenticate: ${CHALLENGE}`]),
      1_300,
    ),
    step(sent(fromPhone('ACK', 1, 1, true)), 3_100),
    ...setup(20_000, 2, [authorization('Proxy-Authorization', `sip:{called}@${SERVER}`)]),
    ...teardown(3),
  ];
}

function registration(): Step[] {
  const expires = ['Expires: 3600', 'Supported: path, outbound, gruu', ALLOW];
  return [
    step(sent([...fromPhone('REGISTER', 1, 1), ...expires]), 0),
    step(got([...toPhone('401 Unauthorized', 'REGISTER', 1, 1), `WWW-Authenticate: ${CHALLENGE}`]), 1_200),
    step(sent([...fromPhone('REGISTER', 2, 2), ...expires, authorization('Authorization', `sip:${SERVER}`)]), 22_000),
    step(
      got([...toPhone('200 OK', 'REGISTER', 2, 2), 'Contact: <sip:{caller}@{phone}:5060;transport=udp>;expires=3600']),
      24_400,
    ),
  ];
}

function options(): Step[] {
  return [
    step(sent([...fromPhone('OPTIONS', 1, 1), 'Accept: application/sdp', ALLOW]), 0),
    step(got([...toPhone('200 OK', 'OPTIONS', 1, 1), 'Accept: application/sdp', 'Accept-Language: en', ALLOW]), 900),
  ];
}

function rejected(): Step[] {
  return [
    ...setup(0, 1).slice(0, 2),
    step(got([...toPhone('403 Forbidden', 'INVITE', 1, 1), 'Reason: Q.850;cause=21;text="Call rejected"']), 31_000),
    step(sent(fromPhone('ACK', 1, 1, true)), 33_000),
  ];
}

/** Timer A doubles from 0.5 s to 16 s: seven sends in 31.5 s (RFC 3261 section 17.1.1.2). */
function unanswered(): Step[] {
  const { template } = setup(0, 1)[0]!;
  return [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5].map(seconds => step(template, seconds * 1e6));
}

function diverted(): Step[] {
  const forwarded = step(got(toPhone('181 Call Is Being Forwarded', 'INVITE', 1, 1)), 60_000);
  return [
    ...setup(0, 1, [`Diversion: <sip:{diverting}@${SERVER}>;reason=unconditional;counter=1`], [forwarded]),
    ...teardown(2),
  ];
}

function cancelled(): Step[] {
  return [
    ...setup(0, 1).slice(0, 3),
    step(sent(fromPhone('CANCEL', 1, 1)), 180_000, 1),
    step(got(toPhone('200 canceling', 'CANCEL', 1, 1)), 181_000, 1),
    step(got(toPhone('487 Request Terminated', 'INVITE', 1, 1)), 182_500, 1),
    step(sent(fromPhone('ACK', 1, 1, true)), 184_000, 1),
  ];
}

function completed(): Step[] {
  return [...setup(0, 1), ...teardown(2)];
}

/** The mix, spread evenly: 60 scenarios, 340 messages. `mediaPackets` RTP packets go into every call that is answered. */
export function mix(mediaPackets = 0): readonly (readonly Step[])[] {
  const counts: readonly [Step[], number][] = [
    [withMedia(completed(), mediaPackets), 24],
    [withMedia(challenged(), mediaPackets), 3],
    [registration(), 13],
    [options(), 7],
    [rejected(), 6],
    [unanswered(), 3],
    [withMedia(diverted(), mediaPackets), 3],
    [cancelled(), 1],
  ];
  const slots = counts.flatMap(([steps, count]) =>
    Array.from({ length: count }, (_, index) => ({ steps, place: (index + 0.5) / count })),
  );
  return slots.sort((a, b) => a.place - b.place).map(slot => slot.steps);
}

/** Puts media between ACK and BYE: A-law, 160 bytes a packet. */
function withMedia(steps: Step[], packets: number): Step[] {
  if (packets === 0) return steps;
  const payload = Buffer.alloc(12 + 160, 0xd5);
  payload[0] = 0x80;
  payload[1] = 8;
  const ports = { from: 10_000, to: 10_000 };
  const media: Step = {
    ...step(datagramTemplate(true, ports, payload), 200_000, 1),
    repeat: { times: packets, reverse: datagramTemplate(false, ports, payload) },
  };
  return [...steps.slice(0, -2), media, ...steps.slice(-2)];
}
