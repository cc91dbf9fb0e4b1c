/**
 * The samples as they lie in samples/: they are what compose/ composes, tell the facts they are there to tell, and are
 * clean in the eyes of TShark and tcpdump, which did not make them.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { samples } from '../samples/compose/stories.js';
import { withoutPeer } from './peer.js';

const folder = fileURLToPath(new URL('../samples/', import.meta.url));
const captures = readdirSync(folder).filter(name => name.endsWith('.pcap'));
const texts = readdirSync(folder).filter(name => name.endsWith('.txt'));

/** TShark with every checksum checked; one array of fields a packet. */
function tshark(name: string, filter: string, ...fields: string[]): string[][] {
  const checks = ['ip', 'udp', 'tcp'].flatMap(protocol => ['-o', `${protocol}.check_checksum:TRUE`]);
  const columns = ['-T', 'fields', ...fields.flatMap(field => ['-e', field])];
  const text = execFileSync('tshark', ['-r', folder + name, ...checks, '-Y', filter, ...columns], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => line.split('\t'));
}

/** SIP messages of one call to 5660066: time of day, method or status. */
function callTo5660066(name: string): string[][] {
  return tshark(name, 'sip.to.user == "5660066"', 'frame.time_epoch', 'sip.Method', 'sip.Status-Code').map(
    ([time, method, status]) => [timeOfDay(time!), method || status!],
  );
}

/** "1523896897.979995000" as "16:41:37.979995". */
function timeOfDay(epoch: string): string {
  const [seconds, fraction] = epoch.split('.');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(11, 19)}.${fraction!.slice(0, 6)}`;
}

describe('samples', () => {
  it.each(samples())('$name is what npm run samples writes', ({ name, bytes }) => {
    expect(Buffer.compare(readFileSync(folder + name), bytes)).toBe(0);
  });

  it('holds no capture that no story composes', () => {
    const composed = samples().map(sample => sample.name);
    expect([...captures, ...texts].sort()).toEqual(composed.sort());
  });

  it('has a paragraph for each in its README', () => {
    const readme = readFileSync(`${folder}README.md`, 'utf8');
    for (const name of captures) expect(readme).toContain(`## ${name.replace('.pcap', '')}\n`);
  });
});

