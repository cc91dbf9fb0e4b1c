/**
 * What scripts of Kamailio and OpenSIPS print with xlog("… $mb"): "Apr 16 16:41:37 sbc kamailio[7]: INFO: <script>: …", or on
 * stderr " 1(3743) INFO: <script>: …", then the message, in the same line or after it; in syslog with its line ends as "#015#012". What
 * the script says of addresses is taken where it says "from A to B", "A -> B" or "from A", with ports.
 */
import { colonAddress } from './printed-address.js';
import { type LogDialect, transportNamed } from './log-dialect.js';
import { timeOfLine } from './log-time.js';

const PROCESS =
  /(?:^|[\s/])(?:kamailio|opensips|ser|openser)\S{0,40}\[\d+\]: |^\d+\(\d+\) [A-Z]+: |(?:DEBUG|INFO|NOTICE|WARNING|ERROR|ALERT|DBG): ?<script>: /;
/** Addresses are said before the message begins. */
const MAX_SAID = 400;
const ADDRESS = String.raw`(?:\b(udp|tcp|tls|sctp|wss?):)?((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]{2,45}\]):\d{1,5})`;
const BOTH = new RegExp(`${ADDRESS} ?(?:->|=>|to) ?${ADDRESS}`, 'i');
const FROM = new RegExp(String.raw`\bfrom ${ADDRESS}`, 'i');
const TO = new RegExp(String.raw`\bto ${ADDRESS}`, 'i');

export const xlog: LogDialect = {
  name: 'Kamailio or OpenSIPS log',
  heading(line, told) {
    const said = line.slice(0, MAX_SAID);
    if (!PROCESS.test(said)) return undefined;
    told.begin();
    told.time = timeOfLine(line)?.time;
    const both = BOTH.exec(said);
    const from = both ?? FROM.exec(said);
    const to = both === null ? TO.exec(said) : null;
    if (from !== null) told.source = colonAddress(from[2]!);
    if (both !== null) told.destination = colonAddress(both[4]!);
    if (to !== null) told.destination = colonAddress(to[2]!);
    told.transport = transportNamed(from?.[1] ?? to?.[1]);
    return 'detail';
  },
};
