/**
 * The connection to the pinged host over UDP, TCP or TLS: it knows its local address, sends to that host only and
 * delivers whole messages.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { errorCode, errorText } from '../format/errors.js';
import { FrameCutter } from '../sip/framing/frame.js';
import type { Endpoint, PingTransport } from './options-request.js';

/** More bytes than this without a complete message are not SIP. */
const MAX_HELD = 1 << 20;

export interface Listeners {
  /** The listener may keep `bytes`. `arrivedMs` is on the clock of performance.now(), taken first thing. */
  message(bytes: Uint8Array, arrivedMs: number): void;
  /** The network rejected a packet or the far end hung up; `why` is a clause. */
  failed(why: string): void;
}

export interface Connection {
  local: Endpoint;
  reliable: boolean;
  /** For TLS, the protocol and the certificate in words; else null. */
  remark: string | null;
  send(bytes: Uint8Array): void;
  close(): void;
}

export interface ConnectOptions {
  transport: PingTransport;
  /** An IP address. */
  address: string;
  port: number;
  /** The name the user gave, which the certificate must bear. */
  host: string;
  /** Local address; null leaves it to the system. Port 0 is any. */
  source: Endpoint | null;
  timeoutMs: number;
}

/** Connects. Rejects with a clause for the user. */
export function connect(options: ConnectOptions, listeners: Listeners): Promise<Connection> {
  return options.transport === 'udp' ? connectUdp(options, listeners) : connectStream(options, listeners);
}

/** A connected UDP socket: the system gives the local address, drops packets of others and reports a closed port. */
async function connectUdp({ address, port, source }: ConnectOptions, listeners: Listeners): Promise<Connection> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  try {
    if (source) {
      socket.bind(source.port, source.address || undefined);
      await once(socket, 'listening');
    }
    socket.connect(port, address);
    await once(socket, 'connect');
  } catch (error) {
    socket.close();
    throw new Error(clause(error));
  }
  socket.on('message', bytes => {
    const arrivedMs = performance.now();
    listeners.message(bytes, arrivedMs);
  });
  socket.on('error', error => listeners.failed(clause(error)));
  const own = socket.address();
  return {
    local: { address: own.address, port: own.port },
    reliable: false,
    remark: null,
    send: bytes => socket.send(bytes, error => error && listeners.failed(clause(error))),
    close: () => socket.close(),
  };
}

async function connectStream(options: ConnectOptions, listeners: Listeners): Promise<Connection> {
  const { transport, address, port, host, source, timeoutMs } = options;
  const endpoint = {
    host: address,
    port,
    ...(source?.address ? { localAddress: source.address } : {}),
    ...(source?.port ? { localPort: source.port } : {}),
  };
  const secure =
    transport === 'tls'
      ? // Nothing secret is sent, so an untrusted certificate is reported, not refused.
        connectTls({ ...endpoint, rejectUnauthorized: false, ...(isName(host) ? { servername: host } : {}) })
      : undefined;
  const socket: Socket = secure ?? connectTcp(endpoint);
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error('no connection in time')));
  try {
    await once(socket, secure ? 'secureConnect' : 'connect');
  } catch (error) {
    socket.destroy();
    throw new Error(clause(error));
  }
  socket.setTimeout(0);
  socket.setNoDelay(true);
  receive(socket, listeners);
  return {
    local: { address: socket.localAddress ?? '', port: socket.localPort ?? 0 },
    reliable: true,
    remark: secure ? certificateRemark(secure) : null,
    send: bytes => socket.write(bytes),
    close: () => socket.destroy(),
  };
}

function receive(socket: Socket, listeners: Listeners): void {
  const cutter = new FrameCutter();
  let held: Uint8Array = new Uint8Array(0);
  socket.on('data', (bytes: Buffer) => {
    const arrivedMs = performance.now();
    held = Buffer.concat([held, bytes]);
    for (;;) {
      const cut = cutter.next(held, 0, held.length, false);
      if (cut === 'more') break;
      if (cut === 'message') listeners.message(held.slice(cutter.start, cutter.end), arrivedMs);
      held = held.subarray(cutter.end);
    }
    if (held.length > MAX_HELD) socket.destroy(new Error('the far end sends what is no SIP'));
  });
  socket.on('error', error => listeners.failed(clause(error)));
  socket.on('close', () => listeners.failed('the far end closed the connection'));
}

function certificateRemark(socket: TLSSocket): string {
  const { authorized, authorizationError } = socket;
  const cipher = `${socket.getProtocol() ?? 'TLS'}, ${socket.getCipher().name}`;
  return authorized ? `${cipher}, certificate trusted` : `${cipher}, certificate not trusted (${authorizationError})`;
}

function isName(host: string): boolean {
  return !host.includes(':') && !/^[\d.]+$/.test(host);
}

const CLAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens on that port (connection refused)',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ECONNRESET: 'the far end broke the connection off',
  ETIMEDOUT: 'no connection in time',
  EADDRNOTAVAIL: 'the address to send from is not one of this machine',
  EADDRINUSE: 'the port to send from is in use',
  EACCES: 'the address or port to send from is not allowed',
  EMSGSIZE: 'the request is too large',
};

function clause(error: unknown): string {
  return CLAUSES[errorCode(error)] ?? errorText(error);
}
