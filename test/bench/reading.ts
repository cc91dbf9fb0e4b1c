/** How fast a capture is read without a UI, as whole processes, compared with other programs. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchCapture } from './captures.js';
import { prepare } from './captures.js';
import { hasPeer } from './machine.js';
import { sample } from '../sample.js';
import { type Contestant, race } from './measure.js';
import { megabytes, ratio, seconds, table } from './table.js';

export const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** What a short run costs beside one of Node that does nothing. */
export async function starting(rounds: number): Promise<string> {
  const small = sample('call-two-legs.pcap');
  const measured = await race(
    [
      { name: 'sipvestigator stats', command: process.execPath, argv: [program, 'stats', small] },
      { name: 'sipvestigator list --json', command: process.execPath, argv: [program, 'list', small, '--json'] },
      { name: 'node -e 0', command: process.execPath, argv: ['-e', '0'] },
    ],
    rounds,
  );
  const nothing = measured[2]!.seconds;
  const rows = measured.map(({ name, seconds: time }) => [
    name,
    `${Math.round(time * 1000)} ms`,
    (time / nothing).toFixed(2),
  ]);
  return `Starting, a sample of a few kilobytes (median of ${rounds})\n\n${table(['', 'time', 'it : node -e 0'], rows)}`;
}

export async function reading(capture: BenchCapture, rounds: number, peers: readonly string[]): Promise<string> {
  const path = prepare(capture);
  const written = join(tmpdir(), `sipvestigator-bench-${process.pid}.pcap`);
  const contestants: Contestant[] = [
    { name: 'sipvestigator stats', command: process.execPath, argv: [program, 'stats', path] },
    { name: 'sipvestigator list --json', command: process.execPath, argv: [program, 'list', path, '--json'] },
    { name: 'sngrep -N', command: 'sngrep', argv: ['-N', '-q', '-l', '200000', '-I', path] },
    { name: 'tshark -z sip,stat', command: 'tshark', argv: ['-r', path, '-q', '-z', 'sip,stat'] },
    { name: "tcpdump -w 'udp port 5060'", command: 'tcpdump', argv: ['-r', path, '-w', written, 'udp port 5060'] },
    { name: 'tcpdump -w (copy)', command: 'tcpdump', argv: ['-r', path, '-w', written] },
  ];
  const present = contestants.filter(
    ({ command }) => command === process.execPath || (peers.includes(command) && hasPeer(command)),
  );
  const measured = await race(present, rounds);
  rmSync(written, { force: true });
  const ours = measured[0]!;
  const rows = measured.map(({ name, seconds: time, peakBytes }, index) => [
    name,
    seconds(time),
    index === 0 ? '' : ratio(ours.seconds, time),
    megabytes(peakBytes),
    index === 0 || peakBytes === null || ours.peakBytes === null ? '' : ratio(ours.peakBytes, peakBytes),
  ]);
  return `Reading ${capture.what} (median of ${rounds})\n\n${table(['', 'time', 'ours : it', 'peak memory', 'ours : it'], rows)}`;
}
