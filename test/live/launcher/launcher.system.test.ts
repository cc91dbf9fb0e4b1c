/**
 * Started by sudo or doas: which process has which rights, and that a rule for this program gives nothing else away.
 * Nothing but the launcher is root, and that only where the command line can capture.
 */
import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../commands/program.js';
import { withoutPeer } from '../../peer.js';
import { sample } from '../../sample.js';
import { hasCap } from '../capturing.js';
import { freePort, request, send } from '../traffic.js';
import {
  cannotSudo,
  family,
  finish,
  gone,
  kill,
  machine,
  OTHER_GROUP,
  type Process,
  type Sudoed,
  start,
  UID,
  USER,
} from './sudo.js';

const NET_RAW_AND_ADMIN = 0x3000;
const NO_CAPABILITY = { inheritable: 0, permitted: 0, effective: 0, bounding: 0, ambient: 0 };
const ALL_UIDS = [UID, UID, UID, UID];

/** The processes of a run, without sudo and what became it. */
function parts(run: Sudoed): { launcher: Process; program: Process; captures: Process[] } {
  const [launcher, program, ...captures] = family(run.child.pid!).filter(
    ({ program }) => !/^(sudo|doas)$/.test(program),
  );
  return { launcher: launcher!, program: program!, captures };
}

/** Without any right, and with no way to one. */
function expectPowerless(process: Process): void {
  expect(process.uids).toEqual(ALL_UIDS);
  expect(process.capabilities).toEqual(NO_CAPABILITY);
  expect(process.noNewPrivileges).toBe(true);
}

