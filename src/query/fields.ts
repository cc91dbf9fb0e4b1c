/**
 * Every field a query can ask about, as data: parser, completion, help and the README's table come from here.
 * In: nothing. Out: the fields, and a field by the word that names it.
 */
import { METHOD_NAMES } from '../sip/headers/methods.js';
import { STATES } from '../sip/states.js';

/**
 * How the values of a field are read and compared:
 * number (telephone), party (number or URI), address, text, count, duration, time, status, word (one of `words`),
 * method, presence (a header's name), outcome (a state or a status).
 */
export type FieldType =
  | 'number'
  | 'party'
  | 'address'
  | 'text'
  | 'count'
  | 'duration'
  | 'time'
  | 'status'
  | 'method'
  | 'word'
  | 'presence'
  | 'outcome';

/** What the editor offers as values: the table's distinct values, names of headers, the words of the field, or nothing. */
export type Completion = 'values' | 'headers' | 'words' | 'none';

export interface Field {
  name: string;
  aliases: readonly string[];
  type: FieldType;
  /** One sentence without a full stop. */
  help: string;
  /** A whole term. */
  example: string;
  completion: Completion;
  /** The values there are, where they are few. */
  words: readonly string[];
}

export const METHODS: readonly string[] = METHOD_NAMES.slice(1);

const TRANSPORTS = ['UDP', 'TCP', 'TLS', 'SCTP', 'WS', 'WSS'] as const;
const SIDES = ['caller', 'callee', 'both'] as const;

function field(
  names: string,
  type: FieldType,
  help: string,
  example: string,
  completion: Completion = 'values',
  words: readonly string[] = [],
): Field {
  const [name, ...aliases] = names.split(' ');
  return { name: name!, aliases, type, help, example, completion, words };
}

/** In the order help lists them. The first name is the one that is printed. */
export const FIELDS: readonly Field[] = [
  field('num number', 'number', 'the number anywhere in any message; the row says where', 'num +3545660066'),
  field('telnum', 'number', 'the caller’s or the called number', 'telnum 5660066'),
  field('srcnum', 'number', 'the number in From of the earliest message', 'srcnum 4151502 4151509'),
  field('dstnum', 'number', 'the number in To of the earliest message', 'dstnum 5660066'),
  field('from', 'party', 'the caller: a number, or part of From’s URI', 'from 4151502'),
  field('to', 'party', 'the called: a number, or part of To’s URI', 'to alice@example.com'),
  field('diversion', 'number', 'the number in a Diversion header', 'diversion 5660066'),
  field('pai', 'number', 'the number in a P-Asserted-Identity header', 'pai 4151500'),
  field('ppi', 'number', 'the number in a P-Preferred-Identity header', 'ppi 4151500'),
  field('rpid', 'number', 'the number in a Remote-Party-ID header', 'rpid 4151500'),
  field('has', 'presence', 'a message has this header', 'has diversion', 'headers'),
  field('ip', 'address', 'the earliest message’s source or destination', 'ip 10.1.0.0/16'),
  field('srcip', 'address', 'the earliest message’s source address', 'srcip 10.10.10.2'),
  field('dstip', 'address', 'the earliest message’s destination address', 'dstip 178.19.48.48'),
  field('src', 'address', 'source of the earliest message, or of the one in message(…)', 'src 10.10.10.2:5060'),
  field('dst', 'address', 'destination of the earliest message, or of the one in message(…)', 'dst 10.0.0.0/8'),
  field('srcport', 'count', 'source port', 'srcport 5060'),
  field('dstport', 'count', 'destination port', 'dstport 5060..5080'),
  field('transport', 'word', 'what carried the messages', 'transport TCP TLS', 'words', TRANSPORTS),
  field('callid call-id', 'text', 'part of the Call-ID', 'callid 35e857d6'),
  field('index', 'count', 'the number of arrival', 'index 0..99', 'none'),
  field('method', 'method', 'a request of this method', 'method INVITE', 'values', METHODS),
  field('status', 'status', 'a response with this status', 'status 4xx 503'),
  field('reason', 'text', 'part of a response’s reason phrase', 'reason "not found"'),
  field('cseq', 'text', 'the CSeq: its number, its method or both', 'cseq INVITE', 'words', METHODS),
  field('state', 'word', 'what became of the conversation', 'state busy unanswered', 'words', STATES),
  field(
    'outcome final',
    'outcome',
    'the final status or the state, as the row shows it',
    'outcome 486',
    'words',
    STATES,
  ),
  field('hungup', 'word', 'the side that hung up', 'hungup callee', 'words', SIDES),
  field('duration', 'duration', 'from the first message to the last', 'duration > 3s', 'none'),
  field('ringtime ring', 'duration', 'from the first request to ringing', 'ringtime > 2s', 'none'),
  field('setup', 'duration', 'from the first request to the answer', 'setup 1s..5s', 'none'),
  field('messages', 'count', 'how many messages there are', 'messages >= 10', 'none'),
  field('retransmissions', 'count', 'how many of them were sent again', 'retransmissions > 0', 'none'),
  field('time', 'time', 'a message at this time', 'time 16:41..16:45', 'none'),
  field('since', 'time', 'begun at this time or later', 'since 2018-04-16', 'none'),
  field('until', 'time', 'begun at this time or earlier', 'until 12:00', 'none'),
  field('ua agent', 'text', 'part of User-Agent or Server', 'ua asterisk'),
  field('source', 'text', 'part of the name of the file or interface', 'source trunk.pcap'),
  field('header', 'text', 'part of a header’s value: header.NAME', 'header.contact 10.0.0.1', 'none'),
  field('body', 'text', 'part of a message’s body', 'body dtmf', 'none'),
  field('sdp', 'text', 'part of a session description', 'sdp a=inactive', 'none'),
  field('codec', 'text', 'a codec offered or answered', 'codec PCMA G729'),
  field('media', 'text', 'media in short: kind, address and port, direction', 'media sendonly'),
  field('tag', 'text', 'part of a From or To tag', 'tag as58f4201b', 'none'),
  field('branch', 'text', 'part of a Via branch', 'branch z9hG4bK776', 'none'),
  field('text payload', 'text', 'part of a whole message', 'text /sip:[0-9]+@/i', 'none'),
  field(
    'fault',
    'text',
    'what is wrong with a message: malformed, truncated or a fault’s name',
    'fault malformed',
    'words',
    ['malformed', 'truncated'],
  ),
];

const BY_NAME: ReadonlyMap<string, Field> = new Map(
  FIELDS.flatMap(one => [one.name, ...one.aliases].map(name => [name, one] as const)),
);

/** Every word that names a field, without `header.NAME`. */
export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()].filter(name => name !== 'header');

/** Field names are written small or in capitals; `To` and `Reason` are words like any other. */
export function fieldOf(word: string): { field: Field; header: string | null } | null {
  const header = /^header\.(.*)$/is.exec(word);
  if (header) return { field: BY_NAME.get('header')!, header: header[1]! };
  const small = word.toLowerCase();
  if (small === 'header' || (word !== small && word !== word.toUpperCase())) return null;
  const named = BY_NAME.get(small);
  return named === undefined ? null : { field: named, header: null };
}

/** A field by the name it has in the tree. */
export function fieldNamed(name: string): Field {
  const named = BY_NAME.get(name);
  if (named === undefined) throw new Error(`no field is called ${name}`);
  return named;
}
