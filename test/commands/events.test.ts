/** Events as `show`, `flow` and `list` of the built program print them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pcapHeader, pcapRecordBytes } from '../capture/captures.js';
import { type Bytes, bytes, ethernet, fill, ipv4, udp } from '../decode/wire.js';
import { request } from './captures.js';
import { json, run } from './program.js';
import { folder } from '../engine/core-session.js';

/** 2024-05-13T08:00:00Z. */
const START_S = 1_715_587_200;
const EVENT = {
  event: 'icmp-port-unreachable',
  time: '2024-05-13T08:00:00.001000Z',
  src: '192.0.2.2',
  dst: '192.0.2.1',
  message: 0,
  detail: 'port unreachable',
};

describe('an ICMP error between two messages', () => {
  const sent = ipv4(udp(request('OPTIONS')));
  const packets: [ms: number, packet: Bytes][] = [
    [0, ethernet(sent)],
    [
      1,
      ethernet(ipv4(bytes(3, 3, fill(6), sent), { protocol: 1, source: [192, 0, 2, 2], destination: [192, 0, 2, 1] })),
    ],
    [500, ethernet(sent)],
  ];

  function capture(): string {
    const path = join(folder(), 'refused.pcap');
    const records = packets.map(([ms, packet]) => pcapRecordBytes({}, START_S, ms * 1000, packet));
    writeFileSync(path, bytes(pcapHeader(), ...records));
    return path;
  }

  it('is an object of show --events at its place, and none of show', async () => {
    const path = capture();
    const [first, second, ...more] = await json('show', path, '0');
    expect(more).toEqual([]);
    expect(await json('show', path, '0', '--events')).toEqual([first, EVENT, second]);
  });

  it('is an object of flow at its place, and none where one message is asked for', async () => {
    const path = capture();
    expect((await json('flow', path, '0'))[1]).toEqual(EVENT);
    expect(await json('show', path, '0', '--events', '--message', '1')).toMatchObject([{ index: 1 }]);
  });

  it('is said in words beside its message and by the outcome, and stands in the ladder', async () => {
    const path = capture();
    const { stdout } = await run(['show', path, '0']);
    expect(stdout.split('\n')[0]).toContain('no reply to 2 OPTIONS in 500 ms: port unreachable from 192.0.2.2');
    expect(stdout.split('\n')[1]).toMatch(/^\[0\] .*OPTIONS {2}\(port unreachable from 192\.0\.2\.2\)$/);
    expect(stdout.split('\n')[2]).toMatch(/^\[1\] .*OPTIONS {2}\(retransmission\)$/);
    const { stdout: ladder } = await run(['flow', path, '0', '--ascii']);
    expect(ladder).toMatch(/\|<=+ ICMP port unreachable =+\|\n/);
  });

  it('is a line of its own with --events, an option of show alone', async () => {
    const path = capture();
    const { stdout: all } = await run(['show', path, '0', '--events']);
    expect(all.split('\n')[2]).toMatch(
      /^ {2}\* 08:00:00\.001000 {2}192\.0\.2\.2 → 192\.0\.2\.1 {2}ICMP port unreachable, about \[0\]$/,
    );
    const { status, stderr } = await run(['list', path, '--events']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('--events is an option of show, not of list.')]);
  });
});
