/**
 * Captures on another machine with its tcpdump, over ssh. Nothing is asked on the terminal (BatchMode): keys and host
 * keys must be in place.
 *
 * The ssh connection itself is excluded from the capture, or every packet sent here would cause another one.
 */
import type { Refusal, Source } from '../../capture/source.js';
import { childProcess } from './capture-process.js';
import { ChildFeed } from './child-feed.js';
import { errorClause, lacksPermission } from './child-stderr.js';
import { TCPDUMP_BUFFERING_MS, tcpdumpArguments } from './engines.js';
import { type CaptureSettings, isName } from '../live-input.js';
import { LiveSource } from '../live-source.js';
import { programPath } from './program.js';

const CONNECT_SECONDS = 10;

export async function captureOverSsh(
  host: string,
  device: string,
  settings: CaptureSettings,
): Promise<Source | Refusal> {
  const program = programPath('ssh');
  if (program === undefined)
    return { refused: 'ssh is not installed; install it with: sudo apt install openssh-client' };
  if (!isName(host)) return { refused: `"${host}" is no host; name it as you would for ssh` };
  const options = ['-T', '-o', 'BatchMode=yes', '-o', `ConnectTimeout=${CONNECT_SECONDS}`];
  const args = [...options, '--', host, remoteCommand(device, settings)];
  const bufferingMs = TCPDUMP_BUFFERING_MS;
  const first = await ChildFeed.start({
    title: 'ssh',
    start: async () => childProcess(program, args),
    countsOnSigusr1: false,
    bufferingMs,
    remote: true,
  });
  if ('feed' in first) return new LiveSource(`${host}:${device}`, first.feed, first.source);
  if ('notStarted' in first) return { refused: `${host} cannot be captured: ${first.notStarted}.` };
  return { refused: `${host} cannot be captured: ${errorClause(first.stderr)}${advice(host, first.stderr)}` };
}

/** The command for the remote shell: the addresses of the ssh connection are known only there. */
export function remoteCommand(device: string, settings: CaptureSettings): string {
  const args = tcpdumpArguments(device, settings).map(quoted).join(' ');
  const { bpf } = settings;
  const others = bpf === '' ? '' : quoted(`(${bpf}) and `);
  // SSH_CONNECTION holds the client's address and port, then the server's.
  const set = 'set -- $SSH_CONNECTION';
  const ownPath = 'PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin';
  return `${ownPath}; ${set}; exec tcpdump ${args} -- ${others}"not (tcp port \${4:-22} and host \${1:-127.0.0.1})"`;
}

/** Quotes a word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w./:-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function advice(host: string, stderr: string): string {
  if (/permission denied \(/i.test(stderr)) return `; it must let you in without a password: ssh-copy-id ${host}`;
  if (/host key verification/i.test(stderr)) return `; connect once by hand to accept its key: ssh ${host}`;
  if (lacksPermission(stderr))
    return `; allow tcpdump there: ssh -t ${host} sudo setcap cap_net_raw,cap_net_admin=eip '$(command -v tcpdump)'`;
  if (/tcpdump: (command )?not found/i.test(stderr))
    return `; install it there: ssh -t ${host} sudo apt install tcpdump`;
  return '.';
}
