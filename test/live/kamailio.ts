/** A real Kamailio on the loopback that answers every request, for as long as the test runs. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { folder } from '../engine/core-session.js';
import { freePort } from './traffic.js';

export interface KamailioOptions {
  /** Also listens for TCP; it is waited for then. */
  tcp?: boolean;
  /** Port of the loopback to which it reports in HEP version 3 what it gets and sends. */
  hepPort?: number;
}

const MODULES = ['sl', 'tm', 'pv', 'maxfwd'];

export async function kamailio({ tcp = false, hepPort }: KamailioOptions): Promise<{ port: number }> {
  const port = await freePort();
  const where = folder();
  const trace = { hep_mode_on: 1, hep_version: 3, trace_to_database: 0, trace_on: 1, trace_mode: 1 };
  const lines = [
    ...['fork=no', 'children=1', 'log_stderror=yes', 'debug=-1', `listen=udp:127.0.0.1:${port}`],
    tcp ? `listen=tcp:127.0.0.1:${port}` : 'disable_tcp=yes',
    ...MODULES.map(name => `loadmodule "${name}.so"`),
    ...(hepPort === undefined
      ? []
      : [
          'loadmodule "siptrace.so"',
          `modparam("siptrace", "duplicate_uri", "sip:127.0.0.1:${hepPort}")`,
          ...Object.entries(trace).map(([name, value]) => `modparam("siptrace", "${name}", ${value})`),
        ]),
    'request_route {',
    '  if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }',
    '  sl_send_reply("200", "OK");',
    '}',
  ];
  const config = join(where, 'kamailio.cfg');
  writeFileSync(config, `#!KAMAILIO\n${lines.join('\n')}\n`);
  const argv = ['-f', config, '-Y', where, '-DD', '-m', '16', '-M', '4'];
  const child = spawn('kamailio', argv, { stdio: 'ignore', detached: true });
  onTestFinished(() => {
    // Its own process group: it has children.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  });
  while (tcp && !(await listens(port))) await new Promise(resolve => setTimeout(resolve, 50));
  return { port };
}

function listens(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
