/** What Kamailio writes with sipdump and xlog about a request on the loopback and its response. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { installed, withoutPeer } from '../../peer.js';
import { readCapture } from '../captures.js';

const BODY = 'how\r\n\r\nare you\r\n';

function request(port: number, sender: number): string {
  return [
    `OPTIONS sip:ping@127.0.0.1:${port} SIP/2.0`,
    `Via: SIP/2.0/UDP 127.0.0.1:${sender};branch=z9hG4bK77`,
    'From: <sip:a@example.com>;tag=1',
    'To: <sip:ping@example.com>',
    'Call-ID: kamailio.test',
    'CSeq: 1 OPTIONS',
    'Content-Type: text/plain',
    `Content-Length: ${BODY.length}`,
    '',
    BODY,
  ].join('\r\n');
}

function configuration(folder: string, port: number): string {
  const modules = ['sl', 'xlog', 'pv', 'sipdump'].map(name => `loadmodule "${name}.so"`);
  return [
    'debug=2',
    'fork=yes',
    'children=1',
    'disable_tcp=yes',
    `listen=udp:127.0.0.1:${port}`,
    ...modules,
    'modparam("sipdump", "enable", 1)',
    'modparam("sipdump", "mode", 1)',
    `modparam("sipdump", "folder", "${folder}")`,
    'request_route {',
    '  xlog("L_INFO", "received from $proto:$si:$sp\\n$mb");',
    '  sl_send_reply("200", "OK");',
    '}',
    '',
  ].join('\n');
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const socket = await bound();
  const { port } = socket.address();
  socket.close();
  return port;
}

async function stop(kamailio: ChildProcess): Promise<void> {
  if (kamailio.exitCode !== null) return;
  kamailio.kill();
  await once(kamailio, 'exit');
}

test.skipIf(withoutPeer('kamailio'))(
  `sipdump and xlog${installed('kamailio') ? '' : ' (kamailio is not installed)'}`,
  { timeout: 30_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sipdump-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const port = await freePort();
    writeFileSync(join(folder, 'test.cfg'), configuration(folder, port));
    const kamailio = spawn('kamailio', ['-f', join(folder, 'test.cfg'), '-DD', '-E', '-Y', folder]);
    onTestFinished(() => stop(kamailio));
    const log: Buffer[] = [];
    kamailio.stderr.on('data', (piece: Buffer) => log.push(piece));

    const socket = await bound();
    onTestFinished(() => {
      socket.close();
    });
    const sender = socket.address().port;
    const sent = request(port, sender);
    let reply = '';
    socket.on('message', bytes => {
      reply = bytes.toString('latin1');
    });
    const dumped = () => {
      const name = readdirSync(folder).find(entry => entry.endsWith('.data'));
      return name === undefined ? Buffer.alloc(0) : readFileSync(join(folder, name));
    };
    // It takes a moment to start; what is sent before is lost.
    for (let tries = 0; tries < 100 && (reply === '' || !dumped().includes('tag: snd')); tries++) {
      if (reply === '') socket.send(sent, port, '127.0.0.1');
      await wait(200);
    }
    await stop(kamailio);

    const ours = `127.0.0.1:${sender}`;
    const theirs = `127.0.0.1:${port}`;
    const dump = await readCapture(dumped());
    expect(dump).toMatchObject({ format: 'Kamailio sipdump', dated: true });
    expect(dump.datagrams).toContainEqual(
      expect.objectContaining({ text: sent, source: ours, destination: theirs, transport: 'UDP', truncated: false }),
    );
    expect(dump.datagrams).toContainEqual(
      expect.objectContaining({ text: reply, source: theirs, destination: ours, transport: 'UDP', truncated: false }),
    );
    const printed = await readCapture(Buffer.concat(log));
    expect(printed.format).toBe('Kamailio or OpenSIPS log');
    expect(printed.datagrams).toContainEqual(
      expect.objectContaining({ text: sent, source: ours, transport: 'UDP', truncated: false }),
    );
  },
);
