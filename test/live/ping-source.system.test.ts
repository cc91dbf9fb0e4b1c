/** A ping in the engine: its exchange is a conversation like any other, whoever answers. */
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PingTransport } from '../../src/engine/protocol/live.js';
import type { Requests } from '../../src/engine/protocol/requests.js';
import { NO_MESSAGE } from '../../src/model/ids.js';
import { headerValue, parseMessage } from '../../src/sip/message/message.js';
import { type CoreSession, folder, openCore } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { freePort } from './traffic.js';
import { kamailio } from './kamailio.js';

/** Answers OPTIONS with 200, as often as asked. */
const SCENARIO = `<?xml version="1.0"?><scenario name="options">
<recv request="OPTIONS"/>
<send><![CDATA[
SIP/2.0 200 OK
[last_Via:]
[last_From:]
[last_To:];tag=[call_number]
[last_Call-ID:]
[last_CSeq:]
Server: sipp
Allow: OPTIONS
Content-Length: 0

]]></send></scenario>`;

/** A real SIPp that answers OPTIONS on the loopback. */
async function sipp(transport: 'u1' | 't1'): Promise<number> {
  const port = await freePort();
  const where = folder();
  writeFileSync(join(where, 'options.xml'), SCENARIO);
  const argv = ['-sf', 'options.xml', '-i', '127.0.0.1', '-p', String(port), '-t', transport, '-nostdin'];
  const child = spawn('sipp', argv, { cwd: where, stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return port;
}

function replyTo(bytes: Uint8Array, status: string): string {
  const request = parseMessage(bytes);
  const same = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].map(name => `${name}: ${headerValue(request, name)}`);
  return `SIP/2.0 ${status}\r\n${same.join('\r\n')}\r\nContent-Length: 0\r\n\r\n`;
}

type Begun = Extract<Requests['ping']['answer'], { source: number }>;

async function pinged(core: CoreSession, port: number, transport: PingTransport = 'udp') {
  const begun = await core.ask('ping', { host: '127.0.0.1', port, transport });
  if ('refused' in begun) throw new Error(begun.refused);
  const report = await core.ask('pinged', { source: begun.source });
  await core.ask('loaded', { sources: [begun.source] });
  return { begun, report };
}

async function exchange(core: CoreSession, { callId }: Begun) {
  const row = await core.ask('conversation', { callId });
  return row ? { row, messages: await core.messages(row.index) } : null;
}

describe('a ping in the engine', () => {
  it.skipIf(withoutPeer('kamailio')).each<PingTransport>(['udp', 'tcp'])(
    'is a conversation with a real Kamailio over %s',
    async transport => {
      const { port } = await kamailio({ tcp: true });
      const core = openCore();
      const { begun, report } = await pinged(core, port, transport);
      expect(report).toMatchObject({ sent: 1, answered: 1, lost: null, stopped: false });
      expect(report?.answer).toMatchObject({ status: 200, server: expect.stringMatching(/^kamailio/i) });
      const found = await exchange(core, begun);
      expect(found?.row).toMatchObject({ method: 'OPTIONS', state: 'answered', status: 200, dst: `127.0.0.1:${port}` });
      expect(found?.messages.map(({ method, status }) => method ?? status)).toEqual(['OPTIONS', 200]);
      const [request, response] = found?.messages ?? [];
      expect(request).toMatchObject({ transport: transport.toUpperCase(), dst: `127.0.0.1:${port}` });
      expect(response).toMatchObject({ src: request?.dst, dst: request?.src });
      // The two clocks are one: what the table says passed between them is the round-trip time.
      const passedMs = ((response?.timeUs ?? 0) - (request?.timeUs ?? 0)) / 1000;
      expect(Math.abs(passedMs - (report?.answer?.rttMs ?? Number.NaN))).toBeLessThan(1);
      const { sources } = await core.ask('stats', {});
      expect(sources).toMatchObject([{ name: `ping 127.0.0.1:${port}`, packets: 2, live: true, finished: true }]);
    },
  );

  it.skipIf(withoutPeer('sipp')).each([
    ['udp', 'u1'],
    ['tcp', 't1'],
  ] as const)('is answered by a real SIPp over %s', async (transport, way) => {
    const port = await sipp(way);
    const core = openCore();
    // SIPp takes a moment to listen.
    for (;;) {
      const begun = await core.ask('ping', { host: '127.0.0.1', port, transport });
      const report = 'refused' in begun ? null : await core.ask('pinged', { source: begun.source });
      if (report?.answer) {
        expect(report.answer).toMatchObject({ status: 200, server: 'sipp', allow: 'OPTIONS' });
        break;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  });

  it('shows a request that is sent again until it is given up', async () => {
    const silent = createSocket('udp4').bind(0, '127.0.0.1');
    onTestFinished(() => {
      silent.close();
    });
    await once(silent, 'listening');
    const core = openCore();
    const begun = await core.ask('ping', { host: '127.0.0.1', port: silent.address().port, transport: 'udp' });
    if ('refused' in begun) throw new Error(begun.refused);
    const over = core.ask('pinged', { source: begun.source });
    await once(silent, 'message');
    await once(silent, 'message');
    await core.ask('stopPing', {});
    expect(await over).toMatchObject({ sent: 1, repeated: 1, answered: 0, answer: null, stopped: true });
    await core.ask('loaded', { sources: [begun.source] });
    const found = await exchange(core, begun);
    expect(found?.messages.map(({ retransmission }) => retransmission)).toEqual([false, true]);
  });

  it('says that nobody listens', async () => {
    const core = openCore();
    const port = await freePort();
    const { report } = await pinged(core, port);
    expect(report).toMatchObject({ answered: 0, lost: expect.stringContaining('connection refused') });
    const refused = await core.ask('ping', { host: '127.0.0.1', port, transport: 'tcp' });
    expect(refused).toEqual({
      refused: `127.0.0.1:${port} cannot be pinged: nobody listens on that port (connection refused).`,
    });
    expect(await core.ask('ping', { host: 'nobody.invalid', port: 5060, transport: 'udp' })).toMatchObject({
      refused: expect.stringContaining('there is no such host'),
    });
  });

  it('keeps what comes over a stream with its own bytes, several in one segment', async () => {
    const server = createServer(socket =>
      socket.on('data', bytes => {
        socket.write(`\r\n\r\n${replyTo(bytes, '100 Trying')}${replyTo(bytes, '200 OK')}`);
      }),
    ).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const address = server.address();
    const core = openCore();
    const { begun } = await pinged(core, typeof address === 'object' ? (address?.port ?? 0) : 0, 'tcp');
    const found = await exchange(core, begun);
    expect(found?.messages.map(({ method, status }) => method ?? status)).toEqual(['OPTIONS', 100, 200]);
    const last = await core.ask('message', { id: found?.messages[2]?.id ?? NO_MESSAGE });
    expect('bytes' in last && Buffer.from(last.bytes).toString()).toMatch(/^SIP\/2\.0 200 OK\r\n/);
  });

  it.skipIf(withoutPeer('openssl'))('goes over TLS, and tells of the certificate', async () => {
    const where = folder();
    const [key, cert] = [join(where, 'key.pem'), join(where, 'cert.pem')];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=localhost'];
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, socket =>
      socket.on('data', bytes => socket.write(replyTo(bytes, '200 OK'))),
    ).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const address = server.address();
    const core = openCore();
    const { begun, report } = await pinged(core, typeof address === 'object' ? (address?.port ?? 0) : 0, 'tls');
    expect(begun.remark).toMatch(/^TLSv1\.3, \S+, certificate not trusted/);
    expect(report?.answer?.status).toBe(200);
    const found = await exchange(core, begun);
    expect(found?.messages.map(({ transport }) => transport)).toEqual(['TLS', 'TLS']);
  });
});
