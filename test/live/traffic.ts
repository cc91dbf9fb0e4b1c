/** Traffic on the loopback: small requests, and ports to send them to. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

/** A small request, one of its own for each number. */
export function request(number: number, callId = `live-${number}`): Buffer {
  const lines = [
    'OPTIONS sip:bob@127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-${callId}-${number}`,
    'From: <sip:alice@127.0.0.1>;tag=a',
    'To: <sip:bob@127.0.0.1>',
    `Call-ID: ${callId}`,
    `CSeq: ${number} OPTIONS`,
    'Max-Forwards: 70',
    'Content-Length: 0',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** Sends datagrams to a port of the loopback, where something listens or nothing. */
export async function send(port: number, ...datagrams: Uint8Array[]): Promise<void> {
  const socket = createSocket('udp4');
  for (const bytes of datagrams)
    await new Promise<void>((resolve, reject) =>
      socket.send(bytes, port, '127.0.0.1', error => (error ? reject(error) : resolve())),
    );
  socket.close();
}
