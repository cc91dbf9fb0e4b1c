/**
 * Files of Kamailio's module sipdump: "====…", lines of "name: value" (time, proto, srcip, srcport, dstip, dstport),
 * "~~~~…", the message as it was, "||||…".
 */
import type { LogDialect } from './log-dialect.js';

const OPEN = /^={20}$/;
const FIELD = /^[a-z]+: /;
const MESSAGE = /^~{20}$/;
const CLOSE = /^\|{20}$/;

export const sipdump: LogDialect = {
  name: 'Kamailio sipdump',
  readHeading(line, heading) {
    if (OPEN.test(line)) {
      heading.reset(sipdump.name);
      return undefined; // on its own this line is just a rule
    }
    if (heading.openDialect !== sipdump.name) return undefined;
    if (!MESSAGE.test(line)) return FIELD.test(line) ? 'detail' : undefined;
    heading.openDialect = '';
    return 'packet';
  },
  closes: line => CLOSE.test(line),
};
