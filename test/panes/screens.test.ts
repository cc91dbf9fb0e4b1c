/** What the screen looks like, whole, at the sizes terminals have. Looked at by eye when they change. */
import { describe, expect, it } from 'vitest';
import { wholeApp } from './whole-app.js';

describe('the screen', () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
    [200, 50],
  ] as const) {
    it(`shows list, flow and message on ${columns}x${rows}`, async () => {
      const app = await wholeApp({ columns, rows });
      expect(app.text()).toMatchSnapshot('list');
      await app.press('down', 'enter', 'down', 'enter');
      expect(app.text()).toMatchSnapshot('message');
      for (const row of app.rows()) expect(row.length).toBeLessThanOrEqual(columns);
      expect(app.rows()).toHaveLength(rows);
      await app.stop();
    });
  }

  it('keeps to ASCII where it must', async () => {
    const app = await wholeApp({ columns: 80, rows: 24, ascii: true });
    for (const keys of [[], ['enter'], ['enter'], ['?'], ['esc', 's'], ['esc', 't'], ['esc', 'i'], ['esc', ':']]) {
      await app.press(...keys);
      // The sender's own name, which is not ASCII, has its stand-in.
      expect(app.text()).toMatch(/^[\n\x20-\x7e]*$/);
    }
    await app.stop();
  });

  it('shows how far a capture is read, how fast, and what was lost', async () => {
    const app = await wholeApp({ columns: 120, rows: 40 });
    const progress = { loading: true, share: 0.45, bytesPerSecond: 82_000_000, remainingMs: 2000, undecodable: 1200 };
    app.engine.progress(progress);
    await app.settle();
    expect(app.rows().at(-2)).toContain('office.pcap  ████░░░░ 45 %  82 MB/s  2.0 s left  1,200 undecodable');
    await app.stop();
  });

  it('says in a line that a terminal is too small, and comes back', async () => {
    const app = await wholeApp({ columns: 80, rows: 24 });
    await app.resize(30, 8);
    expect(app.text()).toBe('The terminal is too small: 40…');
    await app.resize(80, 24);
    expect(app.text()).toContain('[2 Conversations]');
    await app.stop();
  });

  it('says why nothing is there', async () => {
    const app = await wholeApp({ columns: 80, rows: 24, conversations: 0 });
    app.engine.progress({ whyEmpty: '12,000 packets, no SIP: all inside ESP, which is encrypted' });
    await app.settle();
    expect(app.text()).toContain('no SIP: all inside ESP');
    await app.stop();
  });
});
