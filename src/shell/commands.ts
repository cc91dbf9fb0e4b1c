/** The prompt's commands in each context, as data, in the order help lists them. `help` and completion read them. */
import { CAPTURE_OPTIONS } from '../live/capture-words.js';
import type { CommandOption } from '../live/option-parser.js';
import type { Context } from './state.js';

export interface Topic {
  name: string;
  /** The forms of the arguments, each with what it does. */
  forms: readonly (readonly [written: string, does: string])[];
  /** One line for the list of commands. */
  does: string;
  options?: readonly CommandOption[];
  examples?: readonly string[];
}

const HELP: Topic = {
  name: 'help',
  does: 'List the commands, or say more about one of them',
  forms: [['[TOPIC]', 'the commands; about a command, or a field of the filter, all there is to know']],
};

const SHOW_CONVERSATION: Topic['forms'] = [
  ['conversation ID', 'its messages, a line each; ID is an index or a Call-ID'],
  ['conversation ID message N', 'message N with its text'],
  ['conversation ID messages', 'all its messages with their text'],
];

const TOP: readonly Topic[] = [
  {
    name: 'capture',
    does: 'Capture live traffic',
    forms: [
      ['start [INTERFACE…]', 'begin, on all interfaces by default; the prompt stays usable'],
      ['start ssh HOST [INTERFACE…]', 'the same on another host, with the tcpdump there'],
      ['start hep [[ADDRESS]:PORT]', 'listen for HEP over UDP and TCP, port 9060 by default'],
      ['start follow FILE…', 'read files as they grow, are rotated or cut'],
      ['stop [NAME…]', 'end it, or what is named; so does Ctrl-C on an empty line'],
      ['', 'what captures, and what came so far'],
    ],
    options: CAPTURE_OPTIONS,
    examples: ['capture start eth0 -b "port 5060"', 'show conversations sorted', 'capture stop'],
  },
  { name: 'clear', does: 'Forget all conversations', forms: [['', 'forget what was loaded; the filter stays']] },
  {
    name: 'conversation',
    does: 'Enter one conversation: show message 0 is about it then',
    forms: [['ID', 'enter it; ID is an index or a Call-ID']],
    examples: ['conversation 0', 'show messages', 'show message 3', 'exit'],
  },
  { name: 'exit', does: 'Leave the program', forms: [['', 'leave the program; Ctrl-D does too']] },
  {
    name: 'filter',
    does: 'Enter the filter, which says what conversations are shown',
    forms: [
      ['', 'enter the filter'],
      ['COMMAND …', 'run one of its commands without entering it'],
    ],
    examples: ['filter', 'add dstnum 5660066', 'exit', 'show conversations sorted'],
  },
  HELP,
  {
    name: 'load',
    does: 'Read captures beside what is loaded already',
    forms: [['FILE…', 'pcap, pcapng, snoop or the text of tcpdump, packed or not; several are merged by time']],
  },
  {
    name: 'show',
    does: 'Show conversations, messages or the filter',
    forms: [
      ...SHOW_CONVERSATION,
      ['conversations', 'those the filter lets through, by Call-ID'],
      ['conversations sorted', 'the same in order of arrival, with the indexes ID may be'],
      ['filter', 'the filter, as the commands that make it'],
    ],
  },
];

const FILTER: readonly Topic[] = [
  {
    name: 'add',
    does: 'Add terms; several values of one field are alternatives',
    forms: [
      ['diversion NUMBER…', 'the number is in a Diversion header'],
      ['dstip ADDRESS…', 'the first message was sent to the address'],
      ['dstnum NUMBER…', 'the called number'],
      ['has HEADER', 'a message has the header: diversion, pai, ppi, rpid, privacy or any other name'],
      ['ip ADDRESS…', 'the first message was sent from or to the address'],
      ['pai NUMBER…', 'the number is in a P-Asserted-Identity header'],
      ['ppi NUMBER…', 'the number is in a P-Preferred-Identity header'],
      ['rpid NUMBER…', 'the number is in a Remote-Party-ID header'],
      ['srcip ADDRESS…', 'the first message was sent from the address'],
      ['srcnum NUMBER…', 'the calling number'],
      ['telnum NUMBER…', 'the calling or the called number'],
      ['FIELD VALUE…', 'any other field of the query language: help fields'],
    ],
    examples: ['add srcnum 4151500', 'add srcnum 4151500 4151502', 'add has diversion', 'add not status 200'],
  },
  {
    name: 'del',
    does: 'Take terms away',
    forms: [
      ['FIELD VALUE…', 'these values'],
      ['FIELD', 'all values of the field'],
    ],
    examples: ['del srcnum 4151502', 'del has'],
  },
  { name: 'exit', does: 'Leave the filter; it stays in force', forms: [['', 'back to the conversations']] },
  HELP,
  { name: 'reset', does: 'Take every term away', forms: [['', 'no filter any more: all conversations']] },
  {
    name: 'set',
    does: 'Say how terms are joined',
    forms: [
      ['condition and', 'a conversation meets every term; without terms, all do'],
      ['condition or', 'a conversation meets at least one term; without terms, none does. It is so from the start'],
    ],
  },
  { name: 'show', does: 'Show the filter', forms: [['', 'the filter, as the commands that make it']] },
];

const CONVERSATION: readonly Topic[] = [
  { name: 'exit', does: 'Leave the conversation', forms: [['', 'back to all conversations']] },
  HELP,
  {
    name: 'show',
    does: 'Show its messages',
    forms: [
      ['', 'its messages, a line each'],
      ['message N', 'message N with its text'],
      ['messages', 'all its messages with their text'],
    ],
  },
];

export const COMMANDS: Readonly<Record<Context['kind'], readonly Topic[]>> = {
  top: TOP,
  filter: FILTER,
  conversation: CONVERSATION,
};
