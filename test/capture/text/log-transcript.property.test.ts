import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../any-text.js';
import { runs } from '../../runs.js';
import { read } from '../captures.js';
import { BODY, EMPTY, HEADERS, pjsip, SDP, START } from './printed-message.js';

test('any lines are read or refused, however they are split', async () => {
  const line = fc.constantFrom(
    START,
    'SIP/2.0 200 OK.',
    ...HEADERS,
    ...BODY,
    ...SDP,
    EMPTY,
    '',
    '.',
    pjsip,
    '='.repeat(20),
    'srcip: 192.0.2.1',
    'time: 1772443815.5',
    '~'.repeat(20),
    'U +1.5 192.0.2.1:5060 -> 192.0.2.2:5060 #1',
    `  ${START}..Via: a..l: 3....abc`,
    'Received: ',
    '<------------>',
    '    Request-Line: BYE sip:a SIP/2.0',
    'Session Initiation Protocol (BYE)',
    'Frame 1: 10 bytes on wire (80 bits)',
    '0000  45 00 00 1c 00 00 00 00',
    'Mar  2 09:30:15 sbc kamailio[1]: INFO: <script>: from 192.0.2.1:5060',
    'Dec 31 23:59:59 sbc',
    '0001-01-01 00:00:00 ',
    '2026-99-99T99:99:99+99:99 ',
    '00:00:00.1 ',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof({ weight: 4, arbitrary: line }, anyText), { maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      async (lines, pieces) => {
        const bytes = Buffer.from(lines.join('\n'), 'latin1');
        const reading = await read(bytes);
        expect(await read(bytes, pieces)).toEqual(reading);
        const times = typeof reading === 'string' ? [] : reading.datagrams.map(({ timeUs }) => timeUs);
        expect(times.filter(timeUs => timeUs < 0)).toEqual([]);
      },
    ),
    runs(),
  );
});
