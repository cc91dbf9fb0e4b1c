/**
 * Who may capture and with which privileges: a missing permission is a sentence, and root privileges are kept only
 * where they are needed.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run, runShell } from '../../commands/program.js';
import { folder } from '../../engine/core-session.js';
import { installed, withoutPeer } from '../../peer.js';
import { type Capturing, capturing, childOf, hasCap, mayCapture } from '../capturing.js';
import { freePort, request, send } from '../traffic.js';

const NOBODY = 65_534;
const hasSetpriv = existsSync('/usr/bin/setpriv');
const absent = (engine: string) => !mayCapture || (engine === 'cap' ? !hasCap : withoutPeer(engine));

const status = (pid: number) => readFileSync(`/proc/${pid}/status`, 'utf8');
const rights = (pid: number) => Number.parseInt(/^CapPrm:\t([\da-f]+)$/m.exec(status(pid))![1]!, 16);
const NET_RAW_AND_ADMIN = 0x3000;

/** The environment sudo leaves, called by nobody, with a cache that nobody may write to. */
function calledByNobody(home: string): Record<string, string> {
  chmodSync(home, 0o777);
  return { SUDO_UID: String(NOBODY), SUDO_GID: String(NOBODY), SUDO_USER: 'nobody', XDG_CACHE_HOME: home };
}

/** A PATH with nothing but the programs named. */
function pathOf(...programs: string[]): string {
  const where = folder();
  for (const program of programs.filter(installed)) {
    const path = execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { encoding: 'utf8' }).trim();
    symlinkSync(path, join(where, program));
  }
  return where;
}

function expectNobody(own: Capturing): void {
  expect(status(own.child.pid!)).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
  expect(rights(own.child.pid!)).toBe(0);
}

describe.skipIf(absent('tcpdump') || !hasSetpriv)('without the right to capture', () => {
  it.each([
    ['tcpdump', /sudo setcap cap_net_raw,cap_net_admin=eip \S+tcpdump/],
    ['dumpcap', /sudo setcap cap_net_raw,cap_net_admin=eip \S+dumpcap/],
    ['cap', /run it as root: sudo/],
    ['auto', /sudo setcap cap_net_raw,cap_net_admin=eip \S+tcpdump/],
  ])('%s: one sentence has the command that mends it', async (engine, command) => {
    if (engine !== 'auto' && absent(engine)) return;
    const argv = ['capture', '-d', 'lo', '--engine', engine];
    const { status, stderr } = await runShell('exec setpriv --bounding-set=-all "$0" "$@"', argv);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^sipvestigator: lo cannot be captured: [^\n]*\n$/);
    expect(stderr).toMatch(command);
  });
});

describe('started by sudo', () => {
  it.skipIf(absent('tcpdump') || !hasSetpriv)('everything goes back to the invoking user', async () => {
    const port = await freePort();
    const home = folder();
    const file = join(home, 'written.pcapng');
    const env = calledByNobody(home);
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', 'tcpdump', '-w', file], { env });
    await send(port, request(1));
    await own.listed(1);
    expectNobody(own);
    const child = childOf(own.child.pid!);
    expect(status(child)).toMatch(/^Uid:\t65534\t/m);
    expect(rights(child) & ~NET_RAW_AND_ADMIN).toBe(0);
    expect(await own.stop()).toBe(0);
    expect(own.words()).toMatch(/dropped: 0 by the kernel/);
    expect(execFileSync('stat', ['-c', '%u', file], { encoding: 'utf8' }).trim()).toBe(String(NOBODY));
  });

  it.each(['tcpdump', 'cap'])('%s keeps no right without setpriv', async engine => {
    if (absent(engine)) return;
    const port = await freePort();
    const env = { ...calledByNobody(folder()), PATH: pathOf('tcpdump') };
    const own = await capturing(['-d', 'lo', '-b', `udp port ${port}`, '--engine', engine], { env });
    await send(port, request(1));
    await own.listed(1);
    expectNobody(own);
    const child = childOf(own.child.pid!);
    expect(status(child)).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    expect(rights(child)).toBe(0);
    expect(await own.stop()).toBe(0);
  });

  it.skipIf(absent('tcpdump'))('the prompt says why a second capture is not allowed', async () => {
    const lines = [`capture start hep 127.0.0.1:${await freePort()}`, 'capture start lo --engine tcpdump', ''];
    const { status, stderr } = await run(['shell'], {
      env: calledByNobody(folder()),
      input: Buffer.from(lines.join('\n')),
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^lo cannot be captured: tcpdump has no permission; [^\n]*\nRoot's rights were given back when /,
    );
  });

  it.skipIf(absent('dumpcap'))('dumpcap, which would keep them, is not started without setpriv', async () => {
    const env = { ...calledByNobody(folder()), PATH: pathOf('bash', 'dumpcap') };
    const { status, stderr } = await run(['capture', '-d', 'lo', '--engine', 'dumpcap'], { env });
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /: dumpcap would keep all of root's rights; install setpriv with: sudo apt install util-linux\n$/,
    );
  });
});