describe.skipIf(cannotSudo || withoutPeer('tcpdump'))('started by sudo', () => {
  it.for(['tcpdump', 'dumpcap', 'cap'])(
    'only %s captures, and the launcher alone is root',
    async (engine, { skip }) => {
      skip(engine === 'cap' ? !hasCap : withoutPeer(engine));
      const { home, sudo } = machine();
      const port = await freePort();
      const file = join(home, 'written.pcapng');
      const argv = ['capture', '-d', 'lo', '-b', `udp port ${port}`, '--engine', engine, '-w', file];
      const own = start(sudo(argv));
      await own.said(/Capturing lo\. Ctrl-C/);
      await send(port, request(1));
      await own.said(/live-1\n/);
      const { launcher, program, captures } = parts(own);
      expect(launcher.uids).toEqual([0, 0, 0, 0]);
      expectPowerless(program);
      expect(program.groups).toEqual([UID, OTHER_GROUP]);
      expect(captures).toHaveLength(1);
      const [capture] = captures;
      expect(capture!.uids).toEqual(ALL_UIDS);
      expect(capture!.noNewPrivileges).toBe(true);
      for (const mask of Object.values(capture!.capabilities)) expect(mask & ~NET_RAW_AND_ADMIN).toBe(0);
      kill(own.child.pid!, 'SIGINT');
      expect(await own.ended).toBe(0);
      expect(own.stderr()).toContain('written.pcapng: 1 packets written.');
      expect(statSync(file)).toMatchObject({ uid: UID, gid: UID });
      expect(statSync(file).mode & 0o777).toBe(0o600);
      await gone([launcher, program, ...captures]);
    },
  );

  it('what is in the home afterwards is the user’s', async () => {
    const { home, sudo } = machine();
    const port = await freePort();
    const own = start(sudo(['capture', '-d', 'lo', '-b', `udp port ${port}`]));
    await own.said(/Capturing lo/);
    await send(port, request(1));
    await own.said(/live-1\n/);
    const entries = readdirSync(home, { recursive: true, encoding: 'utf8' });
    expect(entries.some(name => /^\.cache\/sipvestigator\/spool-[^/]+\/segment-0\.pcapng$/.test(name))).toBe(true);
    for (const entry of entries) {
      const { uid, mode } = lstatSync(join(home, entry));
      expect([entry, uid, mode & 0o077]).toEqual([entry, UID, 0]);
    }
    kill(own.child.pid!, 'SIGTERM');
    await own.ended;
  });

  it('nothing is root where files are read and no interface was named', async () => {
    const { sudo } = machine();
    const own = start(sudo(['shell', sample('call-unanswered-nat.pcap')]), 'pipe');
    own.child.stdin!.write('capture start lo\n');
    await own.said(/lo cannot be captured: the command line named no interface: name it with -d NAME/);
    const { launcher, program, captures } = parts(own);
    expect(captures).toEqual([]);
    expect(launcher.uids).toEqual(ALL_UIDS);
    expect(launcher.capabilities).toMatchObject({ permitted: 0, effective: 0, inheritable: 0, ambient: 0 });
    expectPowerless(program);
    own.child.stdin!.end();
    await own.ended;
  });

  it('the rights are for what the command line named', async () => {
    const { sudo } = machine();
    const own = start(sudo(['shell']), 'pipe');
    own.child.stdin!.write('capture start nosuch0\n');
    await own.said(/nosuch0 cannot be captured: there is no such interface/);
    own.child.stdin!.write('capture start usbmon0\n');
    await own.said(/usbmon0 cannot be captured: there is no such interface/);
    own.child.stdin!.end();
    await own.ended;
    const named = await finish(sudo(['capture', '-d', 'nosuch0']));
    expect(named.status).toBe(2);
    expect(named.stderr).toMatch(/nosuch0 cannot be captured: there is no such interface/);
  });

  it.each([
    ['a file', ['list', 'SECRET']],
    ['a file, live', ['capture', 'SECRET']],
    ['a file that grows', ['capture', '--follow', 'SECRET']],
    ['settings', ['list', sample('call-unanswered-nat.pcap'), '-f', 'num 1', '--config', 'SECRET']],
    ['secrets of TLS', ['list', sample('call-unanswered-nat.pcap'), '--keylog', 'SECRET']],
    ['a recording', ['capture', '-d', 'lo', '-w', 'ROOTS/new.pcapng']],
    ['a recording over a file', ['capture', '-d', 'lo', '--overwrite', '-w', 'SECRET']],
    ['an export', ['export', sample('call-unanswered-nat.pcap'), '-o', 'ROOTS/new.pcap']],
    ['an export over a file', ['export', sample('call-unanswered-nat.pcap'), '--overwrite', '-o', 'SECRET']],
  ])('what is root’s is out of reach: %s', async (_, argv) => {
    const { roots, secret, sudo } = machine();
    const { stdout, stderr } = await finish(
      sudo(argv.map(word => word.replace('SECRET', secret).replace('ROOTS', roots))),
    );
    expect(stderr).toMatch(new RegExp(`(not be read|permission denied).*\\(as ${USER}, not as root\\)`));
    expect(stdout + stderr).not.toContain('a secret of root');
    expect(readdirSync(roots)).toEqual(['secret.pcap']);
    expect(readFileSync(secret, 'utf8')).toBe('a secret of root');
  });

  it('links that the user planted lead nowhere', async () => {
    const { home, roots, secret, sudo } = machine();
    const state = join(home, '.local/state/sipvestigator');
    for (const path of ['.local/state/sipvestigator', '.cache']) mkdirSync(join(home, path), { recursive: true });
    symlinkSync(join(roots, 'new'), join(state, 'recent.json'));
    symlinkSync(roots, join(home, '.cache/sipvestigator'));
    const own = start(sudo(['shell']), 'pipe');
    own.child.stdin!.end(`load "${sample('call-unanswered-nat.pcap')}"\nexit\n`);
    await own.ended;
    const link = join(home, 'link.pcapng');
    symlinkSync(secret, link);
    for (const overwrite of [[], ['--overwrite']])
      await finish(sudo(['export', sample('call-unanswered-nat.pcap'), '-o', link, ...overwrite]));
    expect(readdirSync(roots)).toEqual(['secret.pcap']);
    expect(readFileSync(secret, 'utf8')).toBe('a secret of root');
  });

  it('programs of the user’s PATH get no right', async () => {
    const { home, sudo } = machine();
    const bin = join(home, 'bin');
    mkdirSync(bin);
    for (const name of ['tcpdump', 'dumpcap', 'setpriv', 'ssh'])
      writeFileSync(join(bin, name), `#!/bin/sh\ngrep -E '^(Uid|CapEff)' /proc/self/status >>"${home}/ran"\nexit 1\n`, {
        mode: 0o755,
      });
    const sudoers = 'Defaults !secure_path, env_keep += PATH';
    const env = { PATH: `${bin}:${process.env['PATH']}` };
    const own = start(sudo(['capture', '-d', 'lo'], { sudoers, env }));
    await own.said(/Capturing lo/);
    kill(own.child.pid!, 'SIGINT');
    await own.ended;
    await finish(sudo(['capture', '--ssh', 'localhost'], { sudoers, env }));
    // The filter is checked, the interfaces are listed and ssh is run as the user.
    const ran = readFileSync(join(home, 'ran'), 'utf8');
    expect(ran).toMatch(/^Uid:/m);
    for (const line of ran.trim().split('\n'))
      expect(line).toMatch(new RegExp(`^Uid:(\\s+${UID}){4}$|^CapEff:\\s+0+$`));
  });

  it('a signal to the whole job ends it once, in order', async () => {
    const { home, sudo } = machine();
    const file = join(home, 'written.pcapng');
    const own = start(sudo(['capture', '-d', 'lo', '-w', file]));
    await own.said(/Capturing lo/);
    kill(-own.child.pid!, 'SIGINT');
    expect([0, 1]).toContain(await own.ended);
    expect(own.stderr()).toMatch(/lo: \d+ packets; dropped/);
    expect(own.stderr()).toMatch(/packets written/);
  });

  it.each(['program', 'launcher'] as const)('where the %s is killed, nothing goes on', async part => {
    const { sudo } = machine();
    const own = start(sudo(['capture', '-d', 'lo']));
    await own.said(/Capturing lo/);
    const { launcher, program, captures } = parts(own);
    expect(captures).toHaveLength(1);
    kill(part === 'program' ? program.pid : launcher.pid, 'SIGKILL');
    await gone([launcher, program, ...captures]);
    expect(await own.ended).not.toBe(0);
  });

  it('without setpriv, a sentence says what is missing, and the rest holds', async () => {
    const { sudo } = machine();
    const own = start(sudo(['capture', '-d', 'lo', '--engine', 'tcpdump'], { without: ['setpriv'] }));
    await own.said(/Capturing lo/);
    expect(own.stderr()).toMatch(/setpriv is not installed, .*install it with: sudo apt install util-linux\n/);
    const { program, captures } = parts(own);
    for (const { uids, capabilities } of [program, ...captures]) {
      expect(uids).toEqual(ALL_UIDS);
      expect(capabilities).toMatchObject({ permitted: 0, effective: 0, ambient: 0 });
    }
    expect(program.groups).toEqual([]);
    kill(own.child.pid!, 'SIGTERM');
    await own.ended;
  });

  it.skipIf(withoutPeer('dumpcap'))(
    'dumpcap, which would keep root’s rights, is not started without setpriv',
    async () => {
      const { sudo } = machine();
      const argv = ['capture', '-d', 'lo', '--engine', 'dumpcap'];
      const { status, stderr } = await finish(sudo(argv, { without: ['setpriv'] }));
      expect(status).toBe(2);
      expect(stderr).toMatch(
        /: dumpcap would keep all of root's rights; install setpriv with: sudo apt install util-linux\n$/,
      );
    },
  );

  it('a program that the user cannot read is a sentence', async () => {
    const { sudo, home } = machine();
    const [program, args] = sudo(['capture', '-d', 'lo']);
    const { status, stderr } = await finish([
      program,
      args.map(word => word.replace('set -e', 'set -e; chmod 700 "$1/dist"')),
    ]);
    expect(home).not.toBe('');
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/It did not start as sipv-sudo, who must be able to read .*main\.js\.\n$/);
  });
});

