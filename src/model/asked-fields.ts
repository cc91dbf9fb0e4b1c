/** Filter-only fields: they ask for part of a conversation's value, or for something any of its messages has. */
import { METHOD_NAMES } from '../sip/headers/methods.js';
import type { Entry } from './field.js';

export const ASKED_FIELDS = [
  {
    name: 'ip',
    type: 'address',
    help: 'the earliest message’s source or destination',
    filter: { example: 'ip 10.1.0.0/16', completion: 'values', ask: { ends: ['src', 'dst'], part: 'host' } },
  },
  {
    name: 'srcip',
    type: 'address',
    help: 'the earliest message’s source address',
    filter: { example: 'srcip 10.10.10.2', completion: 'values', ask: { ends: ['src'], part: 'host' } },
  },
  {
    name: 'dstip',
    type: 'address',
    help: 'the earliest message’s destination address',
    filter: { example: 'dstip 178.19.48.48', completion: 'values', ask: { ends: ['dst'], part: 'host' } },
  },
  {
    name: 'srcport',
    type: 'count',
    help: 'source port',
    filter: { example: 'srcport 5060', completion: 'values', ask: { ends: ['src'], part: 'port' } },
  },
  {
    name: 'dstport',
    type: 'count',
    help: 'destination port',
    filter: { example: 'dstport 5060..5080', completion: 'values', ask: { ends: ['dst'], part: 'port' } },
  },
  {
    name: 'since',
    type: 'time',
    help: 'begun at this time or later',
    filter: { example: 'since 2018-04-16', completion: 'none', ask: { time: 'since' } },
  },
  {
    name: 'until',
    type: 'time',
    help: 'begun at this time or earlier',
    filter: { example: 'until 12:00', completion: 'none', ask: { time: 'until' } },
  },
  {
    name: 'has',
    type: 'presence',
    help: 'a message has this header',
    filter: { example: 'has diversion', completion: 'headers', ask: { special: 'has' } },
  },
  {
    name: 'cseq',
    type: 'text',
    help: 'the CSeq: its number, its method or both',
    words: METHOD_NAMES.slice(1),
    filter: { example: 'cseq INVITE', completion: 'words', ask: { special: 'cseq' } },
  },
  {
    name: 'ua',
    type: 'text',
    help: 'part of User-Agent or Server of either side',
    filter: {
      names: ['ua', 'agent'],
      example: 'ua asterisk',
      completion: 'values',
      ask: { either: ['agent', 'peer-agent'], headers: ['User-Agent', 'Server'] },
    },
  },
  {
    name: 'source',
    type: 'text',
    help: 'part of the name of the file or interface',
    always: true,
    filter: { example: 'source trunk.pcap', completion: 'values', ask: { messageText: 'source' } },
  },
  {
    name: 'header',
    type: 'text',
    help: 'part of a header’s value: header.NAME',
    filter: { example: 'header.contact 10.0.0.1', completion: 'none', ask: { special: 'header' } },
  },
  {
    name: 'body',
    type: 'text',
    help: 'part of a message’s body',
    filter: { example: 'body dtmf', completion: 'none', ask: { text: 'body' } },
  },
  {
    name: 'sdp',
    type: 'text',
    help: 'part of a session description',
    filter: { example: 'sdp a=inactive', completion: 'none', ask: { text: 'sdp' } },
  },
  {
    name: 'codec',
    type: 'text',
    help: 'a codec offered or answered',
    filter: { example: 'codec PCMA G729', completion: 'values', ask: { text: 'codecs' } },
  },
  {
    name: 'media',
    type: 'text',
    help: 'media in short: kind, address and port, direction',
    filter: { example: 'media sendonly', completion: 'values', ask: { text: 'media' } },
  },
  {
    name: 'tag',
    type: 'text',
    help: 'part of a From or To tag',
    filter: { example: 'tag as58f4201b', completion: 'none', ask: { parameter: 'tag', of: ['From', 'To'] } },
  },
  {
    name: 'branch',
    type: 'text',
    help: 'part of a Via branch',
    filter: { example: 'branch z9hG4bK776', completion: 'none', ask: { parameter: 'branch', of: ['Via'] } },
  },
  {
    name: 'text',
    type: 'text',
    help: 'part of a whole message',
    always: true,
    filter: {
      names: ['text', 'payload'],
      example: 'text /sip:[0-9]+@/i',
      completion: 'none',
      ask: { text: 'whole' },
    },
  },
  {
    name: 'fault',
    type: 'text',
    help: 'what is wrong with a message: malformed, truncated or a fault’s name',
    words: ['malformed', 'truncated'],
    filter: { example: 'fault malformed', completion: 'words', ask: { special: 'fault' } },
  },
] as const satisfies readonly Entry[];
