/** Pinging from the screen: it asks to whom, sends only then, and opens the exchange. */
import { afterEach, describe, expect, it } from 'vitest';
import type { PingReport } from '../../src/engine/protocol/live.js';
import { conversation, type FakeEngine, fakeEngine } from './fake-engine.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;
let engine: FakeEngine;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  engine = fakeEngine(50);
  engine.answers.conversation = () => conversation(4);
  app = await wholeApp({ engine, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const asked = (kind: string) => engine.asked.filter(request => request.kind === kind).map(({ ask }) => ask);

const ANSWERED: PingReport = {
  ...{ sent: 1, repeated: 0, answered: 1, lost: null, stopped: false },
  answer: {
    ...{ status: 200, reason: 'OK', rttMs: 1.84, repeated: false },
    ...{ server: 'kamailio', allow: null, seenFrom: null },
  },
};

describe('a ping', () => {
  it('asks first, and sends nothing when the answer is no', async () => {
    await begin();
    await app.press('P');
    expect(app.text()).toContain('Send OPTIONS to 178.19.48.48:5060 over UDP?');
    await app.press('n');
    expect(asked('ping')).toEqual([]);
  });

  it('opens the exchange, and says how it went', async () => {
    await begin();
    engine.answers.pinged = () => ANSWERED;
    await app.press('P', 'y');
    expect(asked('ping')).toEqual([{ host: '178.19.48.48', port: 5060, transport: 'udp' }]);
    expect(app.text()).toContain('[3 Flow]');
    expect(app.state().flow.opened).toEqual([4]);
    expect(status()).toContain('178.19.48.48:5060 answered 200 OK in 1.84 ms. It is kamailio.');
  });

  it('goes to the address of the chosen cell', async () => {
    await begin({ preferences: { columns: [{ id: 'src', width: 20 }] } });
    await app.press('right', 'P');
    expect(app.text()).toContain('Send OPTIONS to 10.10.10.2:5060 over UDP?');
  });

  it('goes to the far end of the message under the cursor, or to the chosen lane', async () => {
    await begin();
    await app.press('enter', 'P');
    expect(app.text()).toContain('Send OPTIONS to 178.19.48.48:5060 over UDP?');
    await app.press('n', '[', '[', 'P');
    expect(app.text()).toContain('Send OPTIONS to 10.10.10.2:5060 over UDP?');
  });

  it('goes to what the header under the cursor names', async () => {
    await begin();
    await app.press('4', 'down', 'P');
    expect(app.text()).toContain('Send OPTIONS to 10.10.10.2:5060 over UDP?');
    await app.press('n', 'down', 'down', 'down', 'P');
    expect(app.text()).toContain('Send OPTIONS to 178.19.48.48:5060 over UDP?');
  });

  it('is asked about where it is typed, too', async () => {
    await begin();
    await app.press(':', ...'ping sbc.example.net tls', 'enter');
    expect(app.text()).toContain('Send OPTIONS to sbc.example.net:5061 over TLS?');
    await app.press('y');
    expect(asked('ping')).toEqual([{ host: 'sbc.example.net', port: 5061, transport: 'tls' }]);
  });

  it('is given up by Esc, and by nothing twice', async () => {
    await begin();
    await app.press('P');
    engine.hold(true);
    await app.press('y');
    expect(status()).toContain('Esc gives it up');
    await app.press(':', ...'ping-now 10.0.0.1', 'enter');
    expect(status()).toContain('178.19.48.48:5060 is still asked');
    await app.press('esc');
    expect(asked('stopPing')).toHaveLength(1);
    engine.hold(false);
    expect(app.state().pinged).toBeNull();
    expect(asked('ping')).toHaveLength(1);
  });

  it('says why nobody can be asked', async () => {
    await begin();
    engine.answers.ping = () => ({ refused: '10.0.0.1:5060 cannot be pinged: there is no such host.' });
    await app.press(':', ...'ping-now 10.0.0.1', 'enter');
    expect(status()).toContain('cannot be pinged: there is no such host');
    expect(app.text()).toContain('[2 Conversations]');
  });
});
