/**
 * Sends HEP 3 over UDP as fast as it can, as a process of its own: `COUNT` reports of a SIP request each, or where packed of a
 * request with a body that packs well.
 *
 * `node --import tsx test/live/hep/burst-sender.ts ADDRESS PORT COUNT BODY-BYTES plain|packed NAME`
 */
import { createSocket } from 'node:dgram';
import { deflateSync } from 'node:zlib';
import { CHUNK } from '../../../src/model/hep.js';
import { hep3, textChunk } from './hep-packets.js';

const [address = '', port = '', count = '', body = '', how = '', name = ''] = process.argv.slice(2);

function report(number: number): Buffer {
  const request = [
    'OPTIONS sip:bob@192.0.2.2 SIP/2.0',
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK-${name}-${number}`,
    'From: <sip:alice@192.0.2.1>;tag=a',
    'To: <sip:bob@192.0.2.2>',
    `Call-ID: ${name}-${number}`,
    'CSeq: 1 OPTIONS',
    `Content-Length: ${body}`,
    '',
    'a'.repeat(Number(body)),
  ].join('\r\n');
  const chunk =
    how === 'packed'
      ? textChunk(CHUNK.packedPayload, deflateSync(request, { level: 1 }))
      : textChunk(CHUNK.payload, request);
  return hep3(chunk);
}

const reports = Array.from({ length: Number(count) }, (_, number) => report(number));
const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
let left = reports.length;
for (const bytes of reports)
  socket.send(bytes, Number(port), address, error => {
    if (error) throw error;
    if (--left === 0) socket.close();
  });
