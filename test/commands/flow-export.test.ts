/** `flow` and `export` of the built program. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { json, run } from './program.js';
import { sample } from '../sample.js';

const UNANSWERED = sample('call-unanswered-nat.pcap');
const TWO_LEGS = sample('call-two-legs.pcap');

describe('flow', () => {
  it('draws the seven INVITEs as one arrow', async () => {
    const { status, stdout } = await run(['flow', UNANSWERED, '4']);
    expect(status).toBe(0);
    expect(stdout).toContain('10.10.10.2');
    expect(stdout).toContain('178.19.48.48');
    expect(stdout.match(/INVITE/g)?.length).toBe(1);
    expect(stdout).toContain('×7');
    for (const line of stdout.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('draws a call in its order, with ASCII only where asked for', async () => {
    const { stdout } = await run(['flow', '--ascii', UNANSWERED, '0']);
    const places = ['INVITE', '100 Trying', '180 Ringing', '200 OK', 'ACK', 'BYE'].map(label => stdout.indexOf(label));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('has the objects of show as JSON', async () => {
    expect(await json('flow', TWO_LEGS, '1')).toEqual(await json('show', TWO_LEGS, '1'));
  });

  it('1 where there is no such conversation, 2 where none is named', async () => {
    expect((await run(['flow', TWO_LEGS, '99'])).status).toBe(1);
    expect((await run(['flow', TWO_LEGS])).status).toBe(2);
  });
});

describe('export', () => {
  it.each(['pcap', 'pcapng'])('writes the conversations that match to .%s', async extension => {
    const out = join(folder(), `out.${extension}`);
    const { status, stdout, stderr } = await run(['export', TWO_LEGS, '-f', 'telnum 8969669', '-o', out]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toBe(`sipvestigator: 2 conversations, 14 messages in 14 packets written to ${out}.\n`);
    const [, ...legs] = await json<{ call: number }>('list', TWO_LEGS);
    expect(await json('list', out)).toEqual(legs.map((leg, index) => ({ ...leg, index, call: leg.call - 1 })));
  });

  it.skipIf(withoutPeer('tshark'))('writes the very packets, TCP segments and times included', async () => {
    const out = join(folder(), 'out.pcap');
    const ping = sample('options-ping-tcp.pcap');
    await run(['export', ping, '-o', out]);
    const packets = (file: string, filter: string) => {
      const argv = ['-r', file, '-Y', filter, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'tcp.payload'];
      return execFileSync('tshark', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    };
    expect(packets(out, 'frame')).toBe(packets(ping, 'sip'));
  });

  it('writes the exact messages as text', async () => {
    const out = join(folder(), 'out.txt');
    const { status } = await run(['export', sample('options-ping-tcp.pcap'), '-o', out]);
    expect(status).toBe(0);
    const text = readFileSync(out, 'latin1');
    expect(text).toMatch(/^2018\/04\/17 11:30:05\.132918 192\.0\.2\.15:1573 -> 198\.51\.100\.10:5060\nOPTIONS sip:/);
    expect(text).toContain('\nSIP/2.0 200 OK\r\nVia: ');
  });

  it('never writes over a file, unless told to', async () => {
    const out = join(folder(), 'out.pcap');
    writeFileSync(out, 'mine');
    const refused = await run(['export', TWO_LEGS, '-o', out]);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('exists already');
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await run(['export', TWO_LEGS, '-o', out, '--overwrite'])).status).toBe(0);
    expect((await json('list', out)).length).toBe(3);
  });

  it('reads the capture it replaces to its end first', async () => {
    const capture = join(folder(), 'capture.pcap');
    writeFileSync(capture, readFileSync(TWO_LEGS));
    const { status } = await run(['export', capture, '-f', 'method OPTIONS', '-o', capture, '--overwrite']);
    expect(status).toBe(0);
    expect(await json('list', capture)).toMatchObject([{ method: 'OPTIONS', messages: 2 }]);
  });

  it.each([
    [['export', TWO_LEGS], '-o'],
    [['export', TWO_LEGS, '-o', '/tmp/out.doc'], '.pcapng'],
    [['export', TWO_LEGS, '-o', '/no/such/folder/out.pcap'], '/no/such/folder/out.pcap'],
  ])('2 and one sentence for %j', async (argv, sentence) => {
    const { status, stderr } = await run(argv);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
    expect(stderr).toMatch(/^sipvestigator: .*\n$/);
  });
});
