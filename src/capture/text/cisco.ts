/**
 * Cisco's `debug ccsip messages`: "*Apr 16 16:41:37.979 CET: //-1/xxxxxxxxxxxx/SIP/Msg/ccsipDisplayMsg:", then
 * "Received:" or "Sent:" and the message. Newer versions may print addresses: "Received: SIP UDP message from
 * 10.0.0.1:5060 to 10.0.0.2:5060".
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';
import { timeOfLine } from './log-time.js';

const DISPLAY = /ccsipDisplayMsg: ?(Received|Sent)?:?\s*$/;
const DIRECTION = /^(?:Received|Sent):\s*(?:SIP ([A-Z]+) message from (\S+) to (\S+)\s*)?$/;

export const cisco: LogDialect = {
  name: 'Cisco ccsip log',
  readHeading(line, heading) {
    const display = line.includes('ccsipDisplayMsg') ? DISPLAY.exec(line) : null;
    if (display !== null) {
      heading.reset();
      heading.time = timeOfLine(line)?.time;
      return display[1] === undefined ? 'detail' : 'packet';
    }
    const direction = DIRECTION.exec(line);
    if (direction === null) return undefined;
    heading.reset();
    const [, transport, source, destination] = direction;
    if (source === undefined || destination === undefined) return 'packet';
    heading.transport = transportNamed(transport);
    heading.source = colonAddress(source);
    heading.destination = colonAddress(destination);
    return 'packet';
  },
};
