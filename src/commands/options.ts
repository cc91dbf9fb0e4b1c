/** The command line as data: the parser, `--help` and the README's table share these lists. */
import { oneOf } from '../format/counts.js';
import { LIVE_OPTIONS, type LiveOptions, liveOptions } from '../live/live-options.js';
import { type CommandOption, parseOptions } from '../live/option-parser.js';
import { CERTAINTIES, type Certainty } from '../model/causes.js';
import { ENDINGS } from '../model/formats.js';
import { type PingChoices, pingChoices } from './ping-options.js';

export interface CommandInfo {
  name: string;
  synopsis: string;
  help: string;
  /** Set if the command is announced but not built: what to print instead. */
  notYet?: string;
}

export const COMMANDS: readonly CommandInfo[] = [
  {
    name: 'list',
    synopsis: 'list FILE…',
    help: 'one line a conversation, in order of arrival; --calls one line a call with all its legs',
  },
  {
    name: 'show',
    synopsis: 'show FILE… ID',
    help: 'the messages of one conversation, by its index in list or its Call-ID; --message N one of them, --messages all with their text, --events what happened between them, too; --call ID all legs of its call',
  },
  { name: 'stats', synopsis: 'stats FILE…', help: 'what was read, what was lost and why, counts by method and status' },
  {
    name: 'flow',
    synopsis: 'flow FILE… ID',
    help: 'the ladder of one conversation as text, or of a whole call with --call ID; --json its messages and events',
  },
  {
    name: 'export',
    synopsis: 'export FILE… -o OUT',
    help: `the conversations that match, to ${oneOf(ENDINGS)}, with every packet that carried them`,
  },
  {
    name: 'shell',
    synopsis: 'shell [FILE…]',
    help: "the original tool's prompt: load, capture, filter, show, help; also a command a line from a pipe",
  },
  {
    name: 'capture',
    synopsis: 'capture [FILE… | -]',
    help: 'live, without a UI: a line (or with --json an object) a message as it happens; all interfaces where nothing is named',
  },
  { name: 'devices', synopsis: 'devices', help: 'interfaces that can be captured' },
  {
    name: 'ping',
    synopsis: 'ping HOST[:PORT]',
    help: 'send OPTIONS to the host and show the exchange',
  },
  {
    name: 'diagnose',
    synopsis: 'diagnose FILE…',
    help: 'what is wrong and why: incidents first, worst first, then a finding a conversation with its evidence',
  },
];

interface OptionInfo extends CommandOption {
  /** The commands that use it; absent for all. */
  of?: readonly string[];
}

/** The terminal UI, which has no command name. */
const SCREEN = '';
const PRINTING = ['list', 'show', 'stats', 'flow', 'diagnose'];

export const OPTIONS: readonly OptionInfo[] = [
  {
    long: 'filter',
    short: 'f',
    value: 'EXPR',
    help: 'only conversations that match, in the query language',
    mayBeEmpty: true,
  },
  { long: 'json', help: 'newline-delimited JSON', of: [...PRINTING, 'capture', 'devices', 'ping'] },
  {
    long: 'count',
    short: 'n',
    value: 'N',
    help: 'stop reading after N messages; ping: how many to send',
    of: [...PRINTING, 'export', 'capture', 'ping'],
  },
  {
    long: 'calls',
    help: 'list: one line a call, with all the conversations that are its legs and why they are',
    of: ['list'],
  },
  {
    long: 'call',
    value: 'ID',
    help: 'show, flow: all legs of the call that this conversation belongs to, in one order of time',
    of: ['show', 'flow'],
  },
  {
    long: 'certainty',
    value: 'LEAST',
    help: 'diagnose: certain, likely (the default) or hint: what is less is not said',
    of: ['diagnose'],
  },
  { long: 'message', value: 'N', help: 'show: only this message, with its text', of: ['show'] },
  { long: 'messages', help: 'show: all messages with their text', of: ['show'] },
  {
    long: 'events',
    help: 'show: also ICMP errors, broken connections and gaps of the capture, in order of time',
    of: ['show'],
  },
  {
    long: 'call-id',
    value: 'ID',
    help: 'show, flow: the conversation with this Call-ID, even if it looks like an index',
    of: ['show', 'flow'],
  },
  { long: 'output', short: 'o', value: 'OUT', help: 'export: the file to write', of: ['export'] },
  { long: 'overwrite', help: 'export, -w: replace the file if it exists', of: ['export', 'capture', SCREEN] },
  { long: 'ascii', help: 'draw with ASCII characters only' },
  { long: 'config', value: 'FILE', help: 'settings to use instead of those in the configuration folder' },
  { long: 'debug', help: 'show where an internal error came from' },
  ...LIVE_OPTIONS.map((option): OptionInfo => ({ ...option, of: ['capture', SCREEN] })),
  { long: 'transport', value: 'NAME', help: 'udp, tcp or tls', of: ['ping'] },
  { long: 'source', value: 'ADDR[:PORT]', help: 'address to send from', of: ['ping'] },
  { long: 'interval', value: 'SECONDS', help: 'between one ping and the next', of: ['ping'] },
  { long: 'timeout', value: 'SECONDS', help: 'how long an answer is waited for; 32 by RFC 3261', of: ['ping'] },
  { long: 'max-forwards', value: 'N', help: 'hops the request may take, to find the one that fails', of: ['ping'] },
  { long: 'keylog', value: 'FILE', help: 'secrets of TLS connections, in NSS key log format, to decrypt SIP over TLS' },
  { long: 'version', short: 'V', help: 'print the version' },
  { long: 'help', short: 'h', help: 'print this help' },
];

