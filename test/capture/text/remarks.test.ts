/** Lines between messages: remarks, in their place. And what stands before a printed packet loses nothing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { identify } from '../../../src/capture/identify.js';
import { NO_TIME } from '../../../src/model/times.js';
import { PiecesSupply, readCapture } from '../captures.js';
import { EMPTY, HEADERS, pjsip, START } from './printed-message.js';

const MESSAGE = [START, ...HEADERS, EMPTY, ''];

async function remarks(...lines: readonly string[]) {
  const { remarks: found } = await readCapture(Buffer.from(`${lines.join('\n')}\n`, 'latin1'));
  return found;
}

const at = (clock: string) => Date.parse(`1970-01-01T${clock}Z`) * 1000;

/** "message" for each message, else the text of the remark, in the order of the source. */
async function order(...lines: readonly string[]): Promise<string[]> {
  const bytes = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  const supply = new PiecesSupply(bytes, [1 << 20]);
  const source = await identify({ name: 'test', supply, size: bytes.length, descriptor: -1, live: false });
  if ('refused' in source) throw new Error(source.refused);
  const found: string[] = [];
  for (let step = source.next(); step !== 'end'; step = source.next()) {
    if (step === 'remark') found.push(source.remark?.text ?? '');
    else if (step === 'datagram') found.push('message');
    else await source.fill();
  }
  return found;
}

describe('remarks', () => {
  test('stand between the messages they were printed between', async () => {
    const lines = ['first', ...MESSAGE, '09:30:15 too large for UDP, trying TCP', '', pjsip, ...MESSAGE, 'last'];
    expect(await order(...lines)).toEqual([
      'first',
      'message',
      '09:30:15 too large for UDP, trying TCP',
      'message',
      'last',
    ]);
  });

  test('have the time of their line, or none', async () => {
    expect(await remarks(...MESSAGE, '09:30:15.250 one', 'two')).toEqual([
      { text: '09:30:15.250 one', timeUs: at('09:30:15.250') },
      { text: 'two', timeUs: NO_TIME },
    ]);
  });

  test('are not empty lines, rules, headings and lines of messages', async () => {
    const heading = '09:30:15.250 RX 300 bytes from UDP 192.0.2.1:5060:';
    expect(
      await remarks('----', '', '=====', heading, ...MESSAGE, '--end msg--', '~~~', '|', pjsip, ...MESSAGE),
    ).toEqual([]);
  });

  test('among the lines of a message come after it', async () => {
    const noise = '09:30:15.000001 sbc1: INFO something happened to nobody';
    expect(await order(pjsip, START, HEADERS[0]!, noise, ...HEADERS.slice(1), EMPTY, '')).toEqual(['message', noise]);
  });

  test('are kept as far as 500 chars', async () => {
    const [remark] = await remarks(...MESSAGE, `x${'y'.repeat(2000)}`);
    expect(remark?.text).toBe(`x${'y'.repeat(499)}`);
  });

  test('are what only looks like a message', async () => {
    expect(await order(...MESSAGE, 'DEBUG: got SIP/2.0 200 OK for it', 'and that is all')).toEqual([
      'message',
      'DEBUG: got SIP/2.0 200 OK for it',
      'and that is all',
    ]);
  });

  test('of tcpdump are its own words', async () => {
    const packet = '09:30:15.250000 IP 192.0.2.1.5060 > 192.0.2.2.5060: SIP: x';
    const found = await remarks(
      'reading from file a.pcap, link-type EN10MB (Ethernet)',
      packet,
      ...MESSAGE,
      '2 packets captured',
    );
    expect(found.map(({ text }) => text)).toEqual([
      'reading from file a.pcap, link-type EN10MB (Ethernet)',
      '2 packets captured',
    ]);
  });
});

describe('a stray character before a printed packet', () => {
  const examples = new URL('examples/', import.meta.url);

  test.each(['ngrep-byline.txt', 'sngrep.txt', 'asterisk-pjsip.log', 'freeswitch.log', 'cisco.log', 'tshark-x.txt'])(
    '%s',
    async name => {
      const text = readFileSync(new URL(name, examples));
      const plain = await readCapture(text);
      for (const stray of ['`', '"', '> ', '\xef\xbb\xbf']) {
        const reading = await readCapture(Buffer.concat([Buffer.from(stray, 'latin1'), text]));
        expect(reading.datagrams).toEqual(plain.datagrams);
        expect(reading.packets).toEqual(plain.packets);
      }
    },
  );

  test.each(['`', '"', '|', '(', '\xef\xbb\xbf'])('tcpdump: %s', async stray => {
    const packets = ['1', '2'].flatMap(second => [
      `09:30:1${second}.250000 IP 192.0.2.${second}.5060 > 192.0.2.9.5060: SIP: ${START}`,
      ...MESSAGE,
    ]);
    const { datagrams } = await readCapture(Buffer.from(`${stray}${packets.join('\n')}\n`, 'latin1'));
    expect(datagrams.map(({ source, timeUs }) => [source, timeUs])).toEqual([
      ['192.0.2.1:5060', at('09:30:11.250')],
      ['192.0.2.2:5060', at('09:30:12.250')],
    ]);
  });
});
