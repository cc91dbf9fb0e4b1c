/** The status line: what is read and how far, how live capture goes, in every width. */
import { describe, expect, it } from 'vitest';
import type { LiveFigures } from '../../src/engine/protocol/live.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import { statusLines } from '../../src/panes/status-lines.js';
import { DEFAULT_PREFERENCES } from '../../src/store/settings/preferences.js';
import { initialState } from '../../src/store/state.js';
import { glyphsFor } from '../../src/terminal/capabilities.js';
import { textOf } from '../../src/terminal/line.js';
import { themes } from '../../src/terminal/theme.js';
import { live, progress, source } from './progress.js';

const LOOK = { theme: themes.none, glyphs: glyphsFor(false), ascii: false };

/** The line as it stands at the bottom of a screen so wide. */
function status(newest: Progress, columns = 120): string {
  const state = { ...initialState(columns, 40, DEFAULT_PREFERENCES), newest };
  const [text, ...more] = statusLines(state, columns, LOOK).map(textOf);
  expect(more).toEqual([]);
  expect(text!.length).toBeLessThanOrEqual(columns);
  return text!;
}

const RECORDED = {
  path: 'x.pcapng',
  bytes: 0,
  packets: 1,
  files: 1,
  gone: 0,
  packetsGone: 0,
  notWritten: 0,
  leftOut: 0,
  failure: null,
};

describe('reading a file', () => {
  it('shows how far it is read, how fast, and what was lost', () => {
    const reading = { loading: true, share: 0.45, bytesPerSecond: 82_000_000, remainingMs: 2000, undecodable: 1200 };
    const office = source({ name: '/captures/office.pcap', live: false, input: null });
    expect(status(progress({ ...reading, sources: [office] }))).toContain(
      'office.pcap  ████░░░░ 45 %  82 MB/s  2.0 s left  1,200 undecodable',
    );
  });

  it('tells losses of live capture beside it', () => {
    const reading = { loading: true, share: 0.5 };
    expect(status(live({ dropped: { kernel: 3, interface: 0 } }, reading))).toMatch(/50 %.* 1,204\/s .* 3 dropped/);
  });
});

describe('live capture', () => {
  it.each([
    [80, ' eth0  1,204/s  1,234,567 seen  0 dropped  lag 12 ms  disk 1.2 GB'],
    [120, ' eth0  1,204/s  1,234,567 seen  0 dropped  lag 12 ms  disk 1.2 GB  '],
    [
      200,
      ' eth0  1,204 messages/s, 2,409 packets/s  1,234,567 messages in 2,400,000 packets' +
        '  dropped by kernel 0, by interface 0  lag 12 ms  spool 1.2 GB',
    ],
  ])('tells rate, count, losses, lag and disk on %i columns', (columns, text) => {
    expect(status(live(), columns)).toContain(text);
  });

  it.each<[Partial<LiveFigures>, string]>([
    [{ dropped: { kernel: 3, interface: 2 } }, '5 dropped'],
    [{ dropped: { kernel: null, interface: null }, uncounted: 1 }, 'drops unknown'],
    [{ dropped: { kernel: 0, interface: 0 }, uncounted: 1 }, 'drops partly unknown'],
    [{ dropped: { kernel: 7, interface: null }, uncounted: 1 }, '7+ dropped'],
    [{ lagMs: null }, 'lag unknown'],
    [{ recorded: { ...RECORDED, bytes: 65_432_110 } }, 'disk 1.3 GB'],
    [{ messagesPerSecond: 0.5 }, '0.5/s'],
  ])('says of %j: %s', (figures, text) => {
    expect(status(live(figures))).toContain(text);
  });

  it('says that capturing has ended', () => {
    const ended = [source({ finished: true }), source({ id: 2, name: 'eth1' })];
    expect(status(live({ capturing: 1 }, { sources: ended }))).toContain('eth0 and 1 more  1,204/s  1 ended');
    expect(status(live({ capturing: 0 }, { sources: [source({ finished: true })] }))).toContain(
      ' eth0  ended  1,234,567 seen',
    );
  });

  it('says nothing of lag while nothing comes', () => {
    const still = status(live({ packetsPerSecond: 0, messagesPerSecond: 0, lagMs: null }));
    expect(still).toContain('0/s');
    expect(still).not.toContain('lag');
  });
});
