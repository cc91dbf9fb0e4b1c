/** The line of a message that a piece of evidence names. */
import { expect, it } from 'vitest';
import { messageLines } from '../../../src/sip/view/message-lines.js';
import { headerLine } from '../../../src/store/view/open-message.js';

const lines = messageLines(
  new TextEncoder().encode(
    [
      'SIP/2.0 488 Not Acceptable Here',
      'Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1',
      'v: SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK2',
      'Warning: 304 10.0.0.9',
      ' "Media type not available"',
      'Content-Type: application/sdp',
      'Content-Length: 25',
      '',
      'v=0',
      'c=IN IP4 10.0.0.9',
      '',
    ].join('\r\n'),
  ),
);

it.each([
  ['warning', '304 10.0.0.9 "Media type not available"', 3],
  ['Warning', 'Media type', 3],
  ['Via', 'SIP/2.0/UDP 10.0.0.2;branch=z9hG4bK2', 2],
  ['Via', null, 1],
  ['Via', 'what is not there', 1],
  ['SDP', 'c=IN IP4 10.0.0.9', 9],
  ['Reason', null, -1],
])('of %s with %s is found', (header, value, line) => {
  expect(headerLine(lines, header, value)).toBe(line);
});
