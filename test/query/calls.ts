/**
 * Four conversations for tests of meaning: a call that was answered, one diverted and busy, one without an answer from an
 * anonymous caller, and a registration without a date.
 */
import { type Conversation, Table } from './table.js';

function lines(...all: string[]): string {
  return all.join('\n');
}

const answered: Conversation = {
  texts: {
    state: 'completed',
    method: 'INVITE',
    transport: 'UDP',
    hungup: 'callee',
    agent: 'Asterisk PBX 13',
    'peer-agent': 'Yealink T46',
  },
  figures: { status: 200, ring: 900, setup: 4200, duration: 31_499.779, retransmissions: 0 },
  messages: [
    {
      time: '2018-04-16T16:41:37.979Z',
      src: '10.10.10.2:5060',
      dst: '178.19.48.48:5060',
      source: 'trunk.pcap',
      codecs: ['PCMA', 'PCMU'],
      media: ['audio 10.10.10.2:4000 sendrecv'],
      text: lines(
        'INVITE sip:5660066@178.19.48.48 SIP/2.0',
        'Via: SIP/2.0/UDP 10.10.10.2;branch=z9hG4bKaaa',
        'From: "Front Desk" <sip:4151502@10.10.10.2>;tag=as58f4201b',
        'To: <sip:5660066@178.19.48.48>',
        'Contact: <sip:4151502@10.10.10.2:5060>',
        'P-Asserted-Identity: <sip:+3544151500@10.10.10.2;user=phone>',
        'Call-ID: 35e857d6@10.10.10.2:5060',
        'CSeq: 102 INVITE',
        'User-Agent: Asterisk PBX 13',
        '',
        'v=0\nm=audio 4000 RTP/AVP 8 0\na=sendrecv',
      ),
    },
    {
      time: '2018-04-16T16:41:42.179Z',
      src: '178.19.48.48:5060',
      dst: '10.10.10.2:5060',
      source: 'trunk.pcap',
      text: lines(
        'SIP/2.0 200 OK',
        'Call-ID: 35e857d6@10.10.10.2:5060',
        'CSeq: 102 INVITE',
        'Server: Yealink T46',
        '',
        '',
      ),
    },
    {
      time: '2018-04-16T16:42:09.479Z',
      src: '178.19.48.48:5060',
      dst: '10.10.10.2:5060',
      source: 'trunk.pcap',
      text: lines(
        'BYE sip:4151502@10.10.10.2 SIP/2.0',
        'From: <sip:5660066@178.19.48.48>;tag=zz',
        'To: <sip:4151502@10.10.10.2>;tag=as58f4201b',
        'Call-ID: 35e857d6@10.10.10.2:5060',
        'CSeq: 1 BYE',
        '',
        '',
      ),
    },
  ],
};

const diverted: Conversation = {
  texts: { state: 'busy', method: 'INVITE', reason: 'Busy Here', transport: 'UDP', agent: 'Cisco-SIPGateway' },
  figures: { status: 486, ring: 12_000, duration: 15_000, retransmissions: 2 },
  messages: [
    {
      time: '2018-04-16T23:59:58.000Z',
      src: '10.20.0.22:5060',
      dst: '[2001:db8::48]:5080',
      source: 'night.pcap',
      text: lines(
        'INVITE sip:8969669@[2001:db8::48] SIP/2.0',
        'From: <sip:003545551234@10.20.0.22>;tag=1',
        'To: <sip:8969669@example.com>',
        'Diversion: <sip:5660066@10.20.0.22>;reason=unconditional',
        'Call-ID: 4a40a41a@10.20.0.22',
        'CSeq: 7 INVITE',
        '',
        '',
      ),
    },
    {
      time: '2018-04-17T00:00:13.000Z',
      src: '[2001:db8::48]:5080',
      dst: '10.20.0.22:5060',
      source: 'night.pcap',
      text: lines('SIP/2.0 486 Busy Here', 'Call-ID: 4a40a41a@10.20.0.22', 'CSeq: 7 INVITE', '', ''),
    },
  ],
};

const anonymous: Conversation = {
  texts: { state: 'unanswered', method: 'INVITE', transport: 'UDP', from: '15660066' },
  figures: { duration: 31_000, retransmissions: 6 },
  messages: [
    {
      time: '2018-04-17T12:05:30.500Z',
      src: '192.0.2.7:5060',
      dst: '10.10.10.2:5060',
      source: 'trunk.pcap',
      malformed: true,
      faults: ['content-length'],
      text: lines(
        'INVITE sip:alice@example.com SIP/2.0',
        'From: "Anonymous" <sip:anonymous@anonymous.invalid>;tag=2',
        'To: <sip:alice@example.com>',
        'P-Preferred-Identity: <tel:15660066>',
        'Privacy: id',
        'Call-ID: 91c06e8e-c572-1235',
        'CSeq: 1 INVITE',
        '',
        '',
      ),
    },
  ],
};

const registration: Conversation = {
  texts: { state: 'registered', method: 'REGISTER', transport: 'TCP' },
  dated: false,
  figures: { status: 200, duration: 20 },
  messages: [
    {
      time: '1970-01-01T08:30:00.000Z',
      src: '10.10.10.9:40000',
      dst: '10.10.10.2:5060',
      source: 'console.txt',
      transport: 'TCP',
      truncated: true,
      text: lines(
        'REGISTER sip:example.com SIP/2.0',
        'From: <sip:4151509@example.com>;tag=3',
        'To: <sip:4151509@example.com>',
        'Remote-Party-ID: <sip:4151510@example.com>',
        'Call-ID: reg-77',
        'CSeq: 1 REGISTER',
        '',
        '',
      ),
    },
    {
      time: '1970-01-01T08:30:00.020Z',
      src: '10.10.10.2:5060',
      dst: '10.10.10.9:40000',
      source: 'console.txt',
      transport: 'TCP',
      text: lines('SIP/2.0 200 OK', 'Call-ID: reg-77', 'CSeq: 1 REGISTER', '', ''),
    },
  ],
};

export const ANSWERED = 0;
export const DIVERTED = 1;
export const ANONYMOUS = 2;
export const REGISTRATION = 3;

export function calls(): Table {
  return new Table([answered, diverted, anonymous, registration]);
}
