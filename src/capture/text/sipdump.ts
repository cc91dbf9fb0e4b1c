/**
 * Files of Kamailio's module sipdump: "====…", lines of "name: value" (time, proto, srcip, srcport, dstip, dstport),
 * "~~~~…", the message as it was, "||||…".
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect, LogHeading } from './log-dialect.js';
import { timeAt } from './log-time.js';

const OPEN = /^={20}$/;
const FIELD = /^([a-z]+): (.*)$/;
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
    if (MESSAGE.test(line)) {
      heading.openDialect = '';
      return 'packet';
    }
    const field = FIELD.exec(line);
    if (field === null) return undefined;
    take(field[1]!, field[2]!, heading);
    return 'detail';
  },
  closes: line => CLOSE.test(line),
};

function take(name: string, value: string, heading: LogHeading): void {
  switch (name) {
    case 'time':
      heading.time = timeAt(value, 0)?.time;
      break;
    case 'proto':
      heading.transport = transportNamed(value.split(' ')[0]);
      break;
    case 'srcip':
      heading.source = colonAddress(`[${value}]`);
      break;
    case 'srcport':
      heading.source = { ...heading.source, port: Number(value) & 0xffff };
      break;
    case 'dstip':
      heading.destination = colonAddress(`[${value}]`);
      break;
    case 'dstport':
      heading.destination = { ...heading.destination, port: Number(value) & 0xffff };
      break;
  }
}
