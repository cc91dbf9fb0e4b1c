/** Who may capture: a missing permission is a sentence, and what root starts has no more than the right to capture. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runShell } from '../../commands/program.js';
import { withoutPeer } from '../../peer.js';
import { capturing, childOf, hasCap, mayCapture } from '../capturing.js';
import { processOf } from '../launcher/sudo.js';
import { request, send } from '../traffic.js';

const NET_RAW_AND_ADMIN = 0x3000;
const SOME_PORT = 5071;

const hasSetpriv = existsSync('/usr/bin/setpriv');
const absent = (engine: string) => !mayCapture || (engine === 'cap' ? !hasCap : withoutPeer(engine));

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

describe.skipIf(!hasSetpriv)('what root itself starts', () => {
  it.each(['tcpdump', 'dumpcap'])('%s runs as nobody, with the right to capture and no other', async engine => {
    if (absent(engine)) return;
    const own = await capturing(['-d', 'lo', '--engine', engine]);
    const { uids, groups, capabilities, noNewPrivileges } = processOf(childOf(own.child.pid!));
    expect(uids).toEqual([65_534, 65_534, 65_534, 65_534]);
    expect(groups).toEqual([]);
    for (const mask of Object.values(capabilities)) expect(mask & ~NET_RAW_AND_ADMIN).toBe(0);
    expect(noNewPrivileges).toBe(true);
    await own.stop();
  });

  it.skipIf(absent('tcpdump'))('a container without CAP_NET_ADMIN captures as well', async () => {
    const argv = ['capture', '-d', 'lo', '--engine', 'tcpdump', '-n', '1'];
    const sending = setInterval(() => void send(SOME_PORT, request(1)), 100);
    const { status, stdout } = await runShell('exec setpriv --bounding-set=-net_admin -- "$0" "$@"', argv);
    clearInterval(sending);
    expect([status, stdout]).toEqual([0, expect.stringContaining('live-1')]);
  });
});
