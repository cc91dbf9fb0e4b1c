/** The machine and versions of a measurement, one line each, for the foot of a table. */
import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** How each peer says its version, and where in what it says. */
const PEERS: readonly { program: string; argv: string[]; version: RegExp }[] = [
  { program: 'sngrep', argv: ['-V'], version: /sngrep - (\S+)/ },
  { program: 'tshark', argv: ['-v'], version: /TShark[^\d]*(\d[\d.]*\d)/ },
  { program: 'tcpdump', argv: ['--version'], version: /tcpdump version (\S+)/ },
];

export function hasPeer(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0;
}

export function describeMachine(): string[] {
  const cpus = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  const peers = PEERS.filter(({ program }) => hasPeer(program)).map(({ program, argv, version }) => {
    const { stdout, stderr } = spawnSync(program, argv, { encoding: 'utf8' });
    return `${program} ${version.exec(stdout + stderr)?.[1] ?? '(version unknown)'}`;
  });
  return [
    `${cpus[0]?.model.trim() ?? 'unknown processor'}, ${cpus.length} cores, ${memory} GiB; ${os.type()} ${os.release()}`,
    `Node ${process.versions.node}; ${peers.join(', ') || 'no peers installed'}`,
  ];
}
