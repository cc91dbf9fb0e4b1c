/**
 * More HEP at once than can be read at once: what was sent is what was listed and what the end reports, for all sizes and
 * packings.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { node, run } from '../../commands/program.js';
import { folder } from '../../engine/core-session.js';
import { type Capturing, capturing } from '../capturing.js';
import { freePort } from '../traffic.js';
import { sample } from '../../sample.js';

const SENDER = fileURLToPath(new URL('burst-sender.ts', import.meta.url));

interface Burst {
  address?: string;
  count: number;
  body: number;
  how: 'plain' | 'packed';
  name?: string;
}

/** Resolves when all is sent. */
async function send(port: number, { address = '127.0.0.1', count, body, how, name = 'a' }: Burst): Promise<void> {
  const argv = ['--import', 'tsx', SENDER, address, String(port), String(count), String(body), how, name];
  const sender = spawn(node, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  onTestFinished(() => {
    sender.kill('SIGKILL');
  });
  const [status] = await once(sender, 'close');
  expect(status).toBe(0);
}

function portOf(own: Capturing): number {
  return Number(/HEP \S+:(\d+)/.exec(own.words())![1]);
}

/** What the end of a capture says of its listener. */
function ended(own: Capturing): { packets: number; unreadable: number; dropped: number } {
  const says =
    /(\d+) packets(?:, (\d+) of them not readable.*?)?; dropped: (\d+) by the kernel.*?, (\d+) by this program\./;
  const [, packets, unreadable = '0', kernel, program] = says.exec(own.words()) ?? [];
  return { packets: Number(packets), unreadable: Number(unreadable), dropped: Number(kernel) + Number(program) };
}

describe('sent is listed and reported', () => {
  it.each<Burst>([
    { count: 800, body: 300, how: 'plain' },
    { count: 800, body: 300, how: 'packed' },
    { count: 800, body: 1_000_000, how: 'packed' },
    { count: 200, body: 2_000_000, how: 'packed' },
    { count: 5000, body: 3000, how: 'packed' },
    { count: 20_000, body: 0, how: 'plain' },
    { address: '::1', count: 5000, body: 300, how: 'packed' },
  ])('%o', { timeout: 90_000 }, async burst => {
    const own = await capturing(['--hep', `${burst.address === '::1' ? '[::1]' : '127.0.0.1'}:0`]);
    await send(portOf(own), burst);
    await own.stop();
    const { packets, unreadable, dropped } = ended(own);
    expect(own.lines.length + unreadable).toBe(packets);
    expect(packets + dropped).toBe(burst.count);
    expect(unreadable).toBe(burst.body > 1 << 20 ? packets : 0);
  });

  it('also of several senders, while it is written and sent on', { timeout: 90_000 }, async () => {
    const far = await capturing(['--hep', '127.0.0.1:0']);
    const path = join(folder(), 'all.pcapng');
    const own = await capturing(['--hep', '127.0.0.1:0', '-w', path, '--hep-to', `127.0.0.1:${portOf(far)}`]);
    const count = 2000;
    const names = ['a', 'b', 'c'];
    await Promise.all(names.map(name => send(portOf(own), { count, body: 500, how: 'packed', name })));
    await own.stop();
    const { packets, dropped } = ended(own);
    expect(own.lines).toHaveLength(packets);
    expect(packets + dropped).toBe(count * names.length);
    expect(own.words()).toContain(`all.pcapng: ${packets} packets written`);
    const [, sent, failed = '0'] = /(\d+) messages sent as HEP(?:; (\d+) could not)?/.exec(own.words()) ?? [];
    expect(Number(sent) + Number(failed)).toBe(packets);
    const written = await run(['stats', path, '--json']);
    const { sip } = JSON.parse(written.stdout) as { sip: { messages: number } }; // the promised object
    expect(sip.messages).toBe(packets);
    await far.stop();
    const arrived = ended(far);
    expect(arrived.packets + arrived.dropped).toBe(Number(sent));
  });
});

describe('a file sent on', () => {
  it('arrives whole, with its times and addresses, and the end says so', async () => {
    const far = await capturing(['--hep', '127.0.0.1:0', '-n', '16', '--json']);
    const path = sample('call-two-legs.pcap');
    const { stdout, stderr } = await run(['capture', path, '--hep-to', `127.0.0.1:${portOf(far)}`, '--json']);
    expect(await far.ended).toBe(0);
    expect(stderr).toContain(': 16 messages sent as HEP.\n');
    const sent = stdout.trimEnd().split('\n');
    expect(sent).toHaveLength(16);
    expect(far.lines.map(line => JSON.parse(line))).toEqual(sent.map(line => JSON.parse(line)));
  });

  it('to where nobody listens is said', async () => {
    const argv = ['capture', sample('call-two-legs.pcap'), '--hep-to', `127.0.0.1:${await freePort()}`];
    const { status, stderr } = await run(argv);
    expect(status).toBe(0);
    const [, sent, failed] = /(\d+) messages sent as HEP; (\d+) could not be sent/.exec(stderr) ?? [];
    expect(Number(sent) + Number(failed)).toBe(16);
    expect(stderr).toContain('nobody listens there');
  });

  it('to a host that is none is refused', async () => {
    const { status, stderr } = await run([
      'capture',
      sample('call-two-legs.pcap'),
      '--hep-to',
      'no-such-host.invalid:1',
    ]);
    expect(status).toBe(2);
    expect(stderr).toContain('HEP cannot be sent to no-such-host.invalid: there is no such host');
  });
});
