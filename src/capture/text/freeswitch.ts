/**
 * FreeSWITCH's `sofia … siptrace on`, and anything else built on sofia-sip: "recv 1122 bytes from udp/[10.0.0.1]:5060
 * at 16:41:37.979995:", a rule, the message indented by three spaces, a rule. Only the peer's address is printed.
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';
import { timeAt } from './log-time.js';

const HEADING = /(?:^|\s)(recv|send) \d+ bytes (?:from|to) ([a-z]+)\/(\[[^\]\s]*\](?::\d{1,5})?) at ([\d:. -]+?):?$/;
const RULE = /(?:^|\s)-{40,}$/;

export const freeswitch: LogDialect = {
  name: 'FreeSWITCH log',
  readHeading(line, heading) {
    const found = line.includes(' bytes ') ? HEADING.exec(line) : null;
    if (found === null) return undefined;
    heading.reset();
    heading.time = timeAt(found[4]!, 0)?.time;
    heading.transport = transportNamed(found[2]);
    const peer = colonAddress(found[3]!);
    if (found[1] === 'recv') heading.source = peer;
    else heading.destination = peer;
    return 'packet';
  },
  closes: line => RULE.test(line),
};
