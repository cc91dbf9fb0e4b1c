import { NO_TIME } from '../../../src/model/times.js';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { installed, withoutPeer } from '../../peer.js';
import { CORPUS_ABSENT, corpusBytes, corpusFile, hasCorpus, type ReadDatagram, readCapture } from '../captures.js';
import { CAPTURES, messagesOf, printed, START } from './capture-messages.js';

const ZONE = 'Atlantic/Reykjavik';

/** The line tcpdump could not misread: everything up to the body. */
function headOf(text: string): string {
  return text.slice(0, text.indexOf('\r\n\r\n') + 4);
}

async function dumped(path: string, flags: readonly string[]) {
  const { stdout } = spawnSync('tcpdump', ['-r', corpusFile(path), ...flags], {
    env: { ...process.env, TZ: ZONE },
    maxBuffer: 1 << 28,
  });
  process.env['TZ'] = ZONE;
  return readCapture(new Uint8Array(stdout), [4096]);
}

function sipOf(datagrams: readonly ReadDatagram[]): ReadDatagram[] {
  return datagrams.filter(datagram => datagram.text !== '');
}

const DAY_US = 86_400e6;

describe.skipIf(withoutPeer('tcpdump'))(
  `what tcpdump prints of a capture${installed('tcpdump') ? '' : ' (tcpdump is not installed)'}`,
  () => {
    describe.skipIf(!hasCorpus)(hasCorpus ? 'is the capture' : CORPUS_ABSENT, () => {
      test.each(CAPTURES)('-A of %s', async path => {
        const { packets } = await readCapture(corpusBytes(path));
        const expected = messagesOf(packets);
        expect(expected.length).toBeGreaterThan(0);
        for (const flags of [['-n'], ['-n', '-tttt'], ['-nn', '-e', '-tt'], ['-n', '--nano', '-tttt']]) {
          const reading = await dumped(path, ['-A', ...flags]);
          const dated = flags.some(flag => flag === '-tt' || flag === '-tttt');
          expect(reading.dated).toBe(dated);
          expect(reading.datagrams).toHaveLength(packets.length);
          expect(sipOf(reading.datagrams).map(({ text }) => text)).toEqual(expected.map(({ text }) => printed(text)));
          expect(sipOf(reading.datagrams)).toMatchObject(
            expected.map(({ source, destination }) => ({ source, destination, transport: 'UDP', truncated: false })),
          );
          const times = sipOf(reading.datagrams).map(({ timeUs }) => (dated ? timeUs : timeUs % DAY_US));
          expect(times).toEqual(expected.map(({ timeUs }) => (dated ? timeUs : timeUs % DAY_US)));
        }
      });

      test.each(CAPTURES)('-v of %s', async path => {
        const expected = messagesOf((await readCapture(corpusBytes(path))).packets);
        for (const flags of [['-v'], ['-vvv', '-e'], ['-v', '-A']]) {
          const reading = await dumped(path, ['-n', '-tttt', ...flags]);
          const sip = sipOf(reading.datagrams).filter(({ text }) => START.test(text));
          // tcpdump decodes SIP on port 5060 only.
          const onPort = expected.filter(
            ({ source, destination }) => /:5060$/.test(source) || /:5060$/.test(destination),
          );
          const wanted = flags.includes('-A') ? expected : onPort;
          expect(sip.map(({ text }) => headOf(text).replace(/[^\t\n\r -~]/g, '.'))).toEqual(
            wanted.map(({ text }) => printed(headOf(text))),
          );
          expect(sip).toMatchObject(wanted.map(({ timeUs, source, destination }) => ({ timeUs, source, destination })));
        }
      });

      test.each(CAPTURES)('-x, -X, -xx and -XX of %s', async path => {
        const { packets } = await readCapture(corpusBytes(path));
        const expected = messagesOf(packets);
        for (const flag of ['-x', '-X']) {
          const reading = await dumped(path, ['-n', '-tttt', flag]);
          const ip = reading.packets.filter(({ linkType }) => linkType === 101);
          const cooked = ip.map(packet => ({
            ...packet,
            linkType: 1,
            bytes: `0000000000000000000000000800${packet.bytes}`,
          }));
          expect(messagesOf(cooked)).toEqual(expected);
          expect(reading.packets.length + reading.datagrams.length).toBe(packets.length);
        }
        for (const flag of ['-xx', '-XX']) {
          const reading = await dumped(path, ['-n', '-tt', '-v', flag]);
          expect(reading.packets.map(({ bytes, timeUs, linkType }) => ({ bytes, timeUs, linkType }))).toEqual(
            packets.map(({ bytes, timeUs, linkType }) => ({ bytes, timeUs, linkType })),
          );
        }
      });

      test('times tcpdump cannot print are unknown', async () => {
        const path = 'heplify/sip_ipv6_udp.pcap';
        const expected = messagesOf((await readCapture(corpusBytes(path))).packets);
        const printable = expected.filter(({ timeUs }) => timeUs < 2 ** 31 * 1e6).map(({ timeUs }) => timeUs);
        const reading = await dumped(path, ['-n', '-tt', '-A']);
        expect(reading.datagrams.map(({ text }) => text)).toEqual(expected.map(({ text }) => printed(text)));
        expect(reading.datagrams).toMatchObject(expected.map(({ source, destination }) => ({ source, destination })));
        expect(new Set(reading.datagrams.map(({ timeUs }) => timeUs))).toEqual(new Set([...printable, NO_TIME]));
      });

      test('-t, -ttt and -ttttt', async () => {
        const path = 'goffinet/SIP-Call-with-Proxy-Server.pcap';
        const expected = messagesOf((await readCapture(corpusBytes(path))).packets);
        const first = expected[0]?.timeUs ?? 0;
        for (const flag of ['-ttt', '-ttttt']) {
          const reading = await dumped(path, ['-n', '-A', flag]);
          expect(reading.dated).toBe(false);
          expect(reading.datagrams.map(({ timeUs }) => timeUs)).toEqual(expected.map(({ timeUs }) => timeUs - first));
        }
        const untimed = await dumped(path, ['-n', '-A', '-t']);
        expect(untimed.datagrams.map(({ text }) => text)).toEqual(expected.map(({ text }) => printed(text)));
        expect(untimed.datagrams.every(({ timeUs }) => Number.isNaN(timeUs))).toBe(true);
      });

      test('one-line packets are counted and hold no message', async () => {
        const reading = await dumped('sngrep/aaa.pcap', ['-n']);
        expect(reading.datagrams).toHaveLength(691);
        expect(sipOf(reading.datagrams)).toEqual([]);
      });

      test('names instead of numbers keep the ports', async () => {
        const reading = await dumped('pkts/sipp_sll.pcap', ['-A']);
        expect(reading.datagrams[0]).toMatchObject({ source: '127.0.0.1:5060', destination: '127.0.0.1:5090' });
      });

      test('messages over TCP, in one segment or several', async () => {
        const reading = await dumped('goffinet/SIP-Call-Flow-Over-TCP.pcap', ['-n', '-A']);
        const sip = sipOf(reading.datagrams);
        const whole = await readCapture(corpusBytes('goffinet/SIP-Call-Flow-Over-TCP.pcap'));
        const starts = whole.packets.flatMap(
          ({ bytes }) =>
            Buffer.from(bytes, 'hex')
              .toString('latin1')
              .match(/(?:(?:INVITE|ACK|BYE) sip:\S+ SIP\/2\.0|SIP\/2\.0 \d{3}.*?)(?=\r\n)/g) ?? [],
        );
        expect(sip.map(({ text }) => text.slice(0, text.indexOf('\r\n')))).toEqual(starts);
        expect(sip.every(({ transport, truncated }) => transport === 'TCP' && !truncated)).toBe(true);
      });

      test('a message over several TCP segments is joined', async () => {
        const reading = await dumped('pkts/fragmented_tcp_sip.pcap', ['-n', '-A']);
        const sip = sipOf(reading.datagrams);
        expect(sip.length).toBeGreaterThan(0);
        expect(sip.filter(({ truncated }) => truncated)).toEqual([]);
      });
    });
  },
);
