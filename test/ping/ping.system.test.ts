/** `ping` of the built program against responders on the loopback, a real Kamailio among them. */
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { headerValue, parseMessage, type SipMessage } from '../../src/sip/message/message.js';
import { node, run } from '../commands/program.js';
import { folder } from '../engine/core-session.js';
import { kamailio } from '../live/kamailio.js';
import { freePort } from '../live/traffic.js';
import { withoutPeer } from '../peer.js';

interface Event {
  kind: string;
  sequence?: number;
  attempt?: number;
  why?: string;
  remark?: string | null;
  answer?: {
    status: number;
    reason: string;
    rttMs: number;
    repeated: boolean;
    server: string;
    allow: string;
    seenFrom: string;
  };
}

function reply(request: SipMessage, status = '200 OK', via = headerValue(request, 'Via')): Buffer {
  const same = ['From', 'Call-ID', 'CSeq'].map(name => `${name}: ${headerValue(request, name)}`);
  const own = [
    'Server: tiny/1',
    'Allow: INVITE, OPTIONS',
    `To: ${headerValue(request, 'To')};tag=b`,
    'Content-Length: 0',
  ];
  return Buffer.from(`${[`SIP/2.0 ${status}`, `Via: ${via}`, ...same, ...own].join('\r\n')}\r\n\r\n`);
}

/** Answers all but the first `deaf` requests; returns its port and what it got. */
async function responder(deaf = 0) {
  const got: { request: SipMessage; from: number }[] = [];
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  onTestFinished(() => {
    socket.close();
  });
  await once(socket, 'listening');
  socket.on('message', (bytes, { port, address }) => {
    const request = parseMessage(bytes);
    got.push({ request, from: port });
    const via = headerValue(request, 'Via')?.replace(';rport', `;rport=${port};received=${address}`);
    if (got.length > deaf) socket.send(reply(request, '200 OK', via), port, address);
  });
  return { port: socket.address().port, got };
}

async function ping(...argv: string[]): Promise<{ status: number; events: Event[]; stderr: string }> {
  const { status, stdout, stderr } = await run(['ping', ...argv, '--json']);
  const lines = stdout.split('\n').filter(line => line !== '');
  return { status, stderr, events: lines.map(line => JSON.parse(line) as Event) }; // an event a line
}

describe('over UDP', () => {
  it('asks as often as it was told, each a transaction of one call', async () => {
    const { port, got } = await responder();
    const { status, events } = await ping(`127.0.0.1:${port}`, '-n', '3', '--interval', '0.05', '--max-forwards', '5');
    expect(status).toBe(0);
    expect(events.map(({ kind }) => kind)).toEqual([
      'connected',
      'sent',
      'response',
      'sent',
      'response',
      'sent',
      'response',
    ]);
    const header = (name: string) => got.map(({ request }) => headerValue(request, name));
    expect(header('CSeq')).toEqual(['1 OPTIONS', '2 OPTIONS', '3 OPTIONS']);
    expect(header('Max-Forwards')).toEqual(['5', '5', '5']);
    expect(new Set(header('Call-ID')).size).toBe(1);
    expect(new Set(header('Via')).size).toBe(3);
    expect(events[2]!.answer).toMatchObject({
      status: 200,
      reason: 'OK',
      server: 'tiny/1',
      allow: 'INVITE, OPTIONS',
      repeated: false,
    });
    expect(events[2]!.answer!.seenFrom).toBe(`127.0.0.1:${got[0]!.from}`);
  });

  it('retransmits without an answer, and takes no round-trip time from that', async () => {
    const { port, got } = await responder(1);
    const { status, events } = await ping(`127.0.0.1:${port}`);
    expect(status).toBe(0);
    expect(events.filter(({ kind }) => kind === 'sent').map(({ attempt }) => attempt)).toEqual([0, 1]);
    expect(headerValue(got[0]!.request, 'Via')).toBe(headerValue(got[1]!.request, 'Via'));
    expect(events.at(-1)!.answer!.repeated).toBe(true);
    expect(events.at(-1)!.answer!.rttMs).toBeGreaterThanOrEqual(490);
  });

  it('sends from where it was told', async () => {
    const { port, got } = await responder();
    const own = await freePort();
    const { status } = await ping(`127.0.0.1:${port}`, '--source', `127.0.0.2:${own}`);
    expect(status).toBe(0);
    expect(got[0]!.from).toBe(own);
    expect(headerValue(got[0]!.request, 'Via')).toContain(`127.0.0.2:${own};`);
  });

  it('gives up after --timeout: exit 1', async () => {
    const { port } = await responder(1000);
    const { status, events } = await ping(`127.0.0.1:${port}`, '--timeout', '0.2');
    expect(status).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'lost', sequence: 1, why: 'no answer in 0.2 s' });
  });

  it('says that nobody listens', async () => {
    const { status, events } = await ping(`127.0.0.1:${await freePort()}`);
    expect(status).toBe(1);
    expect(events.at(-1)).toMatchObject({ kind: 'lost', why: expect.stringContaining('connection refused') });
  });

  it('ends with Ctrl-C and says what it found', async () => {
    const { port } = await responder();
    const child = spawn(node, [inject('program'), 'ping', `127.0.0.1:${port}`, '-n', '1000', '--interval', '30']);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (text.includes('200 OK')) child.kill('SIGINT');
    });
    const [status] = await once(child, 'close');
    expect(status).toBe(0);
    expect(said).toContain('Server  tiny/1');
    expect(said).toMatch(/1 sent, 1 answered, 0 lost, 0 retransmissions; round trip/);
  });
});

