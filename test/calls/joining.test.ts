/** Which conversations become one call, and which must not. */
import { describe, expect, it } from 'vitest';
import { rowId } from '../../src/model/ids.js';
import { callsLive, callsOf, follow, inOrder, joined, leg } from './scripted.js';

const NUMBERS = 'user=4151502 called=8969669';
const FIRST = leg('one', 'a>m', [0, 1.005, 3.004, 9], NUMBERS);
const SECOND = leg('two', 'm>b', [0.044, 1, 3, 9.006], NUMBERS);

describe('a call that a host sends on', () => {
  it('is one call, with the host, the delay and the numbers as its reason', () => {
    const { calls } = callsOf(inOrder(FIRST, SECOND));
    expect(joined(calls)).toEqual([[0, 1]]);
    const [link] = calls.links(rowId(0));
    expect(link).toMatchObject({ a: 0, b: 1, reason: 'relay', points: 85 });
    expect(link!.because).toBe(
      '10.0.0.13 received the INVITE and sent it on 44 ms later, called and calling number the same; ringing, final response, end passed on',
    );
    expect(link!.evidence.map(({ conversation, shows }) => [conversation, shows])).toEqual([
      [0, 'received'],
      [1, 'sent on after 44 ms'],
      [1, 'ringing'],
      [0, 'ringing, 5.0 ms apart'],
      [1, 'final response'],
      [0, 'final response, 4.0 ms apart'],
      [1, 'end'],
      [0, 'end, 6.0 ms apart'],
    ]);
  });

  it('is the same call when it is looked at message by message, in whichever order they came', () => {
    expect(joined(callsLive(inOrder(FIRST, SECOND)))).toEqual([[0, 1]]);
    // The second leg was captured elsewhere and read first.
    expect(joined(callsLive(SECOND + FIRST))).toEqual([[0, 1]]);
  });

  it('is one call where numbers are written otherwise, and where none is kept but all is heard', () => {
    const national = leg('two', 'm>b', [0.044, 1, 3, 9.006], 'user=0049304151502 called=049308969669');
    const international = leg('one', 'a>m', [0, 1.005, 3.004, 9], 'user=+49304151502 called=+49308969669');
    expect(joined(callsOf(inOrder(international, national)).calls)).toEqual([[0, 1]]);
    const rewritten = leg('two', 'm>b', [0.044, 1, 3, 9.006], 'user=anonymous called=21');
    expect(joined(callsOf(inOrder(FIRST, rewritten)).calls)).toEqual([[0, 1]]);
  });

  it('has all legs of a chain, and both of a fork', () => {
    const third = leg('three', 'b>c', [0.1, 0.99, 2.99, 9.01], NUMBERS);
    expect(joined(callsOf(inOrder(FIRST, SECOND, third)).calls)).toEqual([[0, 1, 2]]);
    const beside = `
      0.05 m>c INVITE 1 id=beside from=beside ${NUMBERS}
      1.2 c>m 180_Ringing 1 id=beside from=beside to=t
      3.01 m>c CANCEL 1 id=beside from=beside
      3.02 c>m 487_Request_Terminated 1 id=beside from=beside to=t`;
    expect(joined(callsOf(inOrder(FIRST, SECOND, beside)).calls)).toEqual([[0, 1, 2]]);
  });

  it('has the leg that nobody answers', () => {
    const silent = [0.044, 0.544, 1.544, 3.544].map(at => `${at} m>b INVITE 1 id=two from=two ${NUMBERS}`).join('\n');
    const failed = `
      0 a>m INVITE 1 id=one from=one ${NUMBERS}
      0.001 m>a 100_Trying 1 id=one from=one
      20 m>a 408_Request_Timeout 1 id=one from=one to=t`;
    expect(joined(callsOf(inOrder(failed, silent)).calls)).toEqual([[0, 1]]);
  });

  it('goes through a host with two addresses once several calls have shown it', () => {
    const pairs = Array.from({ length: 4 }, (_, at) => {
      const start = at * 100;
      const times = [0, 1.005, 3.004, 9].map(time => start + time);
      const later = [0.044, 1, 3, 9.006].map(time => start + time);
      const numbers = `user=415150${at} called=896966${at}`;
      return leg(`in-${at}`, 'a>m', times, numbers) + leg(`out-${at}`, 'n>b', later, numbers);
    });
    expect(joined(callsOf(inOrder(...pairs)).calls)).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
      [6, 7],
    ]);
    expect(joined(callsOf(inOrder(...pairs.slice(0, 2))).calls)).toEqual([]);
  });
});

describe('calls that only look like one', () => {
  it.each([
    ['the same way again', leg('two', 'a>m', [10, 11, 13, 19], NUMBERS)],
    ['another number, later', leg('two', 'm>b', [4, 5, 7, 12], 'user=555 called=666')],
    ['the same number, after the first had ended', leg('two', 'm>b', [10, 11, 13, 19], NUMBERS)],
    ['the caller called back', leg('two', 'm>a', [3.1, 4, 6, 9], 'user=8969669 called=4151502')],
    ['through another host', leg('two', 'n>b', [0.044, 1, 3, 9.006], NUMBERS)],
    ['a stranger in the same moment', leg('two', 'm>b', [0.004, 1.3, 4.2, 20], 'user=555 called=666')],
  ])('%s', (_, other) => {
    expect(joined(callsOf(inOrder(FIRST, other)).calls)).toEqual([]);
  });

  it('two calls at once to one number, of which each may be the first leg', () => {
    const beside = leg('beside', 'c>m', [0.001, 1.005, 3.004, 9], NUMBERS);
    expect(joined(callsOf(inOrder(FIRST, beside, SECOND)).calls)).toEqual([]);
  });

  it('calls whose source tells no times', () => {
    const untimed = inOrder(FIRST, SECOND).replace(/^\s*[\d.]+/gm, '?');
    expect(joined(callsOf(untimed).calls)).toEqual([]);
  });
});

