/**
 * Inputs for mutation: the bundled samples, as they are and in every layer; an example of each text dialect; TLS with
 * its key log; the captures and messages of ../shared/corpus, if it is there.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Composed, wrappedCaptures } from './wrapped.js';

const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const samples = folder('../../samples/');
const corpus = folder('../../../shared/corpus/');
const examples = folder('../capture/text/examples/');
/** Made by test/decode/tls/exchange.ts: sessions of each kind of cipher. */
const tls = folder('tls/');
/** The secrets of all of them. */
export const KEY_LOG = `${tls}keys.log`;
/** Larger files take more time than they are worth. */
const MAX_BYTES = 1_000_000;

/** Every capture and every printed one. */
export function captures(): (Composed | { origin: string })[] {
  const paths = [samples, corpus, tls].flatMap(each => filesOf(each, /\.(pcap|pcapng|cap|snoop|txt|gz|pcap-header)$/));
  const composed = ['call-two-legs.pcap', 'registration-challenge.pcap'].flatMap(name =>
    wrappedCaptures(samples + name),
  );
  return [...[...paths, ...filesOf(examples, /./)].map(origin => ({ origin })), ...composed];
}

/** Every file that is one message. */
export function messagePaths(): string[] {
  return filesOf(corpus, /torture\/.*\.(dat|sip)$/);
}

/** Every log: an example of each dialect, and those of the corpus. */
export function logPaths(): string[] {
  return [...filesOf(examples, /./), ...filesOf(corpus, /(?:logs|tcpdump-text)\/.*\.txt$/)];
}

/** The bytes of one of them. */
export function bytesOf(capture: Composed | { origin: string }): Uint8Array {
  return 'bytes' in capture ? capture.bytes : readInput(capture.origin);
}

export function readInput(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

function filesOf(folder: string, pattern: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => `${folder}${name}`)
    .filter(path => pattern.test(path) && statSync(path).isFile() && statSync(path).size <= MAX_BYTES)
    .sort();
}

/** A message that is there without the corpus. */
export const MESSAGE = [
  'INVITE sip:bob@biloxi.example.com;transport=tcp SIP/2.0',
  'Via: SIP/2.0/TCP [2001:db8::9:1]:5060;branch=z9hG4bK74bf9;received=192.0.2.1',
  'Max-Forwards: 70',
  'From: "Alice \\"A\\" Jones" <sip:alice@atlanta.example.com;user=phone>;tag=9fxced76sl',
  'To: Bob <tel:+49-30-1234567;phone-context=example.com>',
  'Call-ID: 3848276298220188511@atlanta.example.com',
  'CSeq: 1 INVITE',
  'Contact: <sip:alice@client.atlanta.example.com>;q=0.5, "x" <sips:b@c>',
  'P-Asserted-Identity: <sip:+4930@a>',
  'Diversion: <sip:7@a>;reason=no-answer',
  'Subject: folded',
  '\tvalue',
  'Content-Type: multipart/mixed;boundary="b"',
  'Content-Length: 190',
  '',
  '--b',
  'Content-Type: application/sdp',
  '',
  'v=0',
  'o=alice 1 1 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 49172 RTP/AVP 0 8',
  'a=rtpmap:0 PCMU/8000',
  '--b',
  'Content-Type: application/isup',
  '',
  '\x01\x00\xff',
  '--b--',
  '',
].join('\r\n');

/** What breaks parsers of SIP. */
export const WORDS = [
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    ' ',
    '\t',
    '\r\n ',
    ':',
    ';',
    ',',
    '<',
    '>',
    '"',
    '\\',
    '%',
    '%00',
    '@',
    '[',
    ']',
    '?',
    '&',
  ],
  ...[
    'SIP/2.0 ',
    'SIP/2.0 200 OK\r\n',
    ' SIP/2.0\r\n',
    'INVITE sip:a@b SIP/2.0\r\n',
    'sip:',
    'tel:',
    'Content-Length: 0\r\n',
  ],
  ...[
    'Content-Length: 99999999999\r\n',
    'l: -1\r\n',
    'i: x\r\n',
    'v: \r\n',
    'CSeq: 4294967296 X\r\n',
    '--b\r\n',
    '--b--\r\n',
  ],
  ...[
    'm=audio 0 RTP/AVP 0\r\n',
    'a=rtpmap:0 PCMU/8000\r\n',
    '\x00',
    '\x1b[2J',
    '\xff\xfe',
    '\xc3',
    '9'.repeat(400),
    '"'.repeat(300),
  ],
];
