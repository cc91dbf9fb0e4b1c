/** Captures the loopback with each engine: what is sent is listed, and errors are sentences. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { json, run } from '../../commands/program.js';
import { folder } from '../../engine/core-session.js';
import { inCi, installed, withoutPeer } from '../../peer.js';
import { capturing, hasCap, mayCapture } from '../capturing.js';
import { freePort, request, send } from '../traffic.js';
import { playCalls } from '../sipp.js';

interface Line {
  index: number;
  method: string | null;
  status: number | null;
  transport: string;
  callId: string;
  conversation: number;
}

const ENGINES = ['tcpdump', 'dumpcap', 'cap'] as const;
const absent = (engine: (typeof ENGINES)[number]) => !mayCapture || (engine === 'cap' ? !hasCap : withoutPeer(engine));

describe.each(ENGINES)('%s', engine => {
  const title = `lists every message of SIPp's calls over`;
  it.skipIf(absent(engine) || withoutPeer('sipp')).each(['UDP', 'TCP'])(
    `${title} %s${absent(engine) ? ` (no ${engine}, or no right to capture)` : ''}`,
    async transport => {
      const { port, play } = await playCalls(20, transport === 'TCP');
      const own = await capturing(['-d', 'lo', '-b', `port ${port}`, '--engine', engine, '--json']);
      const sent = await play();
      expect(sent).toBeGreaterThanOrEqual(120);
      await own.listed(sent);
      expect(await own.stop()).toBe(0);
      const messages = own.lines.map(line => JSON.parse(line) as Line); // the promised object a line
      expect(messages).toHaveLength(sent);
      expect(messages.filter(({ method }) => method === 'INVITE').length).toBeGreaterThanOrEqual(20);
      expect(new Set(messages.map(message => message.transport))).toEqual(new Set([transport]));
      expect(new Set(messages.map(message => message.conversation)).size).toBe(20);
      for (const { conversation, index } of messages) {
        const before = messages.filter(each => each.conversation === conversation && each.index < index);
        expect(before).toHaveLength(index);
      }
      if (engine === 'cap') expect(own.words()).toContain('what was dropped before them is not known');
      else expect(own.words()).toMatch(/lo: \d+ packets; dropped: 0 by the kernel, 0 by the interface\./);
    },
  );

  it.skipIf(absent(engine))('refuses a wrong filter and an interface that is not there', async () => {
    const filter = await run(['capture', '-d', 'lo', '--engine', engine, '-b', 'udp prot 5060']);
    expect(filter.status).toBe(2);
    const lines = [
      'sipvestigator: The capture filter is wrong at "prot": syntax error.',
      '  udp prot 5060',
      '      ^^^^',
      '',
    ];
    expect(filter.stderr).toBe(lines.join('\n'));
    const device = await run(['capture', '-d', 'nosuch0', '--engine', engine]);
    expect(device.status).toBe(2);
    expect(device.stderr).toMatch(/^sipvestigator: nosuch0 cannot be captured: .*device.*sipvestigator devices.*\n$/i);
  });
});

describe.skipIf(absent('cap'))('cap', () => {
  it('keeps no more of a packet than asked for', async () => {
    const port = await freePort();
    const own = await capturing([
      '-d',
      'lo',
      '-b',
      `udp port ${port}`,
      '--engine',
      'cap',
      '--snaplen',
      '200',
      '--json',
      '-n',
      '1',
    ]);
    await send(port, request(1));
    expect(await own.ended).toBe(0);
    // 42 bytes of the 200 are headers.
    expect(JSON.parse(own.lines[0]!)).toMatchObject({ method: 'OPTIONS', bytes: 158 });
  });

  it('lists every message where they are more than it gathers at a time', async () => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'cap']);
    // 300 kB and more, in groups that its ring holds.
    for (let sent = 0; sent < 1000; ) {
      await send(port, ...Array.from({ length: 100 }, () => request(++sent)));
      await own.listed(sent);
    }
    expect(await own.stop()).toBe(0);
    const callIds = own.lines.map(line => /live-\d+/.exec(line)?.[0]);
    expect(callIds).toEqual(Array.from({ length: 1000 }, (_, index) => `live-${index + 1}`));
  });

  it('says that it is always promiscuous', async () => {
    const { status, stderr } = await run(['capture', '-d', 'lo', '--engine', 'cap', '--no-promiscuous']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/cap is always promiscuous; leave --no-promiscuous or --engine cap out\.\n$/);
  });
});

describe.skipIf(absent('tcpdump'))('a capture', () => {
  it('stops after -n messages, and writes them with -w', async () => {
    const port = await freePort();
    const file = join(folder(), 'written.pcapng');
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '-n', '2', '-w', file]);
    await send(port, request(1), request(2), request(3));
    expect(await own.ended).toBe(0);
    expect(own.lines).toHaveLength(2);
    const written = await json<{ callId: string }>('list', file);
    expect(written.map(({ callId }) => callId)).toEqual(expect.arrayContaining(['live-1', 'live-2']));
  });

  it('never writes over a file', async () => {
    const file = join(folder(), 'there.pcapng');
    execFileSync('touch', [file]);
    const { status, stderr } = await run(['capture', '-d', 'lo', '-w', file]);
    expect(status).toBe(2);
    expect(stderr).toContain('exists already');
  });

  it('prints only what the filter matches', async () => {
    const port = await freePort();
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '-n', '1', '-f', 'callid wanted']);
    await send(port, request(1, 'other'), request(2, 'wanted'));
    expect(await own.ended).toBe(0);
    expect(own.lines).toEqual([expect.stringContaining('wanted')]);
  });
});

describe('devices', () => {
  it('names the loopback with its address', async () => {
    const found = await json<{ name: string; addresses: string[]; up: boolean | null }>('devices');
    expect(found.find(({ name }) => name === 'lo')).toMatchObject({
      addresses: expect.arrayContaining(['127.0.0.1']),
      up: true,
    });
  });

  it.skipIf(withoutPeer('tcpdump'))('has all that tcpdump has', async () => {
    const listed = execFileSync('tcpdump', ['-D'], { encoding: 'utf8' }).match(/(?<=^\d+\.)\S+/gm) ?? [];
    const names = (await json<{ name: string }>('devices')).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(listed));
    expect(listed.length).toBeGreaterThan(0);
  });
});

it.runIf(inCi)('has the peers that .ci/run installs', () => {
  expect(['tcpdump', 'sipp', 'sngrep', 'kamailio'].filter(program => !installed(program))).toEqual([]);
});
