/**
 * Asterisk's `sip set debug` (chan_sip): "<--- SIP read from UDP:10.0.0.1:5060 --->", "<--- Transmitting (no NAT) to
 * 10.0.0.1:5060 --->" or "Reliably Transmitting (NAT) to 10.0.0.1:5060:", then the message and a rule. Only the peer's
 * address is printed.
 */
import { transportNamed } from '../../model/transports.js';
import { colonAddress } from './printed-address.js';
import type { LogDialect } from './log-dialect.js';

const RECEIVED = /SIP read from (?:([A-Z]+):)?(\S+) --->$/;
const SENT =
  /(?:^|<--- |: )(?:Reliably )?(?:Transmitting|Retransmitting)(?: #\d+)? \((?:no )?NAT\) to (?:([A-Z]+):)?(\S+?)(?: --->|:)$/;
const RULE = /^(?:-{3}|<-{6,}>)$/;

export const asteriskSip: LogDialect = {
  name: 'Asterisk chan_sip log',
  readHeading(line, heading) {
    const received = line.includes('SIP read from') ? RECEIVED.exec(line) : null;
    const sent = received === null && line.includes('ransmitting') ? SENT.exec(line) : null;
    const found = received ?? sent;
    if (found === null) return undefined;
    heading.reset();
    heading.transport = transportNamed(found[1]);
    const peer = colonAddress(found[2]!);
    if (received !== null) heading.source = peer;
    else heading.destination = peer;
    return 'packet';
  },
  closes: line => RULE.test(line),
};