describe.skipIf(cannotSudo || withoutPeer('tcpdump') || withoutPeer('doas'))('started by doas', () => {
  it('the user is the one doas names', async () => {
    const { sudo } = machine();
    const own = start(sudo(['capture', '-d', 'lo'], { by: 'doas' }));
    await own.said(/Capturing lo/);
    expectPowerless(parts(own).program);
    kill(own.child.pid!, 'SIGTERM');
    await own.ended;
  });

  it('what the user says of other users gives nothing', async () => {
    const { sudo } = machine();
    const { status, stderr } = await finish(
      sudo(['devices'], { by: 'doas', env: { SUDO_UID: '65534', SUDO_GID: '0', SUDO_USER: 'root' } }),
    );
    expect(status).toBe(2);
    expect(stderr).toMatch(/SUDO_UID and DOAS_USER name different users for whom root acts/);
  });
});

describe.skipIf(process.getuid?.() !== 0)('root itself', () => {
  it('is not asked to be another', async () => {
    expect((await run(['list', sample('call-unanswered-nat.pcap')])).status).toBe(0);
    expect(
      (await run(['list', sample('call-unanswered-nat.pcap')], { env: { SUDO_UID: '0', SUDO_GID: '0' } })).status,
    ).toBe(0);
  });

  it('does not guess for whom it acts', async () => {
    const { status, stderr } = await run(['list', sample('call-unanswered-nat.pcap')], { env: { SUDO_UID: 'x' } });
    expect(status).toBe(2);
    expect(stderr).toBe('sipvestigator: SUDO_UID names no user of this machine: start it with sudo.\n');
  });
});
