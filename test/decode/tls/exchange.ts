/**
 * Real TLS traffic between two node:tls ends in this process: the packets of a TCP connection, and its key log. The
 * certificate is for tests only.
 */
import { duplexPair } from './duplex-pair.js';
import { connect, type SecureContextOptions, TLSSocket } from 'node:tls';
import { type Bytes, bytes, CLIENT, ethernet, fill, ipv4, SERVER, tcp } from '../wire.js';

export interface Exchange {
  /** Packets in order: the handshake of TCP, what passed, and its end. */
  packets: Bytes[];
  /** In NSS key log format. */
  keyLog: string;
}

/** What one end says, and that it waits until the other has said its part. */
export interface Said {
  by: 'client' | 'server';
  text: string | Uint8Array;
}

const CLIENT_PORT = 40_061;
const SERVER_PORT = 5061;

/** Lets two ends speak in turn over TLS with these options; `fails`: the server then gets a record it cannot decrypt, and says so. */
export async function exchange(options: SecureContextOptions, said: readonly Said[], fails = false): Promise<Exchange> {
  const passed: { fromClient: boolean; bytes: Uint8Array }[] = [];
  const [clientEnd, serverEnd] = duplexPair((fromClient, bytes) => passed.push({ fromClient, bytes }));
  const server = new TLSSocket(serverEnd, { isServer: true, key: KEY, cert: CERTIFICATE, ...options });
  const client = connect({ socket: clientEnd, rejectUnauthorized: false, ...options });
  const keyLog: Buffer[] = [];
  client.on('keylog', line => keyLog.push(line));
  await new Promise<void>((resolve, reject) => {
    client.once('secureConnect', resolve);
    client.once('error', reject);
    server.once('error', reject);
  });
  for (const { by, text } of said) {
    const [from, to] = by === 'client' ? [client, server] : [server, client];
    let left = text.length;
    const heard = new Promise<void>(resolve => {
      const listen = (chunk: Buffer) => {
        left -= chunk.length;
        if (left > 0) return;
        to.off('data', listen);
        resolve();
      };
      to.on('data', listen);
    });
    from.write(text);
    await heard;
  }
  if (fails) {
    const failed = new Promise(resolve => client.once('error', resolve));
    serverEnd.push(bytes(23, 3, 3, 0, 40, fill(40, 7)));
    await failed;
  }
  client.destroy();
  server.destroy();
  return { packets: connection(passed), keyLog: Buffer.concat(keyLog).toString('latin1') };
}

/** Chunks as segments of one TCP connection. */
export function connection(passed: readonly { fromClient: boolean; bytes: Uint8Array }[]): Bytes[] {
  const next = { client: 1000, server: 2000 };
  const segment = (fromClient: boolean, payload: Uint8Array, flags: string) => {
    const [mine, other] = fromClient ? (['client', 'server'] as const) : (['server', 'client'] as const);
    const packet = ethernet(
      ipv4(
        tcp(payload, {
          source: fromClient ? CLIENT_PORT : SERVER_PORT,
          destination: fromClient ? SERVER_PORT : CLIENT_PORT,
          sequence: next[mine],
          acknowledgement: next[other],
          flags,
        }),
        {
          protocol: 6,
          source: fromClient ? CLIENT : SERVER,
          destination: fromClient ? SERVER : CLIENT,
        },
      ),
    );
    next[mine] += payload.length + (flags.includes('S') || flags.includes('F') ? 1 : 0);
    return packet;
  };
  const none = new Uint8Array(0);
  return [
    segment(true, none, 'S'),
    segment(false, none, 'SA'),
    segment(true, none, 'A'),
    ...passed.map(({ fromClient, bytes }) => segment(fromClient, bytes, 'PA')),
    segment(true, none, 'FA'),
    segment(false, none, 'FA'),
  ];
}

const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgg2nGPpF31uXJdJ3C
8UsHYtWU0yXNEhUQzbOz1LF6/l+hRANCAAS6ufnJYA3OIfxmLiNzH4OfkvhpK3IX
j6TDns3u2UpXautxwcL33RahBj2rAxNboSHBvoIYKu3ppaFvXuoLH4Gb
-----END PRIVATE KEY-----`;

const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBijCCATGgAwIBAgIUQUEhnqQ1qFRGCWhy2BL5KDyhmOYwCgYIKoZIzj0EAwIw
GjEYMBYGA1UEAwwPc2lwLmV4YW1wbGUuY29tMCAXDTI2MTEyMDE1MDgyOFoYDzIx
MjYxMDI3MTUwODI4WjAaMRgwFgYDVQQDDA9zaXAuZXhhbXBsZS5jb20wWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAS6ufnJYA3OIfxmLiNzH4OfkvhpK3IXj6TDns3u
2UpXautxwcL33RahBj2rAxNboSHBvoIYKu3ppaFvXuoLH4Gbo1MwUTAdBgNVHQ4E
FgQU9FmHArk6ldFEGflaHZOyZlghjiEwHwYDVR0jBBgwFoAU9FmHArk6ldFEGfla
HZOyZlghjiEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAKtpkL
xNCLBq2+qUDgvyljltWeHSOn+GI1mUNhatOTCQIgFNEWT5Rox6kkYL8TXietRtBx
BLVio8lxaHDj8HfOHRU=
-----END CERTIFICATE-----`;
