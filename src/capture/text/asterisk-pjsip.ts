/**
 * Asterisk's `pjsip set logger on`: "<--- Received SIP request (823 bytes) from UDP:10.0.0.1:5060 --->" or "<---
 * Transmitting SIP response (300 bytes) to TLS:[2001:db8::1]:5061 --->", then the message. Only the peer's address is
 * printed.
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';

const HEADING =
  /<--- (Received|Transmitting) SIP (?:request|response) \(\d+ bytes\) (?:from|to) ([A-Za-z]+):(\S+) --->$/;

export const asteriskPjsip: LogDialect = {
  name: 'Asterisk pjsip log',
  readHeading(line, heading) {
    const found = line.includes('<--- ') ? HEADING.exec(line) : null;
    if (found === null) return undefined;
    heading.reset();
    heading.transport = transportNamed(found[2]);
    const peer = colonAddress(found[3]!);
    if (found[1] === 'Received') heading.source = peer;
    else heading.destination = peer;
    return 'packet';
  },
};
