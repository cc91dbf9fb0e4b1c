/**
 * The files Kamailio's module sipdump writes: "====…", lines of "name: value" (time, proto, srcip, srcport, dstip, dstport), "~~~~…",
 * the message as it was, "||||…".
 */
import { colonAddress } from './printed-address.js';
import { type LogDialect, type Told, transportNamed } from './log-dialect.js';
import { timeAt } from './log-time.js';

const OPEN = /^={20}$/;
const FIELD = /^([a-z]+): (.*)$/;
const MESSAGE = /^~{20}$/;
const CLOSE = /^\|{20}$/;

export const sipdump: LogDialect = {
  name: 'Kamailio sipdump',
  heading(line, told) {
    if (OPEN.test(line)) {
      told.begin(sipdump.name);
      return undefined; // by itself it is a rule as any other
    }
    if (told.telling !== sipdump.name) return undefined;
    if (MESSAGE.test(line)) {
      told.telling = '';
      return 'packet';
    }
    const field = FIELD.exec(line);
    if (field === null) return undefined;
    take(field[1]!, field[2]!, told);
    return 'detail';
  },
  closes: line => CLOSE.test(line),
};

function take(name: string, value: string, told: Told): void {
  switch (name) {
    case 'time':
      told.time = timeAt(value, 0)?.time;
      break;
    case 'proto':
      told.transport = transportNamed(value.split(' ')[0]);
      break;
    case 'srcip':
      told.source = colonAddress(`[${value}]`);
      break;
    case 'srcport':
      told.source = { ...told.source, port: Number(value) & 0xffff };
      break;
    case 'dstip':
      told.destination = colonAddress(`[${value}]`);
      break;
    case 'dstport':
      told.destination = { ...told.destination, port: Number(value) & 0xffff };
      break;
  }
}
