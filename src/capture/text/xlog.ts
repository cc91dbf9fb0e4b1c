/**
 * What scripts of Kamailio and OpenSIPS print with xlog("… $mb"): "Apr 16 16:41:37 sbc kamailio[7]: INFO: <script>: …",
 * or on stderr " 1(3743) INFO: <script>: …", then the message in the same line or after it. syslog escapes its line
 * ends as "#015#012". Addresses with ports are read from "from A to B", "A -> B" or "from A".
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';
import { timeOfLine } from './log-time.js';

const PROCESS =
  /(?:^|[\s/])(?:kamailio|opensips|ser|openser)\S{0,40}\[\d+\]: |^\d+\(\d+\) [A-Z]+: |(?:DEBUG|INFO|NOTICE|WARNING|ERROR|ALERT|DBG): ?<script>: /;
/** Addresses are printed within this many chars, before the message. */
const MAX_PREFIX = 400;
const ADDRESS = String.raw`(?:\b(udp|tcp|tls|sctp|wss?):)?((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:.]{2,45}\]):\d{1,5})`;
const BOTH = new RegExp(`${ADDRESS} ?(?:->|=>|to) ?${ADDRESS}`, 'i');
const FROM = new RegExp(String.raw`\bfrom ${ADDRESS}`, 'i');
const TO = new RegExp(String.raw`\bto ${ADDRESS}`, 'i');

export const xlog: LogDialect = {
  name: 'Kamailio or OpenSIPS log',
  readHeading(line, heading) {
    const prefix = line.slice(0, MAX_PREFIX);
    if (!PROCESS.test(prefix)) return undefined;
    heading.reset();
    heading.time = timeOfLine(line)?.time;
    const both = BOTH.exec(prefix);
    const from = both ?? FROM.exec(prefix);
    const to = both === null ? TO.exec(prefix) : null;
    if (from !== null) heading.source = colonAddress(from[2]!);
    if (both !== null) heading.destination = colonAddress(both[4]!);
    if (to !== null) heading.destination = colonAddress(to[2]!);
    heading.transport = transportNamed(from?.[1] ?? to?.[1]);
    return 'detail';
  },
};
