/** `show` of the built program: how conversations are named, and what the JSON of a message says. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytes } from '../decode/wire.js';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { request, writeCapture } from './captures.js';
import { json, run } from './program.js';
import { sample } from '../sample.js';

interface Shown {
  index: number;
  time: string;
  method: string | null;
  status: number | null;
  headers: [string, string][];
  body: unknown;
  bytes: number;
  retransmission: boolean;
  faults: string[];
}

const UNANSWERED = sample('call-unanswered-nat.pcap');
const CALL_ID = '35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060';

describe('show --json', () => {
  it('has the promised fields in their order', async () => {
    const [request, response] = await json('show', sample('options-ping-tcp.pcap'), '0');
    const fields = [
      ...['index', 'time', 'src', 'dst', 'transport', 'method', 'status', 'reason', 'cseq', 'startLine'],
      ...['headers', 'body', 'bytes', 'retransmission', 'faults'],
    ];
    expect(Object.keys(request!)).toEqual(fields);
    expect(request).toMatchObject({
      index: 0,
      time: '2018-04-17T11:30:05.132918Z',
      src: '192.0.2.15:1573',
      dst: '198.51.100.10:5060',
      transport: 'TCP',
      method: 'OPTIONS',
      status: null,
      reason: null,
      cseq: '1 OPTIONS',
      startLine: 'OPTIONS sip:198.51.100.10:5060;transport=tcp SIP/2.0',
      body: null,
      retransmission: false,
      faults: [],
    });
    expect(response).toMatchObject({ index: 1, method: null, status: 200, reason: 'OK', cseq: '1 OPTIONS' });
  });

  it('shows every message captured, copies and retransmissions too', async () => {
    const shown = await json<Shown>('show', UNANSWERED, CALL_ID);
    expect(shown.map(({ method }) => method)).toEqual(Array(14).fill('INVITE'));
    expect(shown.map(({ index }) => index)).toEqual([...shown.keys()]);
    // Seven INVITEs were sent, each captured twice: copies of the first are no retransmissions.
    expect(shown.slice(0, 2).map(({ retransmission }) => retransmission)).toEqual([false, false]);
    expect(shown[2]?.retransmission).toBe(true);
  });

  it.skipIf(withoutPeer('tshark'))('has the headers and the body tshark has', async () => {
    const fields = ['-T', 'fields', '-e', 'sip.msg_hdr', '-e', 'udp.length'];
    const file = sample('call-diversion-wrong.pcap');
    const filter = 'sip.Diversion and sip.to.user == "5660066"';
    const text = execFileSync('tshark', ['-r', file, '-Y', filter, ...fields], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    // For TShark the lines of the body belong to it.
    const [lines = '', length] = text.trimEnd().split('\t');
    const [row] = await json('list', file, '-f', 'has diversion and dstnum 5660066');
    const [shown] = await json<Shown>('show', file, String(row!['index']));
    const headers = shown!.headers.map(([name, value]) => `${name}: ${value}`);
    expect([...headers, '', ...String(shown?.body).split('\r\n')]).toEqual(lines.split('\\r\\n'));
    expect(shown?.bytes).toBe(Number(length) - 8);
    expect(shown?.body).toMatch(/^v=0\r\n/);
  });

  it('keeps order, spelling and repeats of headers, and unfolds them', async () => {
    const headers = { Via: 'SIP/2.0/UDP 192.0.2.1\r\n ;branch=z9hG4bKone', s: 'short', VIA: 'SIP/2.0/UDP 192.0.2.9' };
    const file = writeCapture(join(folder(), 'a.pcap'), [request('OPTIONS', headers)]);
    const [shown] = await json<Shown>('show', file, '0');
    expect(shown?.headers[0]).toEqual(['Via', 'SIP/2.0/UDP 192.0.2.1 ;branch=z9hG4bKone']);
    expect(shown?.headers.slice(-2)).toEqual([
      ['s', 'short'],
      ['VIA', 'SIP/2.0/UDP 192.0.2.9'],
    ]);
  });

  it('reads headers that are not UTF-8 as Latin-1, and those that are as UTF-8', async () => {
    const latin = request('INVITE', { Subject: 'caf\xe9' });
    const utf8 = request('INVITE', { Subject: Buffer.from('café ☎').toString('latin1'), CSeq: '2 INVITE' });
    const file = writeCapture(join(folder(), 'a.pcap'), [latin, utf8]);
    const shown = await json<Shown>('show', file, '0');
    const subjects = shown.map(({ headers }) => headers.find(([name]) => name === 'Subject')?.[1]);
    expect(subjects).toEqual(['café', 'café ☎']);
  });

  it('has a body as text, as base64 where it is none, and null where there is none', async () => {
    const binary = bytes([0, 1, 0x60, 0xff, 0xfe, 0x0d]);
    const file = writeCapture(join(folder(), 'a.pcap'), [
      request('INFO', { 'Content-Type': 'application/isup' }, binary),
      request('INFO', { 'Content-Type': 'text/plain', CSeq: '2 INFO' }, 'hello\r\n'),
      request('INFO', { CSeq: '3 INFO' }),
    ]);
    const shown = await json<Shown>('show', file, '0');
    expect(shown.map(({ body }) => body)).toEqual([
      { base64: Buffer.from(binary).toString('base64') },
      'hello\r\n',
      null,
    ]);
  });

  it('names what is wrong with a message', async () => {
    const file = writeCapture(join(folder(), 'a.pcap'), [request('OPTIONS', { CSeq: null })]);
    const [shown] = await json<Shown & { cseq: string | null }>('show', file, '0');
    expect(shown?.cseq).toBeNull();
    expect(shown?.faults).toEqual(['missing-header']);
    const [figures] = await json<{ faults: Record<string, number>; sip: { malformed: number } }>('stats', file);
    expect(figures?.faults).toEqual({ 'missing-header': 1 });
    expect(figures?.sip.malformed).toBe(1);
  });
});

describe('naming the conversation', () => {
  const captures = () => {
    const of = (callId: string | null) => request('OPTIONS', { 'Call-ID': callId });
    return writeCapture(join(folder(), 'a.pcap'), [of('first'), of('0'), of('77'), of(null)]);
  };
  const callIdOf = (shown: Shown[]) => shown[0]?.headers.find(([name]) => name === 'Call-ID')?.[1];

  it('takes digits within range for an index, others for a Call-ID', async () => {
    const file = captures();
    expect(callIdOf(await json<Shown>('show', file, '0'))).toBe('first');
    expect(callIdOf(await json<Shown>('show', file, '77'))).toBe('77');
    expect(callIdOf(await json<Shown>('show', file, 'first'))).toBe('first');
  });

  it('takes anything for a Call-ID after --call-id', async () => {
    expect(callIdOf(await json<Shown>('show', captures(), '--call-id', '0'))).toBe('0');
  });

  it('gathers messages without a Call-ID', async () => {
    const file = captures();
    const rows = await json('list', file);
    expect(rows.map(row => row['callId'])).toEqual(['first', '0', '77', null]);
    expect(callIdOf(await json<Shown>('show', file, '3'))).toBeUndefined();
  });

  it('does not depend on a filter', async () => {
    expect(callIdOf(await json<Shown>('show', captures(), '0', '-f', 'callid 77'))).toBe('first');
  });

  it('1 and a sentence for an unknown name', async () => {
    const { status, stdout, stderr } = await run(['show', UNANSWERED, 'nobody@nowhere']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^sipvestigator: .*nobody@nowhere.*\n$/);
  });

  it('2 where none is named', async () => {
    expect((await run(['show'])).status).toBe(2);
    expect((await run(['show', UNANSWERED])).status).toBe(2);
  });
});

describe('show for people', () => {
  it('prints a line a message', async () => {
    const { stdout } = await run(['show', UNANSWERED, '1']);
    const [, ...lines] = stdout.trimEnd().split('\n');
    expect(lines.map(line => line.replace(/^.*:\d+ {2}/, ''))).toEqual([
      'REGISTER',
      '401 Unauthorized',
      'REGISTER',
      '200 OK',
    ]);
  });

  it('prints one message with its text after --message, and says where there is none', async () => {
    const { status, stdout } = await run(['show', sample('options-ping-tcp.pcap'), '0', '--message', '1']);
    expect(status).toBe(0);
    expect(stdout).toContain('\nSIP/2.0 200 OK\nVia: ');
    expect(stdout).not.toContain('OPTIONS sip:');
    const none = await run(['show', sample('options-ping-tcp.pcap'), '0', '--message', '2']);
    expect(none.status).toBe(1);
    expect(none.stderr).toContain('2');
  });

  it('prints all texts after --messages', async () => {
    const { stdout } = await run(['show', sample('options-ping-tcp.pcap'), '0', '--messages']);
    expect(stdout).toContain('\nOPTIONS sip:');
    expect(stdout).toContain('\nSIP/2.0 200 OK\n');
  });

  it('never passes control sequences from a packet to the terminal', async () => {
    const hostile = 'x\x1b]0;owned\x07\x1b[2J\x9b31m';
    const file = writeCapture(join(folder(), 'a.pcap'), [
      request('INVITE', { Subject: hostile, 'Call-ID': `id${hostile}`, From: `<sip:${hostile}@example.com>` }),
    ]);
    for (const argv of [['list'], ['show', '0', '--messages'], ['flow', '0'], ['stats']]) {
      const { stdout, stderr } = await run([argv[0]!, file, ...argv.slice(1)]);
      expect(stdout).not.toBe('');
      expect(stdout + stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    }
  });
});
