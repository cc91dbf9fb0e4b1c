/** Events on the screen: lines of the flow that keys reach, and what the panes say of them. */
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRow } from '../../src/engine/protocol/rows.js';
import { fakeEngine, message } from './fake-engine.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;
afterEach(() => app.stop());

/** An INVITE that was refused, and the message after it. */
async function begin(): Promise<void> {
  const engine = fakeEngine(3);
  const rows = [message(0, 0), message(0, 1)];
  const refused: EventRow = {
    ...{ kind: 'icmp-port-unreachable', timeUs: rows[0]!.timeUs + 1000, dated: true, conversation: 0 },
    ...{ message: rows[0]!.id, src: '178.19.48.48', dst: '10.10.10.2', detail: 'port unreachable' },
  };
  engine.answers.messages = () => ({ rows, first: 0, total: 2, events: [refused] });
  app = await wholeApp({ engine, columns: 200 });
  await app.press('enter');
}

const titleOf = (pane: string) => app.rows().find(row => row.includes(pane)) ?? '';

describe('an event in the flow', () => {
  it('is reached by the cursor, says what it is, and leaves the messages counted as they are', async () => {
    await begin();
    const title = () => titleOf('[3 Flow]');
    expect(app.rows().filter(row => row.includes('ICMP port unreachable'))).toHaveLength(1);
    await app.press('down');
    expect(title()).toContain('ICMP port unreachable from 178.19.48.48: nothing listens on the port');
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
    expect(titleOf('4 Message')).toContain('port unreachable from 178.19.48.48');
    await app.press('right');
    expect(app.rows().at(-1)).toContain('line 1');
    expect(titleOf('4 Message')).not.toContain('unreachable');
  });
});
