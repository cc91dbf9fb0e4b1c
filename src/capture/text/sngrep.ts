/**
 * The text saved by sngrep and by `export -o FILE.txt`: "2018/04/16 16:41:37.979995 10.0.0.1:5060 -> 10.0.0.2:5060",
 * then the message. `export` omits the date if the capture had none, and writes "?" for an unknown address.
 */
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';
import { timeAt } from './log-time.js';

const HEADING = /^((?:\d{4}\/\d\d\/\d\d )?\d\d:\d\d:\d\d\.\d{3,6}) (\S+:\d{1,5}|\?) -> (\S+:\d{1,5}|\?)$/;

export const sngrep: LogDialect = {
  name: 'sngrep text',
  readHeading(line, heading) {
    const found = line.includes(' -> ') ? HEADING.exec(line) : null;
    if (found === null) return undefined;
    heading.reset();
    heading.time = timeAt(found[1]!, 0)?.time;
    heading.source = colonAddress(found[2]!);
    heading.destination = colonAddress(found[3]!);
    return 'packet';
  },
};
