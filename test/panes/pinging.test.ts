import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { ASTERISK } from '../../samples/compose/agents.js';
import { Capture } from '../../samples/compose/capture.js';
import { Dialog } from '../../samples/compose/dialog.js';
import { endpoint } from '../../samples/compose/endpoint.js';
import { folder } from '../engine/core-session.js';
import { START_US } from './composed.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp({ conversations: 5, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const asked = () => app.engine.asks('ping');

/** A host on the loopback, and a capture of a call to it. */
async function host(): Promise<{ socket: Socket; port: number; paths: string[] }> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => void socket.close());
  await once(socket, 'listening');
  const { port } = socket.address();
  const capture = new Capture();
  new Dialog(capture, {
    caller: { host: endpoint('10.10.10.2'), number: '4151502', agent: ASTERISK },
    callee: { host: endpoint('127.0.0.1', port), number: '5660066', agent: ASTERISK },
    callId: 'one-call@10.10.10.2',
  }).invite(START_US);
  const path = join(folder(), 'host.pcap');
  writeFileSync(path, capture.pcap());
  return { socket, port, paths: [path] };
}

/** Answers every request with 200. */
function answers(socket: Socket): void {
  socket.on('message', (bytes, { port, address }) => {
    const kept = bytes
      .toString()
      .split('\r\n')
      .filter(line => /^(Via|From|To|Call-ID|CSeq):/i.test(line));
    const tagged = kept.map(line => (/^To:/i.test(line) ? `${line};tag=b` : line));
    const answer = ['SIP/2.0 200 OK', ...tagged, 'Server: kamailio', 'Content-Length: 0', '', ''].join('\r\n');
    socket.send(answer, port, address);
  });
}

describe('a ping', () => {
  it('asks first, and sends nothing when the answer is no', async () => {
    await begin();
    await app.press('P');
    expect(app.text()).toContain('Send OPTIONS to 178.19.48.48:5060 over UDP?');
    await app.press('n');
    expect(asked()).toEqual([]);
  });

  it('opens the exchange, and says how it went', async () => {
    const { socket, port, paths } = await host();
    answers(socket);
    await begin({ paths });
    await app.press('P', 'y');
    expect(asked()).toEqual([{ host: '127.0.0.1', port, transport: 'udp' }]);
    await app.until(() => status().includes('answered'));
    expect(app.text()).toContain('[3 Flow]');
    expect(app.state().flow.opened).toEqual([1]);
    expect(app.text()).toMatch(/OPTIONS .*\n.* 200 OK/);
    expect(status()).toMatch(new RegExp(`127\\.0\\.0\\.1:${port} answered 200 OK in [\\d.]+ m?s\\. It is kamailio\\.`));
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
    noSuchHost('sbc.example.net:5061');
    await app.press(':', ...'ping sbc.example.net tls', 'enter');
    expect(app.text()).toContain('Send OPTIONS to sbc.example.net:5061 over TLS?');
    await app.press('y');
    expect(asked()).toEqual([{ host: 'sbc.example.net', port: 5061, transport: 'tls' }]);
  });

  it('is given up by Esc, and by nothing twice', async () => {
    const { port, paths } = await host();
    await begin({ paths });
    await app.press('P', 'y');
    expect(status()).toContain('Esc gives it up');
    await app.press(':', ...'ping-now 10.0.0.1', 'enter');
    expect(status()).toContain(`127.0.0.1:${port} is still asked`);
    await app.press('esc');
    expect(app.engine.asks('stopPing')).toHaveLength(1);
    await app.until(() => app.state().pinged === null);
    expect(asked()).toHaveLength(1);
  });

  it('says why nobody can be asked', async () => {
    await begin();
    noSuchHost('10.0.0.1:5060');
    await app.press(':', ...'ping-now 10.0.0.1', 'enter');
    expect(status()).toContain('cannot be pinged: there is no such host');
    expect(app.text()).toContain('[2 Conversations]');
  });
});

/** Nobody is looked up or reached from a test. */
function noSuchHost(name: string): void {
  app.engine.instead('ping', async () => ({ refused: `${name} cannot be pinged: there is no such host.` }));
}
