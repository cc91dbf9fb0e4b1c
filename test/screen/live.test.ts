/** Live traffic on the screen of the real program: opened by the options of `capture`, ended without a loss. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mayCapture } from '../live/capturing.js';
import { cannotSudo, family, gone, machine, UID } from '../live/launcher/sudo.js';
import { freePort, request, send } from '../live/traffic.js';
import { withoutPeer } from '../peer.js';
import { Story, withoutTerminal } from './harness.js';
import { folder, footer, handedBack, keys, ownFolders, run, shell } from './program.js';
import { sample } from '../sample.js';

/** tcpdump, and the right to use it. */
const cannot = !mayCapture || withoutPeer('tcpdump');

/** Packets of a capture, as tcpdump counts them. */
function packetsIn(path: string): number {
  const { stdout } = spawnSync('tcpdump', ['-r', path, '-w', '-', '-U'], { maxBuffer: 1 << 28 });
  const { stdout: lines } = spawnSync('tcpdump', ['-n', '-r', '-'], { input: stdout, encoding: 'utf8' });
  return lines.split('\n').filter(line => line !== '').length;
}

describe.skipIf(withoutTerminal)('live sources on the screen (@lydell/node-pty)', () => {
  it.skipIf(cannot)('an interface is watched from the first packet, and written to a file to the last', async () => {
    const port = await freePort();
    const path = join(folder(), 'seen.pcapng');
    const story = run(['-d', 'lo', '-b', `udp port ${port}`, '-w', path], { columns: 120, rows: 40 });
    await story.waitFor('row 0 of 0');
    await story.waitFor('Watching lo: no SIP so far.');
    // Losses are told also before the first packet.
    await story.waitFor('0 dropped');
    await send(port, request(1), request(2), request(3, 'another'));
    await story.waitFor('row 3 of 3');
    expect(story.text()).toContain('OPTIONS');
    await send(port, request(4));
    await keys(story, 'q');
    expect((await story.waitForEnd()).code).toBe(0);
    expect(story.modes()).toEqual(handedBack);
    expect(packetsIn(path)).toBe(4);
  });

  it('a pipe is shown as it comes, with keys from the terminal', async () => {
    const story = await shell(`(cat ${sample('call-unanswered-nat.pcap')}; sleep 60) | $P -`, {
      columns: 120,
      rows: 40,
    });
    await story.waitFor(/row 1 of 8/);
    // Its verdict, once the answer may no longer come; until then what became of it.
    await story.waitFor(/INVITE .*no reply( to 7 INVITEs| from 178\.19|, NAT)/);
    expect(footer(story)).toContain('Enter open');
  });

  it('a file that grows is followed', async () => {
    const path = join(folder(), 'growing.pcap');
    spawnSync('cp', [sample('call-unanswered-nat.pcap'), path]);
    const story = run(['--follow', path], { columns: 120, rows: 40 });
    await story.waitFor(/row 1 of 8/);
    // Its verdict, once the answer may no longer come; until then what became of it.
    await story.waitFor(/INVITE .*no reply( to 7 INVITEs| from 178\.19|, NAT)/);
  });

  it.skipIf(cannot)(
    'a source that cannot be opened is reported at the prompt, with exit status 2 and no screen',
    async () => {
      const path = join(folder(), 'none', 'x.pcapng');
      for (const [argv, sentence] of [
        [['-d', 'nosuch0'], 'nosuch0 cannot be captured'],
        [['-d', 'lo', '-b', 'port port'], 'cannot be captured'],
        [['-d', 'lo', '-w', path], 'cannot be written'],
        [['--hep', '203.0.113.1:9060'], 'HEP cannot be listened for on 203.0.113.1'],
        [['--follow', path], 'does not exist'],
      ] as const) {
        const story = run([...argv], { columns: 200 });
        expect((await story.waitForEnd()).code).toBe(2);
        expect(story.text()).toContain(sentence);
        expect(story.isFullScreen()).toBe(false);
        expect(story.written).not.toContain('\x1b[?1049h');
      }
      expect(existsSync(path)).toBe(false);
    },
  );

  it.skipIf(cannot)(
    'what was captured and is in no file is left to the next run where a signal ends this one',
    async () => {
      const port = await freePort();
      const env = ownFolders();
      const story = run(['-d', 'lo', '-b', `udp port ${port}`], { columns: 120, rows: 40, env });
      await story.waitFor('row 0 of 0');
      await send(port, request(1), request(2), request(3));
      await story.waitFor('3 seen');
      story.kill('SIGTERM');
      expect((await story.waitForEnd()).code).toBe(143);
      expect(story.text()).toContain('3 messages captured live are in no file: the next start offers them.');
      const spools = readdirSync(join(env['XDG_CACHE_HOME']!, 'sipvestigator')).map(name =>
        join(env['XDG_CACHE_HOME']!, 'sipvestigator', name),
      );
      expect(spools.flatMap(spool => readdirSync(spool).map(name => packetsIn(join(spool, name))))).toEqual([3]);
    },
  );

  it.skipIf(cannot || cannotSudo)('started by sudo, it is the invoking user that watches', async () => {
    const { wrapper, asUser } = machine();
    const port = await freePort();
    const [program, args] = asUser(['bash', '--norc', '--noprofile', '-i'], { env: { PS1: 'shell> ' } });
    const story = new Story(program, args, { columns: 160, rows: 40 });
    await story.waitFor('shell>');
    story.type(`sudo -n ${wrapper} -d lo -b 'udp port ${port}' --engine tcpdump\r`);
    await story.waitFor('row 0 of 0');
    const processes = family(story.pid).filter(({ program }) => program === 'node');
    expect(processes.map(({ uids, noNewPrivileges }) => [uids[0], noNewPrivileges])).toEqual([
      [0, false],
      [UID, true],
    ]);
    await send(port, request(1));
    await story.waitFor('row 1 of 1');
    // The rights are for what was named, and a sentence says so; what captures goes on.
    story.type(`:bpf udp\r`);
    await story.waitFor(/lo cannot be captured: the command line named the filter/);
    await send(port, request(2, 'another'));
    await story.waitFor('row 2 of 2');
    // The job is stopped as a whole, although its leader is root's.
    await keys(story, 'Ctrl-Z');
    await story.waitFor('Put the program aside all the same?');
    await keys(story, 'y');
    await story.waitFor('Stopped');
    expect(story.isFullScreen()).toBe(false);
    story.type('fg\r');
    await story.waitFor('row 2 of 2');
    expect(story.isFullScreen()).toBe(true);
    story.type(':quit-now\r');
    await story.waitFor(() => !story.isFullScreen());
    await gone(processes);
  });

  it.skipIf(cannot || cannotSudo)('started by sudo with nothing named, any interface can be chosen', async () => {
    const { sudo } = machine();
    const port = await freePort();
    const story = new Story(...sudo([]), { columns: 160, rows: 40 });
    await story.waitFor('Watch an interface');
    await keys(story, 'Esc');
    story.type(`:watch lo udp port ${port}\r`);
    await story.waitFor(`Watching lo, only "udp port ${port}".`);
    await send(port, request(1));
    await story.waitFor('row 1 of 1');
    story.type(`:bpf udp and port ${port}\r`);
    await story.waitFor(`Only "udp and port ${port}" is captured on lo.`);
    await send(port, request(2, 'another'));
    await story.waitFor('row 2 of 2');
  });

  it.skipIf(cannot)('a full disk is reported, and watching goes on', async () => {
    const port = await freePort();
    // The device /dev/full, as a pcap: its header comes with the first packet.
    const full = join(folder(), 'full.pcap');
    expect(spawnSync('mknod', [full, 'c', '1', '7']).status).toBe(0);
    const argv = ['-d', 'lo', '-b', `udp port ${port}`, '-w', full, '--overwrite'];
    const story = run(argv, { columns: 160, rows: 40 });
    await story.waitFor('row 0 of 0');
    await send(port, request(1));
    await story.waitFor('full.pcap is written no further: no space left on device');
    await send(port, request(2, 'another'));
    await story.waitFor('row 2 of 2');
    await keys(story, 'q');
    // What came since then is in no file.
    await story.waitFor('captured live');
  });

  it.skipIf(cannot)('sources that can be opened are watched, the others are reported', async () => {
    const story = run(['-d', 'lo,nosuch0'], { columns: 200, rows: 50 });
    await story.waitFor('nosuch0 cannot be captured');
    await story.waitFor('Enter open');
  });

  it.skipIf(cannot).each(['SIGTERM', 'SIGHUP'] as const)(
    '%s ends it: the file is whole, nothing is left behind',
    async signal => {
      const port = await freePort();
      const path = join(folder(), 'seen.pcapng');
      const env = ownFolders();
      const story = run(['-d', 'lo', '-b', `udp port ${port}`, '-w', path], { columns: 120, rows: 40, env });
      await story.waitFor('row 0 of 0');
      await send(port, request(1), request(2), request(3));
      story.kill(signal);
      await story.waitForEnd();
      expect(packetsIn(path)).toBe(3);
      expect(spawnSync('pgrep', ['-f', `udp port ${port}`], { encoding: 'utf8' }).stdout).toBe('');
    },
  );
});
