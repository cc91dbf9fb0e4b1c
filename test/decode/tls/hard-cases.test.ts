/** Hard cases of TLS in captures: cuts, losses, late and missing keys, key updates, WebSockets, damage. */
import { createCipheriv, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyLog } from '../../../src/decode/tls/key-log.js';
import { decode } from '../harness.js';
import { type Bytes, bytes, request, u16 } from '../wire.js';
import { connection, exchange } from './exchange.js';
import { carriesData, KINDS, logOf, MESSAGES, recut } from './kinds.js';

describe('a TLS connection', () => {
  it.each(KINDS)('%s is put in order', async (_, made) => {
    const { packets, keyLog } = await made;
    const swapped = packets.slice();
    // Each two segments of the client's small messages in turn, and every segment once more.
    for (let at = 4; at + 2 < swapped.length; at += 3)
      [swapped[at], swapped[at + 2]] = [swapped[at + 2]!, swapped[at]!];
    const twice = swapped.flatMap(packet => [packet, packet]);
    const { texts } = decode(twice, true, logOf(keyLog));
    expect(texts.toSorted()).toEqual(MESSAGES.toSorted());
  });

  it.each(KINDS)('%s is resynchronised after a gap', async (_, made) => {
    const { packets, keyLog } = await made;
    const data = packets.flatMap((packet, at) => (carriesData(packet) ? [at] : []));
    const lost = new Set(data.slice(-8, -4));
    const left = packets.filter((_, at) => !lost.has(at)).map((bytes, at) => ({ bytes, timeUs: at * 3_000_000 }));
    const { texts, accounts } = decode(left, true, logOf(keyLog));
    expect(texts.toSorted()).toEqual([...MESSAGES.slice(0, 4), ...MESSAGES.slice(8)].toSorted());
    expect(accounts.tcpGaps).toBe(2);
  });

  it.each(KINDS)('%s waits for a key log that is written late', async (_, made) => {
    const { packets, keyLog } = await made;
    const late = new KeyLog();
    late.expected = true;
    let asked = 0;
    late.refresh = () => {
      if (++asked === 3) late.addWhole(bytes(keyLog));
    };
    expect(decode(packets, true, late).texts.toSorted()).toEqual(MESSAGES.toSorted());
    expect(asked).toBe(3);
  });

  it.each(KINDS)('%s is counted if its secret is missing', async (_, made) => {
    const { packets } = await made;
    const other = new KeyLog();
    other.addWhole(bytes(`CLIENT_RANDOM ${'ab'.repeat(32)} ${'cd'.repeat(48)}\n`));
    const { texts, accounts } = decode(packets, true, other);
    expect(texts).toEqual([]);
    expect(accounts.tlsRecords).toBeGreaterThanOrEqual(MESSAGES.length);
    expect(accounts.sip).toBe(0);
  });

  it('that was joined behind its handshake is no SIP', async () => {
    const { packets, keyLog } = await KINDS[3]![1];
    const { texts, accounts } = decode(packets.slice(8), true, logOf(keyLog));
    expect(texts).toEqual([]);
    expect(accounts.other.get('tls')).toBeGreaterThan(0);
  });

  it('lists the packets of each message inside once', async () => {
    const { packets, keyLog } = await KINDS[0]![1];
    const { messages } = decode(recut(packets, [100]), true, logOf(keyLog));
    for (const { parts } of messages) {
      expect(parts?.length).toBeGreaterThan(1);
      expect(parts).toEqual([...new Set(parts)]);
    }
  });
});

describe('WebSocket over TLS', () => {
  it('is WSS', async () => {
    const text = request('wss');
    const data = Buffer.from(text, 'latin1');
    const asked = 'GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
    const agreed = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n';
    const frame = bytes(0x81, 0x80 | 126, u16(data.length), [0, 0, 0, 0], data);
    const { packets, keyLog } = await exchange({}, [
      { by: 'client', text: asked },
      { by: 'server', text: agreed },
      { by: 'client', text: frame },
      { by: 'server', text: bytes(0x81, 126, u16(data.length), data) },
    ]);
    const { messages } = decode(packets, true, logOf(keyLog));
    expect(messages.map(message => [message.text, message.transport])).toEqual([
      [text, 'WSS'],
      [text, 'WSS'],
    ]);
  });

  it('is not SIP if it is HTTP', async () => {
    const { packets, keyLog } = await exchange({}, [
      { by: 'client', text: 'GET / HTTP/1.1\r\nHost: a\r\n\r\n' },
      { by: 'server', text: `HTTP/1.1 200 OK\r\n\r\n\r\n${request()}` },
    ]);
    const { texts, accounts } = decode(packets, true, logOf(keyLog));
    expect(texts).toEqual([]);
    expect(accounts.other.get('http')).toBeGreaterThan(0);
  });
});

