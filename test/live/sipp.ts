/** Calls of SIPp on the loopback, and how many messages it counted on the wire. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folder } from '../engine/core-session.js';
import { freePort } from './traffic.js';

/** Plays calls with SIPp on the loopback; returns how many messages its own counters say went over the wire. */
export async function playCalls(
  calls: number,
  tcp: boolean,
  rate = 50,
): Promise<{ port: number; play: () => Promise<number> }> {
  const port = await freePort();
  const where = folder();
  const common = ['-i', '127.0.0.1', '-m', String(calls), '-nostdin', ...(tcp ? ['-t', 't1'] : [])];
  const server = spawn('sipp', ['-sn', 'uas', '-p', String(port), ...common], { cwd: where, stdio: 'ignore' });
  onTestFinished(() => {
    server.kill('SIGKILL');
  });
  const local = await freePort();
  const argv = ['-sn', 'uac', `127.0.0.1:${port}`, '-p', String(local), '-r', String(rate), '-trace_counts', ...common];
  return {
    port,
    play: async () => {
      const client = spawn('sipp', argv, { cwd: where, stdio: 'ignore' });
      const [status] = await once(client, 'close');
      if (status !== 0) throw new Error(`sipp ended with ${status}`);
      return counted(where);
    },
  };
}

/** SIPp's -trace_counts: a column "4_200_Recv" for each message of the scenario, the sums in the last row. */
function counted(where: string): number {
  const file = readdirSync(where).find(name => name.endsWith('_counts.csv'));
  const rows = readFileSync(join(where, file ?? ''), 'utf8')
    .trim()
    .split('\n')
    .map(row => row.split(';'));
  const names = rows[0]!;
  // The first column is two in the rows: the day, then the time with what follows.
  const sums = rows[rows.length - 1]!;
  const messages = names.map((name, i) =>
    /_(Sent|Recv|Retrans|Unexp)$/.test(name) && !/Pause/.test(name) ? Number(sums[i]) : 0,
  );
  return messages.reduce((sum, count) => sum + count, 0);
}
