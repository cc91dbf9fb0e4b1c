/** With a short snapshot length tcpdump hands over each packet at once; else in its ordinary mode, which loses least. */
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder } from '../../engine/core-session.js';
import { withoutPeer } from '../../peer.js';
import { type Capturing, capturing, childOf, mayCapture } from '../capturing.js';
import { freePort, request, send } from '../traffic.js';

const MODE = '--immediate-mode';

async function onLoopback(words: readonly string[], env: Record<string, string> = {}) {
  const port = await freePort();
  const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump', ...words], { env });
  return { port, own };
}

/** How long each of some messages takes from its sending to its line, one after the other, in ms. */
async function delaysMs(port: number, own: Capturing, count: number): Promise<number[]> {
  const delays: number[] = [];
  for (let number = 1; number <= count; number++) {
    const sentMs = performance.now();
    await send(port, request(number));
    await own.listed(number);
    delays.push(performance.now() - sentMs);
  }
  return delays;
}

function commandLine({ child }: Capturing): string[] {
  return readFileSync(`/proc/${childOf(child.pid!)}/cmdline`, 'utf8').split('\0');
}

/** A folder with a tcpdump of before its immediate mode. */
function oldTcpdump(): string {
  const place = folder();
  const real = execFileSync('sh', ['-c', 'PATH=$PATH:/usr/sbin command -v tcpdump'], { encoding: 'utf8' }).trim();
  const script = join(place, 'tcpdump');
  const lines = [
    '#!/bin/sh',
    'case "$*" in',
    '  *--help*) echo "tcpdump version 4.5.1"; exit 0;;',
    `  *${MODE}*) echo "tcpdump: unrecognized option '${MODE}'" >&2; exit 1;;`,
    'esac',
    `exec ${real} "$@"`,
  ];
  writeFileSync(script, `${lines.join('\n')}\n`);
  chmodSync(script, 0o755);
  return place;
}

describe.skipIf(!mayCapture || withoutPeer('tcpdump'))('tcpdump', () => {
  it.each([
    ['packets are short', ['--snaplen', '900']],
    ['the ring is large', ['--snaplen', '1900', '--ring', '128']],
  ])('hands over each packet at once where %s', async (_, words) => {
    const { port, own } = await onLoopback(words);
    expect(commandLine(own)).toContain(MODE);
    // In the ordinary mode each waits for most of a second.
    const [, middle = Number.NaN] = (await delaysMs(port, own, 3)).sort((a, b) => a - b);
    expect(middle).toBeLessThan(500);
    await own.stop();
  });

  it.each([
    ['whole packets', []],
    ['longer packets', ['--snaplen', '1900']],
    ['a small ring', ['--snaplen', '900', '--ring', '62']],
  ])('keeps to its ordinary mode with %s', async (_, words) => {
    const { own } = await onLoopback(words);
    expect(commandLine(own)).not.toContain(MODE);
    await own.stop();
  });

  it('captures short packets also where it does not know that mode', async () => {
    const { port, own } = await onLoopback(['--snaplen', '200'], { PATH: `${oldTcpdump()}:${process.env['PATH']}` });
    await send(port, request(1));
    await own.listed(1);
    expect(commandLine(own)).not.toContain(MODE);
    await own.stop();
  });
});