describe('TLS 1.3', () => {
  // A connection made by hand from RFC 8446, because node cannot update keys.
  const random = 'a1'.repeat(32);
  const secret = Buffer.alloc(32, 7);
  const hello = (type: number, body: Bytes): Bytes =>
    bytes(22, 3, 1, u16(body.length + 4), type, 0, u16(body.length), body);
  const clientHello = hello(1, bytes(3, 3, Buffer.from(random, 'hex'), 0, u16(2), 0x13, 0x01, 1, 0, u16(0)));
  const versions = bytes(u16(43), u16(2), 3, 4);
  const serverHello = hello(2, bytes(3, 3, Buffer.alloc(32, 9), 0, 0x13, 0x01, 0, u16(versions.length), versions));
  const retry = Buffer.from('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c', 'hex');
  const helloRetry = hello(2, bytes(3, 3, retry, 0, 0x13, 0x01, 0, u16(versions.length), versions));

  const expand = (from: Buffer, label: string, length: number): Buffer => {
    const info = bytes(u16(length), label.length + 6, `tls13 ${label}`, 0, 1);
    return createHmac('sha256', from).update(info).digest().subarray(0, length);
  };
  const sealed = (from: Buffer, sequence: number, content: string | Bytes, type = 23, padding = 0): Bytes => {
    const nonce = expand(from, 'iv', 12);
    nonce[11]! ^= sequence;
    const plain = bytes(content, type, new Uint8Array(padding));
    const header = bytes(23, 3, 3, u16(plain.length + 16));
    const cipher = createCipheriv('aes-128-gcm', expand(from, 'key', 16), nonce).setAAD(header);
    return bytes(header, cipher.update(plain), cipher.final(), cipher.getAuthTag());
  };
  const log = logOf(`CLIENT_TRAFFIC_SECRET_0 ${random} ${secret.toString('hex')}\n`);
  const client = (...records: Bytes[]) => records.map(record => ({ fromClient: true, bytes: record }));
  const updated = expand(secret, 'traffic upd', 32);

  it('follows key updates', () => {
    const keyUpdate = bytes(24, 0, 0, 1, 0);
    const twice = expand(updated, 'traffic upd', 32);
    const { texts } = decode(
      connection([
        ...client(clientHello),
        { fromClient: false, bytes: serverHello },
        ...client(
          sealed(secret, 0, MESSAGES[0]!),
          sealed(secret, 1, keyUpdate, 22),
          sealed(updated, 0, MESSAGES[1]!),
          sealed(updated, 1, keyUpdate, 22),
          sealed(twice, 0, MESSAGES[2]!),
        ),
      ]),
      true,
      log,
    );
    expect(texts).toEqual(MESSAGES.slice(0, 3));
  });

  it('removes padding, and skips records that are not application data', () => {
    const { texts } = decode(
      connection([
        ...client(clientHello),
        { fromClient: false, bytes: helloRetry },
        ...client(bytes(20, 3, 3, 0, 1, 1), clientHello),
        { fromClient: false, bytes: serverHello },
        ...client(
          bytes(23, 3, 3, u16(40), new Uint8Array(40)),
          sealed(secret, 0, MESSAGES[0]!, 23, 300),
          sealed(secret, 1, '', 23, 9),
          sealed(secret, 2, bytes(1, 0), 21),
          sealed(secret, 3, MESSAGES[1]!),
        ),
      ]),
      true,
      log,
    );
    expect(texts).toEqual(MESSAGES.slice(0, 2));
  });
});

describe('the key log', () => {
  it('is read in any pieces, in either case, skipping other lines', () => {
    const random = '0123456789abcdef'.repeat(4);
    const text = `# a comment\nCLIENT_RANDOM ${random.toUpperCase()} ${'AB'.repeat(48)}\r\nEXPORTER_SECRET ${random} ${'00'.repeat(32)}\nCLIENT_RANDOM 12 34\nSERVER_TRAFFIC_SECRET_0 ${random} ${'cd'.repeat(32)}`;
    fc.assert(
      fc.property(fc.nat(text.length), cut => {
        const keyLog = new KeyLog();
        const rest = keyLog.add(bytes(text.slice(0, cut)));
        keyLog.addWhole(bytes(rest, text.slice(cut)));
        expect(keyLog.find('CLIENT_RANDOM', random)?.toString('hex')).toBe('ab'.repeat(48));
        expect(keyLog.find('SERVER_TRAFFIC_SECRET_0', random)?.length).toBe(32);
        expect(keyLog.find('CLIENT_TRAFFIC_SECRET_0', random)).toBeUndefined();
      }),
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), given => {
        const keyLog = new KeyLog();
        expect(keyLog.add(given).length).toBeLessThanOrEqual(given.length);
        expect(keyLog.isEmpty).toBe(true);
      }),
    );
  });
});
