/** The sheet of what a log prints near a message, over the whole program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { sample } from '../sample.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;

afterEach(() => app.stop());

const HEADERS = [
  'Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKremark',
  'From: <sip:ada@example.org>;tag=a',
  'To: <sip:bob@example.org>',
  'Call-ID: remark@192.0.2.1',
  'CSeq: 1 INVITE',
  'Content-Length: 0',
  '',
];
const INVITE = ['INVITE sip:bob@example.org SIP/2.0', ...HEADERS];
const TRYING = ['SIP/2.0 100 Trying', ...HEADERS];
const REFUSED = ['SIP/2.0 503 Service Unavailable', ...HEADERS];
const SENT = '2026-03-02 09:30:15.000 sent to UDP 192.0.2.9:5060 from 192.0.2.1:5060';
const received = (clock: string) => `2026-03-02 ${clock} received from UDP 192.0.2.9:5060 on 192.0.2.1:5060`;

/** A log with these lines between its INVITE and the answer, opened at the INVITE in the flow. */
async function begin(...between: string[]): Promise<void> {
  const path = join(folder(), 'server.log');
  const lines = ['2026-03-02 09:30:14.900 dial plan: rule 7', SENT, ...INVITE, ...between];
  lines.push(received('09:30:15.400'), ...TRYING, received('09:30:15.500'), ...REFUSED);
  writeFileSync(path, `${lines.join('\n')}\n`);
  app = await wholeApp({ paths: [path], rows: 24 });
  await app.press('enter', 'home', '#');
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);

/** The rows of the sheet, without its title. */
function sheet(): string[] {
  const rows = app.rows();
  const title = rows.findIndex(row => row.includes('Log near the message'));
  return title < 0 ? [] : rows.slice(title + 1, -2).filter(row => row.trim() !== '');
}

describe('the log near a message', () => {
  it('stands around it, with the time to it, and goes on with the next message', async () => {
    await begin('2026-03-02 09:30:15.100 too large for UDP, trying TCP');
    expect(sheet()).toEqual([
      expect.stringMatching(/^ +-0\.100 .*dial plan: rule 7$/),
      expect.stringMatching(/INVITE +192\.0\.2\.1:5060 .* 192\.0\.2\.9:5060/),
      expect.stringMatching(/^ +\+0\.100 .*too large for UDP, trying TCP$/),
    ]);

    await app.press(')');
    expect(sheet()).toEqual([
      expect.stringMatching(/^ +-0\.300 .*too large for UDP, trying TCP$/),
      expect.stringContaining('100 Trying'),
    ]);

    await app.press(')');
    expect(sheet()).toEqual([
      expect.stringContaining('503 Service Unavailable'),
      expect.stringContaining('The log has no lines next to this message.'),
    ]);

    await app.press('esc');
    expect(sheet()).toEqual([]);
    expect(app.text()).toContain('[3 Flow]');
  });

  it('shows nothing of a line that a terminal would act on', async () => {
    await begin('2026-03-02 09:30:15.100 \x1b]0;owned\x07 done');
    expect(sheet().join()).toMatch(/\]0;owned.* done/);
    expect(app.text()).not.toContain('\x1b');
    expect(app.text()).not.toContain('\x07');
  });

  it('scrolls through a long gap, and says what of it is not kept', async () => {
    await begin(...numbers(0, 130).map(number => `worker: job ${number} done`));
    expect(sheet()[0]).toContain('dial plan');
    const seen = new Set(sheet());
    for (let page = 0; page < 15; page++) {
      await app.press('pagedown');
      for (const row of sheet()) seen.add(row);
    }
    const jobs = [...seen].flatMap(row => /job (\d+)|\d+ lines not kept/.exec(row)?.slice(0, 1) ?? []);
    const job = (number: number) => `job ${number}`;
    expect(jobs).toEqual([...numbers(0, 50).map(job), '30 lines not kept', ...numbers(80, 130).map(job)]);
    expect(sheet().at(-1)).toContain('job 129 done');
    const end = sheet();
    await app.press('up');
    expect(sheet().slice(1)).toEqual(end.slice(0, -1));
  });

  it('says so where the source is no log', async () => {
    app = await wholeApp({ paths: [sample('call-two-legs.pcap')] });
    await app.press('enter', '#');
    expect(sheet().at(-1)).toContain('Only logs have lines between their messages');
  });

  it('is counted in the statistics, with what of it is not kept', async () => {
    await begin(...numbers(0, 130).map(number => `worker: job ${number} done`));
    await app.press('esc', 'esc', 'i');
    const figure = (name: string) =>
      app
        .rows()
        .find(row => row.includes(name))
        ?.split(name)[1]
        ?.trim();
    for (let page = 0; page < 3 && figure('remarks not kept') === undefined; page++) await app.press('pagedown');
    expect(figure('lines between messages')).toBe('131');
    expect(figure('remarks not kept')).toBe('30');
  });
});
