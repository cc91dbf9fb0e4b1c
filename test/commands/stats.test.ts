/** `stats` of the built program, held against tshark on the samples. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withoutPeer } from '../peer.js';
import { json, run } from './program.js';
import { sample } from '../sample.js';

interface Figures {
  sources: {
    name: string;
    format: string;
    packets: number;
    start: string;
    end: string;
    damage: unknown;
    account: Omit<Figures, 'sources'>;
  }[];
  packets: Record<'read' | 'sip' | 'other' | 'undecodable', number>;
  undecodable: Record<string, number>;
  sip: { messages: number; requests: Record<string, number>; responses: Record<string, number> };
  other: Record<string, number>;
  duplicates: number;
}

const ALL = ['call-unanswered-nat', 'call-caller-id-rejected', 'call-diversion-wrong', 'call-two-legs'];

/** Two legs of seven messages and an OPTIONS ping; four streams of 120 packets, each ended by RTCP. */
const ACCOUNT_OF_TWO_LEGS = {
  packets: { read: 500, sip: 16, other: 484, undecodable: 0 },
  undecodable: {},
  other: { rtp: 480, rtcp: 4 },
  truncated: 0,
  incomplete: { fragments: 0, tcpGaps: 0 },
  duplicates: 0,
  faults: {},
  transports: { UDP: 16 },
};
const SIP_OF_TWO_LEGS = {
  messages: 16,
  conversations: 3,
  requests: { INVITE: 2, ACK: 2, BYE: 2, OPTIONS: 1 },
  responses: { 100: 2, 180: 2, 200: 5 },
  retransmissions: 0,
  malformed: 0,
  withoutCallId: 0,
};

