/** Events on the screen: lines of the flow that keys reach, and what the panes say of them. */
import { afterEach, describe, expect, it } from 'vitest';
import { ethernet } from '../decode/wire.js';
import { back, icmp, over, sip, timedCapture } from '../engine/timed-capture.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;
afterEach(() => app.stop());

/** An INVITE that was refused, and a late answer to it. */
async function begin(): Promise<void> {
  const invite = over(sip('INVITE', '1 INVITE'));
  const path = timedCapture(
    [0, ethernet(invite)],
    [1, icmp(invite)],
    [30, ethernet(back(sip('SIP/2.0 100 Trying', '1 INVITE')))],
  );
  app = await wholeApp({ paths: [path], columns: 200 });
  await app.press('enter');
}

const titleOf = (pane: string) => app.rows().find(row => row.includes(pane)) ?? '';

describe('an event in the flow', () => {
  it('is reached by the cursor, says what it is, and leaves the messages counted as they are', async () => {
    await begin();
    const title = () => titleOf('[3 Flow]');
    expect(app.rows().filter(row => row.includes('ICMP port unreachable'))).toHaveLength(1);
    await app.press('down');
    expect(title()).toContain('ICMP port unreachable from 10.0.0.2: nothing listens on the port');
    expect(app.rows().at(-1)).toContain('message 1 of 2');
    await app.press('down');
    expect(title()).not.toContain('ICMP');
    expect(app.rows().at(-1)).toContain('message 2 of 2');
    await app.press('up', 'up');
    expect(app.rows().at(-1)).toContain('message 1 of 2');
    expect(title()).not.toContain('ICMP');
  });

  it('is named by the message it is about, and is none of the messages to read', async () => {
    await begin();
    await app.press('enter');
    expect(titleOf('4 Message')).toContain('port unreachable from 10.0.0.2');
    await app.press('right');
    expect(app.rows().at(-1)).toContain('line 1');
    expect(titleOf('4 Message')).not.toContain('unreachable');
  });
});