describe.skipIf(withoutPeer('tshark'))('samples, held against tshark', () => {
  it.each(captures)('%s has no malformed packet, no wrong checksum, no error', name => {
    const wrong =
      '_ws.malformed or ip.checksum.status == 0 or udp.checksum.status == 0 or tcp.checksum.status == 0 or _ws.expert.severity >= warning';
    expect(tshark(name, wrong, 'frame.number', '_ws.expert.message')).toEqual([]);
    expect(tshark(name, 'sip', 'frame.number').length).toBeGreaterThan(1);
  });

  it('call-unanswered-nat: one call, seven INVITEs each seen twice, at the times of the paper', () => {
    const seen = callTo5660066('call-unanswered-nat.pcap');
    expect(seen.map(([time]) => time)).toEqual([
      ...[
        '16:41:37.979995',
        '16:41:37.979998',
        '16:41:38.480357',
        '16:41:38.480360',
        '16:41:39.479261',
        '16:41:39.479264',
        '16:41:41.479343',
      ],
      ...[
        '16:41:41.479348',
        '16:41:45.480851',
        '16:41:45.480854',
        '16:41:53.480515',
        '16:41:53.480518',
        '16:42:09.479770',
        '16:42:09.479774',
      ],
    ]);
    expect(new Set(seen.map(([, what]) => what))).toEqual(new Set(['INVITE']));
    const ids = tshark('call-unanswered-nat.pcap', 'sip.to.user == "5660066"', 'sip.Call-ID', 'sip.from.user', 'ip.id');
    expect(new Set(ids.map(([callId, from]) => `${callId} ${from}`))).toEqual(
      new Set(['35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060 4151502']),
    );
    expect(new Set(ids.map(([, , identification]) => identification)).size).toBe(7);
  });

  it('call-caller-id-rejected: 1502 is answered 403, in messages of the length the paper shows', () => {
    expect(callTo5660066('call-caller-id-rejected.pcap')).toEqual([
      ['15:54:44.871687', 'INVITE'],
      ['15:54:44.871969', '100'],
      ['15:54:44.900286', '403'],
      ['15:54:44.900831', 'ACK'],
    ]);
    const invite = tshark(
      'call-caller-id-rejected.pcap',
      'sip.Method == "INVITE" and sip.from.user == "1502"',
      'udp.length',
      'sip.Call-ID',
      'sip.Content-Length',
    );
    expect(invite).toEqual([['1048', '4bd2133a5be9a247447c5d3e44dd58cd@10.20.0.22:5060', '457']]);
  });

  it('call-diversion-wrong: three calls have a Diversion, the one by 1502 is answered 403', () => {
    expect(callTo5660066('call-diversion-wrong.pcap')).toEqual([
      ['16:11:51.307696', 'INVITE'],
      ['16:11:51.307948', '100'],
      ['16:11:51.337896', '403'],
      ['16:11:51.338437', 'ACK'],
    ]);
    const diverted = tshark('call-diversion-wrong.pcap', 'sip.Diversion', 'sip.to.user', 'sip.Diversion', 'udp.length');
    expect(diverted).toEqual([
      ['6621177', '<sip:4151509@10.20.0.22>;reason=unconditional', expect.any(String)],
      ['5660066', '<sip:1502@178.19.49.10>', '1093'],
      ['6907788', '<sip:4151500@10.20.0.22>;reason=unconditional', expect.any(String)],
    ]);
  });

  it('call-two-legs: two Call-IDs, four streams of A-law without a gap', () => {
    expect(
      new Set(tshark('call-two-legs.pcap', 'sip.CSeq.method == "INVITE"', 'sip.Call-ID').map(([callId]) => callId))
        .size,
    ).toBe(2);
    const packets = tshark('call-two-legs.pcap', 'rtp', 'rtp.ssrc', 'udp.srcport', 'rtp.seq', 'rtp.p_type');
    expect(packets.length).toBe(4 * 120);
    expect(new Set(packets.map(([, , , type]) => type))).toEqual(new Set(['8']));
    const ports = [...new Set(packets.map(([, port]) => port))];
    expect(ports.length).toBe(4);
    for (const port of ports) {
      const sequence = packets.filter(packet => packet[1] === port).map(packet => Number(packet[2]));
      expect(sequence).toEqual(sequence.map((_, index) => sequence[0]! + index));
    }
  });

  it('call-three-legs: numbers, P-Asserted-Identity and codecs change from leg to leg, and the last is never answered', () => {
    const invites = tshark(
      ...['call-three-legs.pcap', 'sip.Method == "INVITE"', 'sip.Call-ID', 'ip.src', 'ip.dst', 'sip.from.user'],
      ...['sip.to.user', 'sip.P-Asserted-Identity', 'sdp.media', 'frame.time_epoch'],
    );
    const [first, second, ...third] = invites.map(invite => invite.slice(1, 7)) as [string[], string[], ...string[][]];
    expect(new Set(invites.map(([callId]) => callId)).size).toBe(3);
    expect(first).toEqual(['10.10.20.31', '10.11.12.1', '4151507', '5660066', '', 'audio 11842 RTP/AVP 9 8 0 101']);
    expect(second).toEqual([
      ...['10.11.12.1', '10.20.0.22', '+3544151507', '+3545660066'],
      ...['<sip:+3544151507@10.11.12.1>', 'audio 32110 RTP/AVP 9 8 0 101'],
    ]);
    const last = ['10.20.0.22', '10.20.1.44', '4151507', '5660066', '', 'audio 15504 RTP/AVP 8 101'];
    expect(third).toEqual(Array.from({ length: 7 }, () => last));
    const waited = invites.slice(3).map((invite, at) => Number(invite[7]) - Number(invites[at + 2]![7]));
    expect(waited.map(Math.round)).toEqual([1, 1, 2, 4, 8, 16]);
    const answers = tshark(
      'call-three-legs.pcap',
      'sip.CSeq.method == "INVITE" and sip.Status-Code',
      'ip.src',
      'sip.Status-Code',
    );
    expect(answers).toEqual([
      ['10.11.12.1', '100'],
      ['10.20.0.22', '100'],
      ['10.20.0.22', '408'],
      ['10.11.12.1', '480'],
    ]);
  });

  it('registration-challenge: challenged and accepted twice, rejected once', () => {
    const answers = tshark('registration-challenge.pcap', 'sip.Status-Code', 'sip.to.user', 'sip.Status-Code');
    expect(answers).toEqual([
      ...[
        ['4151507', '401'],
        ['4151507', '200'],
        ['4151508', '401'],
        ['4151508', '403'],
        ['4151507', '401'],
        ['4151507', '200'],
      ],
    ]);
  });

  it('options-ping-tcp: handshake, question, answer, end', () => {
    const segments = tshark('options-ping-tcp.pcap', 'tcp', 'tcp.flags.str', 'sip.Method', 'sip.Status-Code');
    expect(segments.map(([flags, method, status]) => flags!.replaceAll('·', '') + (method || status))).toEqual([
      ...['S', 'AS', 'A', 'APOPTIONS', 'A', 'AP200', 'A', 'AF', 'AF', 'A'],
    ]);
  });
});

describe.skipIf(withoutPeer('tcpdump'))('samples, held against tcpdump', () => {
  it.each(texts)('%s is what tcpdump -n -A prints', name => {
    const capture = folder + name.replace('.txt', '.pcap');
    const printed = execFileSync('tcpdump', ['-r', capture, '-n', '-A'], {
      env: { ...process.env, TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(printed.toString('latin1')).toBe(readFileSync(folder + name, 'latin1'));
  });
});