function tshark(file: string, filter: string, field: string): string[] {
  const argv = ['-r', file, '-Y', filter, '-T', 'fields', '-e', field];
  return execFileSync('tshark', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    .split('\n')
    .filter(line => line !== '');
}

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

describe('stats --json', () => {
  it('has the promised fields', async () => {
    const [figures] = await json<Figures>('stats', sample('call-two-legs.pcap'));
    const { conversations: _, ...sip } = SIP_OF_TWO_LEGS;
    expect(figures).toEqual({
      sources: [
        {
          name: sample('call-two-legs.pcap'),
          format: 'pcap',
          packets: 500,
          start: '2018-04-17T09:12:41.133525Z',
          end: '2018-04-17T09:12:48.717825Z',
          damage: null,
          damageNotKept: 0,
          dropped: null,
          told: null,
          account: { ...ACCOUNT_OF_TWO_LEGS, sip },
        },
      ],
      ...ACCOUNT_OF_TWO_LEGS,
      sip: SIP_OF_TWO_LEGS,
    });
  });

  it.skipIf(withoutPeer('tshark')).each(ALL)('counts what tshark counts in %s', async name => {
    const file = sample(`${name}.pcap`);
    const [figures] = await json<Figures>('stats', file);
    expect(figures?.sip.requests).toEqual(countOf(tshark(file, 'sip.Method', 'sip.Method')));
    expect(figures?.sip.responses).toEqual(countOf(tshark(file, 'sip.Status-Code', 'sip.Status-Code')));
    expect(figures?.packets.read).toBe(tshark(file, 'frame', 'frame.number').length);
  });

  it('counts copies of a packet apart from retransmissions', async () => {
    const [figures] = await json<Figures & { sip: { retransmissions: number } }>(
      'stats',
      sample('call-unanswered-nat.pcap'),
    );
    expect([figures?.duplicates, figures?.sip.retransmissions]).toEqual([7, 6]);
  });

  it('counts segments and acknowledgements of TCP: every packet once', async () => {
    const [figures] = await json<Figures>('stats', sample('options-ping-tcp.pcap'));
    // Handshake, question, acknowledgement, answer, acknowledgement, end: ten packets, two with SIP.
    expect(figures?.packets).toEqual({ read: 10, sip: 2, other: 8, undecodable: 0 });
  });

  it('has each source, and their sums', async () => {
    const [figures] = await json<Figures>('stats', ...ALL.map(name => sample(`${name}.pcap`)));
    expect(figures?.sources.map(({ name }) => name)).toEqual(ALL.map(name => sample(`${name}.pcap`)));
    expect(figures?.packets.read).toBe(figures?.sources.reduce((sum, { packets }) => sum + packets, 0));
    for (const { name, account } of figures?.sources ?? []) {
      const [alone] = await json<Figures>('stats', name);
      expect(alone?.sources[0]?.account).toEqual(account);
    }
  });

  it('says where a source is damaged, and what', async () => {
    const input = readFileSync(sample('call-unanswered-nat.pcap')).subarray(0, 20_000);
    const { status, stdout, stderr } = await run(['stats', '-', '--json'], { input });
    expect(status).toBe(0);
    const { sources } = JSON.parse(stdout) as Figures; // the shape is what the test looks at
    expect(sources).toMatchObject([
      { damage: [{ offset: expect.any(Number), what: expect.stringContaining('ends') }] },
    ]);
    expect(stderr).toMatch(/^sipvestigator: -: the file ends .*\n$/);
  });

  it('counts printed packets of a text, with the time of day', async () => {
    const [captured] = await json<Figures>('stats', sample('call-caller-id-rejected.pcap'));
    const [printed] = await json<Figures>('stats', sample('call-caller-id-rejected.txt'));
    expect(printed?.packets.read).toBe(captured?.packets.read);
    expect(printed?.sip).toEqual(captured?.sip);
    expect(printed?.sources[0]?.start).toBe(captured?.sources[0]?.start.slice(11, 26));
  });
});

describe('stats of a log', () => {
  const headers = ['From: <sip:ada@example.org>;tag=a', 'To: <sip:bob@example.org>', 'CSeq: 1 OPTIONS'];
  const message = [
    'OPTIONS sip:bob@example.org SIP/2.0',
    ...headers,
    'Call-ID: log@example.org',
    'Content-Length: 0',
    '',
  ];
  const lines = Array.from({ length: 120 }, (_, number) => `worker: job ${number} done`);
  const input = Buffer.from(`${['started', ...message, ...lines, ...message].join('\n')}\n`);

  it('counts the lines between its messages, and those that are not kept', async () => {
    const { stdout } = await run(['stats', '-', '--json'], { input });
    expect(JSON.parse(stdout)).toMatchObject({ sip: { messages: 2 }, remarks: 121, notKept: { remarks: 20 } });
    const { stdout: text } = await run(['stats', '-'], { input });
    expect(text).toMatch(/^remarks +121 lines between messages$/m);
    expect(text).toMatch(/^not kept +20 lines between messages of a log$/m);
  });
});

describe('stats for people', () => {
  it('prints the same figures', async () => {
    const { status, stdout, stderr } = await run(['stats', sample('call-two-legs.pcap')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('500 read = 16 SIP + 484 other + 0 undecodable');
    expect(stdout).toContain('480  rtp');
  });

  it('prints the account of each of several sources, and their sum', async () => {
    const files = [sample('call-two-legs.pcap'), sample('options-ping-tcp.pcap')];
    const { stdout } = await run(['stats', ...files]);
    const [legs = '', ping = '', all = ''] = stdout.split(/^(?=\/|all 2 sources)/m);
    expect(legs).toContain(
      '  packets      500 read = 16 SIP + 484 other + 0 undecodable\n  other        480 rtp, 4 rtcp\n',
    );
    expect(ping).toContain('  packets      10 read = 2 SIP + 8 other + 0 undecodable\n');
    expect(all).toContain('packets      510 read = 18 SIP + 492 other + 0 undecodable\n');
  });

  it('1 where there is no SIP, with the reason', async () => {
    const input = readFileSync(sample('call-unanswered-nat.pcap')).subarray(0, 24);
    const { status, stdout } = await run(['stats', '-'], { input });
    expect(status).toBe(1);
    expect(stdout).toContain('the capture is empty');
  });
});
