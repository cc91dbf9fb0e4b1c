import { describe, expect, test } from 'vitest';
import { type LogTime, timeOfLine, timeWithin } from '../../../src/capture/text/log-time.js';

const CLOCK_US = 34_215e6;
const at = (us: number, hour = 9): LogTime => ({ kind: 'instant', us: Date.UTC(2026, 2, 2, hour, 30, 15) * 1000 + us });
/** Without a zone: the machine's. */
const here = (us: number): LogTime => ({ kind: 'instant', us: new Date(2026, 2, 2, 9, 30, 15).getTime() * 1000 + us });
const day = (us: number): LogTime => ({ kind: 'day', month: 2, day: 2, us: CLOCK_US + us });
const clock = (us: number): LogTime => ({ kind: 'clock', us: CLOCK_US + us });

const NOTATIONS: [string, LogTime][] = [
  ['2026-03-02T09:30:15.250Z', at(250_000)],
  ['2026-03-02T09:30:15.250000000Z', at(250_000)],
  ['2026-03-02T09:30:15.25+01:00', at(250_000, 8)],
  ['2026-03-02 09:30:15-05', at(0, 14)],
  ['2026-03-02 09:30:15,250', here(250_000)],
  ['2026/03/02 09:30:15', here(0)],
  ['2026.03.02 09:30:15:250', here(250_000)],
  ['20260302-093015.250', here(250_000)],
  ['2026-Mar-02 09:30:15.250', here(250_000)],
  ['02-Mar-2026 09:30:15', here(0)],
  ['02/Mar/2026:09:30:15 +0100', at(0, 8)],
  ['Mon, 2 Mar 2026 09:30:15 +0000', at(0)],
  ['Mon Mar  2 09:30:15 2026', here(0)],
  ['Mon Mar  2 09:30:15 CET 2026', at(0, 8)],
  ['Mon Mar 02 2026 09:30:15 GMT+0100 (CET)', at(0, 8)],
  ['Mar 2, 2026 @ 09:30:15.250', here(250_000)],
  ['3/2/2026 9:30:15 AM', here(0)],
  ['02.03.2026 09:30:15', here(0)],
  ['1772443815.250', at(250_000)],
  ['1772443815250', at(250_000)],
  ['1772443815250123', at(250_123)],
  ['Mar  2 09:30:15', day(0)],
  ['03-02 09:30:15.250', day(250_000)],
  ['02-03@09:30:15.250', day(250_000)],
  ['09:30:15:250', clock(250_000)],
  ['9:30:15.250', clock(250_000)],
];

describe('a time at the beginning of a line', () => {
  test.each(NOTATIONS)('%s', (text, time) => {
    expect(timeOfLine(`${text} something`)?.time).toEqual(time);
    expect(timeOfLine(`[${text}] something`)?.time).toEqual(time);
  });

  test.each([
    '---- 2026/03/02 09:30:15',
    '<134>1 2026/03/02 09:30:15 host',
    '@2026/03/02 09:30:15||',
    'Time: 2026/03/02 09:30:15',
  ])('%s', line => {
    expect(timeOfLine(line)?.time).toEqual(here(0));
  });
});

describe('a time within a line', () => {
  test.each([
    ['a -- [Time:02-03@09:30:15.250]', day(250_000)],
    ['level=info ts="2026-03-02T09:30:15.250Z" x', at(250_000)],
    ['SDL |09:30:15.250 |x', clock(250_000)],
    ['{"time":1772443815.25}', at(250_000)],
    ['Tsec:1772443815,Tmsec:250123,ProtoType:1', at(250_123)],
    ['"timestamp": 1772443815250,', at(250_000)],
    ['10.20.3.4 09:30:15', clock(0)],
  ])('%s', (line, time) => {
    expect(timeOfLine(line)).toBeUndefined();
    expect(timeWithin(line)?.time).toEqual(time);
  });
});

test.each([
  'a call from 1772443815 came in',
  '4917724438152',
  'mac 00:11:22:33:44:55',
  '25:30:15',
  '09:61:15',
  '2026-13-02T99:30:15',
  'branch=z9hG4bK20260302',
  'ratio 3:02 of 12',
])('no time: %s', line => {
  expect(timeWithin(line)).toBeUndefined();
});