describe('over TCP and TLS', () => {
  const answer = (socket: {
    on(event: 'data', listener: (bytes: Buffer) => void): unknown;
    write(bytes: Buffer): unknown;
  }) =>
    socket.on('data', bytes => {
      const whole = reply(parseMessage(bytes));
      // Cut in two, with a keep-alive before it: a stream has no messages.
      socket.write(Buffer.concat([Buffer.from('\r\n\r\n'), whole.subarray(0, 40)]));
      setImmediate(() => socket.write(whole.subarray(40)));
    });

  it('TCP: several over one connection', async () => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    let connections = 0;
    server.on('connection', () => connections++);
    const { status, events } = await ping(
      `127.0.0.1:${portOf(server)}`,
      '--transport',
      'tcp',
      '-n',
      '2',
      '--interval',
      '0',
    );
    expect(status).toBe(0);
    expect(events.filter(({ kind }) => kind === 'response')).toHaveLength(2);
    expect(connections).toBe(1);
  });

  it('TCP: says that the far end hung up', async () => {
    const server = createServer(socket => socket.on('data', () => socket.end())).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const { status, events } = await ping(`127.0.0.1:${portOf(server)}`, '--transport', 'tcp', '-n', '5');
    expect(status).toBe(1);
    expect(events.filter(({ kind }) => kind === 'lost')).toEqual([
      expect.objectContaining({ why: 'the far end closed the connection' }),
    ]);
  });

  it('TCP: nobody listens: exit 2 and a sentence', async () => {
    const { status, stderr, events } = await ping(`127.0.0.1:${await freePort()}`, '--transport', 'tcp');
    expect({ status, events }).toEqual({ status: 2, events: [] });
    expect(stderr).toMatch(/^sipvestigator: 127\.0\.0\.1:\d+: nobody listens on that port \(connection refused\)\.\n$/);
  });

  it.skipIf(withoutPeer('openssl'))('TLS: tells of the certificate', async () => {
    const where = folder();
    const [key, cert] = [join(where, 'key.pem'), join(where, 'cert.pem')];
    const made = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=localhost',
    ];
    execFileSync('openssl', [...made, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer).listen(0, '127.0.0.1');
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const { status, events } = await ping(`127.0.0.1:${portOf(server)}`, '--transport', 'tls');
    expect(status).toBe(0);
    expect(events[0]!.remark).toMatch(/^TLSv1\.3, \S+, certificate not trusted \(.+\)$/);
    expect(events.at(-1)!.answer).toMatchObject({ status: 200 });
  });
});

describe('what is no host', () => {
  it.each([
    [[], 'Say whom to ping'],
    [['127.0.0.1', '127.0.0.2'], 'one host'],
    [['127.0.0.1:99999'], 'no HOST[:PORT]'],
    [['nobody.invalid'], 'there is no such host'],
    [['127.0.0.1', '--max-forwards', '256'], '--max-forwards takes'],
    [['127.0.0.1', '--timeout', '0'], '--timeout takes'],
    [['127.0.0.1', '--source', '192.0.2.99'], 'not one of this machine'],
  ])('%j is a sentence, exit 2', async (argv, sentence) => {
    const { status, stderr } = await run(['ping', ...argv]);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^sipvestigator: .*\n$/);
  });
});

describe.skipIf(withoutPeer('kamailio'))('a real Kamailio', () => {
  it('answers over UDP and TCP, and reports when the hops are used up', async () => {
    const { port } = await kamailio({ tcp: true });
    const target = `127.0.0.1:${port}`;
    const udp = await ping(target);
    expect(udp.status).toBe(0);
    expect(udp.events.at(-1)!.answer).toMatchObject({ status: 200, server: expect.stringMatching(/^kamailio/i) });
    const tcp = await ping(target, '--transport', 'tcp');
    expect(tcp.events.at(-1)!.answer).toMatchObject({ status: 200 });
    const far = await ping(target, '--max-forwards', '0');
    expect(far.events.at(-1)!.answer).toMatchObject({ status: 483 });
  });
});

function portOf(server: { address(): unknown }): number {
  const address = server.address();
  return typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0;
}