describe('values in common', () => {
  const far = (options: string) => leg('two', 'x>y', [20, 21, 23, 29], `user=555 called=666 ${options}`);
  const near = (options: string) => leg('one', 'a>m', [0, 1, 3, 29], `${NUMBERS} ${options}`);

  it.each([
    [
      'session-id',
      '+Session-ID:ab30317f1a784dc48ff824d0d3715d86',
      '+Session-ID:47755a9de7794ba387653f2099600ef2;remote=ab30317f1a784dc48ff824d0d3715d86',
    ],
    ['call-id-header', '', '+X-Call-ID:one'],
    ['call-id-header', '', '+X-Somebodys-Leg:one-and-only id=two'],
    ['replaces', '', '+Replaces:one;to-tag=t;from-tag=one'],
    ['icid', '+P-Charging-Vector:icid-value=1234bc9876e', '+P-Charging-Vector:icid-value=1234bc9876e;orig-ioi=x'],
    [
      'trace-header',
      '+Cisco-Guid:3284711629-1943741922-2533374001-4270034871',
      '+Cisco-Guid:3284711629-1943741922-2533374001-4270034871',
    ],
    ['learned-header', '+X-Nobody-Knows:7f3a9c41d2e85b60', '+X-Nobody-Knows:7f3a9c41d2e85b60'],
    ['header-token', '+X-Nobody-Knows:p=1;i=7f3a9c41d2e85b60a', '+X-Nobody-Knows:p=2;i=7f3a9c41d2e85b60a'],
  ])('%s', (reason, first, second) => {
    const id = second.includes('one-and-only') ? near('').replaceAll('=one', '=one-and-only') : near(first);
    const { calls } = callsOf(inOrder(id, far(second)));
    expect(calls.links(rowId(0)).map(link => link.reason)).toEqual([reason]);
    expect(calls.links(rowId(0))[0]!.evidence.length).toBeGreaterThanOrEqual(2);
  });

  it('join nothing where a device has the same in all its calls, also not what they had joined', () => {
    const device = '+X-Device-ID:7f3a9c41d2e85b60';
    const { calls, conversations } = callsOf(inOrder(near(device), far(device)));
    expect(joined(calls)).toEqual([[0, 1]]);
    const again = callsOf(
      inOrder(near(device), far(device), leg('three', 'a>m', [25, 26, 28, 40], `user=1 called=2 ${device}`)),
    );
    expect(joined(again.calls)).toEqual([]);
    expect(conversations.count).toBe(2);
  });

  it('join nothing where too many have them', () => {
    const session = '+Session-ID:ab30317f1a784dc48ff824d0d3715d86';
    const letters = 'abcdefghijkl';
    const legs = Array.from(letters, (name, at) =>
      leg(`id-${name}`, `${name}>z`, [at, at + 1, at + 2, at + 3], `user=${at} called=1${at} ${session}`),
    );
    expect(joined(callsOf(inOrder(...legs)).calls)).toEqual([]);
  });
});

describe('by hand', () => {
  it('legs are joined, and taken apart for good', () => {
    const { calls, conversations } = callsOf(
      inOrder(FIRST, SECOND, leg('three', 'x>y', [20, 21, 23, 29], 'user=5 called=6')),
    );
    expect(calls.join(rowId(0), rowId(2))).toBe(true);
    expect(joined(calls)).toEqual([[0, 1, 2]]);
    calls.split(rowId(0));
    for (const row of [0, 1, 2]) conversations.touch(rowId(row));
    follow(calls, conversations);
    expect(joined(calls)).toEqual([]);
    calls.join(rowId(0), rowId(1));
    expect(joined(calls)).toEqual([[0, 1]]);
  });
});

describe('what is told of regrouping', () => {
  it('names each leg that joined, once', () => {
    const { calls } = callsOf(inOrder(FIRST, SECOND));
    expect(calls.takeRegrouped().toSorted()).toEqual([0, 1]);
    expect(calls.takeRegrouped()).toEqual([]);
  });

  it('says how many legs of a call were evicted', () => {
    const { calls } = callsOf(inOrder(FIRST, SECOND, leg('three', 'b>c', [0.1, 0.99, 2.99, 9.01], NUMBERS)));
    calls.gone([rowId(0)]);
    expect(joined(calls)).toEqual([[1, 2]]);
    expect(calls.evicted(rowId(1))).toBe(1);
    expect(calls.links(rowId(1))).toMatchObject([{ a: 1, b: 2 }]);
    calls.gone([rowId(1), rowId(2)]);
    expect(joined(calls)).toEqual([]);
  });
});
