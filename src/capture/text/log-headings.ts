/** Log dialects whose headings need no more than to be recognised. */
import type { LineKind, LogDialect } from './log-dialect.js';

/**
 * What a heading holds in any case, by which most lines of a log are decided; its pattern; its kind; what it may begin
 * with, if the pattern says so.
 */
type HeadingLine = readonly [holds: string, pattern: RegExp, kind: LineKind, first?: string];

const DIGITS = '0123456789';

/** Chars of a line that are looked at. */
const MAX_HEADING = 400;

function dialect(name: string, headings: readonly HeadingLine[], closing?: RegExp): LogDialect {
  const lines = headings.map(([holds, pattern, kind, first = '']) => ({ holds, pattern, kind, first }));
  return {
    name,
    readHeading(line, said) {
      for (const { holds, pattern, kind, first } of lines) {
        if (first !== '' && !first.includes(line.charAt(0))) continue;
        if (!line.includes(holds) || !pattern.test(line.slice(0, MAX_HEADING))) continue;
        said.reset();
        return kind;
      }
      return undefined;
    },
    ...(closing === undefined ? {} : { closes: line => closing.test(line) }),
  };
}

/** The text saved by sngrep and by `export -o FILE.txt`, which omits a date that is unknown. */
export const sngrep = dialect('sngrep text', [
  [
    ' -> ',
    /^(?:\d{4}\/\d\d\/\d\d )?\d\d:\d\d:\d\d\.\d{3,6} (?:\S+:\d{1,5}|\?) -> (?:\S+:\d{1,5}|\?)$/,
    'packet',
    DIGITS,
  ],
]);

/** Asterisk's `pjsip set logger on`. Only the peer's address is printed. */
export const asteriskPjsip = dialect('Asterisk pjsip log', [
  [
    '<--- ',
    /<--- (?:Received|Transmitting) SIP (?:request|response) \(\d+ bytes\) (?:from|to) [A-Za-z]+:\S+ --->$/,
    'packet',
  ],
]);

/** Asterisk's `sip set debug` (chan_sip). */
export const asteriskSip = dialect(
  'Asterisk chan_sip log',
  [
    ['SIP read from', /SIP read from (?:[A-Z]+:)?\S+ --->$/, 'packet'],
    [
      'ransmitting ',
      /(?:^|<--- |: )(?:Reliably )?(?:Transmitting|Retransmitting)(?: #\d+)? \((?:no )?NAT\) to (?:[A-Z]+:)?\S+?(?: --->|:)$/,
      'packet',
    ],
  ],
  /^(?:-{3}|<-{6,}>)$/,
);

/** FreeSWITCH's `sofia … siptrace on`, and anything else built on sofia-sip: the message is between two rules. */
export const freeswitch = dialect(
  'FreeSWITCH log',
  [
    [
      ' bytes ',
      /(?:^|\s)(?:recv|send) \d+ bytes (?:from|to) [a-z]+\/\[[^\]\s]*\](?::\d{1,5})? at [\d:. -]{1,40}:?$/,
      'packet',
    ],
  ],
  /(?:^|\s)-{40,}$/,
);

/** Scripts of Kamailio and OpenSIPS that print messages with xlog("… $mb"), to syslog or to stderr. */
export const xlog = dialect('Kamailio or OpenSIPS log', [
  [']: ', /(?:^|[\s/])(?:kamailio|opensips|ser|openser)\S{0,40}\[\d+\]: /, 'entry'],
  ['<script>: ', /(?:DEBUG|INFO|NOTICE|WARNING|ERROR|ALERT|DBG): ?<script>: /, 'entry'],
  [') ', /^\d+\(\d+\) [A-Z]+: /, 'entry', DIGITS],
]);

/** Cisco's `debug ccsip messages`: a line with the time, then "Received:" or "Sent:", with addresses in newer ones. */
export const cisco = dialect('Cisco ccsip log', [
  ['ccsipDisplayMsg', /ccsipDisplayMsg: ?(?:Received|Sent):?\s*$/, 'packet'],
  ['ccsipDisplayMsg', /ccsipDisplayMsg: ?\s*$/, 'detail'],
  ['Received:', /^Received:\s*(?:SIP [A-Z]+ message from \S+ to \S+\s*)?$/, 'packet', 'RS'],
  ['Sent:', /^Sent:\s*(?:SIP [A-Z]+ message from \S+ to \S+\s*)?$/, 'packet', 'RS'],
]);
