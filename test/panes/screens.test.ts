/** What the screen looks like, whole, at the sizes terminals have. Looked at by eye when they change. */
import { describe, expect, it } from 'vitest';
import { sample } from '../sample.js';
import { espFile } from './composed.js';
import { wholeApp } from './whole-app.js';

describe('the screen', () => {
  for (const [columns, rows] of [
    [80, 24],
    [120, 40],
    [200, 50],
  ] as const) {
    it(`shows list, flow and message on ${columns}x${rows}`, async () => {
      const app = await wholeApp({ columns, rows, paths: [sample('call-unanswered-nat.pcap')] });
      expect(app.text()).toMatchSnapshot('list');
      for (const key of ['down', 'enter', 'down', 'enter']) await app.press(key);
      expect(app.text()).toMatchSnapshot('message');
      for (const row of app.rows()) expect(row.length).toBeLessThanOrEqual(columns);
      expect(app.rows()).toHaveLength(rows);
      await app.stop();
    });
  }

  it('keeps to ASCII where it must', async () => {
    const paths = [sample('call-caller-id-rejected.pcap')];
    const app = await wholeApp({ columns: 80, rows: 24, ascii: true, paths, filter: 'srcnum 1502' });
    let shown = '';
    for (const keys of [[], ['enter'], ['enter'], ['?'], ['esc', 's'], ['esc', 't'], ['esc', 'i'], ['esc', ':']]) {
      await app.press(...keys);
      expect(app.text()).toMatch(/^[\n\x20-\x7e]*$/);
      shown += app.text();
    }
    // The caller's name is Örn.
    expect(shown).toMatch(/From: "\S{1,2}rn" <sip:1502@/);
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
    const app = await wholeApp({ columns: 80, rows: 24, paths: [espFile()] });
    expect(app.text()).toContain('no SIP: all inside ESP');
    await app.stop();
  });
});