export interface Invocation {
  /** The command; undefined for the UI. */
  command: CommandInfo | undefined;
  /** The other words: files, and for some commands an ID at the end. */
  words: string[];
  filter: string;
  json: boolean;
  calls: boolean;
  /** The least that is said. */
  certainty: Certainty;
  /** Index or Call-ID of a conversation whose whole call is asked for. */
  call: string | null;
  count: number | null;
  message: number | null;
  messages: boolean;
  events: boolean;
  callId: string | null;
  output: string | null;
  overwrite: boolean;
  ascii: boolean;
  config: string | null;
  /** Key log for decrypting TLS. */
  keylog: string | null;
  debug: boolean;
  live: LiveOptions;
  ping: PingChoices;
  version: boolean;
  help: boolean;
}

/** Parses the words after the program's name. A fault is a sentence (exit 2). */
export function parseInvocation(argv: readonly string[]): Invocation | { wrong: string } {
  const parsed = parseOptions(argv, OPTIONS);
  if ('wrong' in parsed) return { wrong: `${parsed.wrong}. See --help.` };
  const { values, words } = parsed;
  const text = (name: string): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  const command = COMMANDS.find(each => each.name === words[0]);
  for (const option of OPTIONS) {
    const useless = values[option.long] === undefined ? null : whyUseless(option, command);
    if (useless !== null) return { wrong: useless };
  }
  const count = wholeNumber(text('count'), 'count', 1);
  const message = wholeNumber(text('message'), 'message', 0);
  if (typeof count === 'string') return { wrong: count };
  if (typeof message === 'string') return { wrong: message };
  const call = text('call');
  if (call !== null && message !== null)
    return {
      wrong: 'Messages are numbered in each conversation: give --message with the conversation, without --call.',
    };
  if (call !== null && text('call-id') !== null)
    return { wrong: 'Name the conversation once: with --call, or with --call-id.' };
  const certainty = CERTAINTIES.find(each => each === (text('certainty') ?? 'likely'));
  if (certainty === undefined) return { wrong: `--certainty takes ${oneOf(CERTAINTIES)}, not "${text('certainty')}".` };
  const live = liveOptions(values);
  if ('wrong' in live) return live;
  const ping = pingChoices(values);
  if ('wrong' in ping) return ping;
  return {
    command,
    words: command ? words.slice(1) : words,
    filter: text('filter') ?? '',
    json: values['json'] === true,
    calls: values['calls'] === true,
    certainty,
    call,
    count,
    message,
    messages: values['messages'] === true,
    events: values['events'] === true,
    callId: text('call-id'),
    output: text('output'),
    overwrite: values['overwrite'] === true,
    ascii: values['ascii'] === true,
    config: text('config'),
    keylog: text('keylog'),
    debug: values['debug'] === true,
    live,
    ping,
    version: values['version'] === true,
    help: values['help'] === true,
  };
}

/** Why an option would have no effect here, in a sentence: it is refused rather than ignored. */
function whyUseless({ long, of }: OptionInfo, command: CommandInfo | undefined): string | null {
  if (of === undefined || of.includes(command?.name ?? SCREEN)) return null;
  const commands = of.filter(name => name !== SCREEN).join(', ');
  return `--${long} is an option of ${commands}, not of ${command?.name ?? 'the screen'}.`;
}

function wholeNumber(value: string | null, option: string, least: number): number | null | string {
  if (value === null) return null;
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
  return number >= least ? number : `--${option} takes a whole number of ${least} or more, not "${value}".`;
}

/** The text of `--help`. */
export function helpText(): string {
  const rows = (pairs: [string, string][]) => {
    const width = Math.max(...pairs.map(([left]) => left.length));
    return pairs.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
  };
  const commands = COMMANDS.map((each): [string, string] => [
    each.synopsis,
    each.notYet ? `${each.help} (not yet)` : each.help,
  ]);
  const options = OPTIONS.map((each): [string, string] => [
    `${each.short ? `-${each.short}, ` : '    '}--${each.long}${each.value ? ` ${each.value}` : ''}`,
    each.help,
  ]);
  return [
    'sipvestigator [FILE… | -] [options]   open captures in the terminal UI',
    'sipvestigator COMMAND …               print instead',
    '',
    'Commands',
    rows(commands),
    '',
    'Options',
    rows(options),
    '',
    'Exit status: 0 something was found, 1 nothing matched, 2 wrong usage, an input that could not be read at all, or an',
    'output that could not be written.',
  ].join('\n');
}
