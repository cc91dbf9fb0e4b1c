/**
 * Stopping like a job of a shell (Ctrl-Z). In: nothing. Out: whether it stopped; on return from a stop the shell has brought
 * the program back. POSIX "Terminal Access Control": a group whose parents all lie in another session is orphaned, and
 * nobody would continue it.
 */
import { readFileSync } from 'node:fs';

interface Process {
  parent: number;
  group: number;
  session: number;
}

/**
 * Stops this process, or the whole group where another process leads it (`npm start`): the shell waits for the leader. A
 * child that captures leads no group of ours and goes on. False where no shell could continue us.
 */
export function stopJob(): boolean {
  const self = readProcess('self');
  if (!self) {
    // Without /proc nothing is known: a shell is by far the likeliest parent.
    process.kill(process.pid, 'SIGSTOP');
    return true;
  }
  if (isOrphaned(self)) return false;
  process.kill(self.group === process.pid ? process.pid : 0, 'SIGSTOP');
  return true;
}

/** Walks up to the process that is not of our group: a shell of our session can continue us, another cannot. */
function isOrphaned(self: Process): boolean {
  let above: Process | null = self;
  while (above && above.group === self.group) above = readProcess(String(above.parent));
  return above === null || above.session !== self.session;
}

/** Fields 4 to 6 of proc_pid_stat(5); the name before them may hold anything, also spaces and brackets. */
function readProcess(pid: string): Process | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [, parent, group, session] = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    if (parent === undefined || group === undefined || session === undefined) return null;
    return { parent, group, session };
  } catch {
    return null;
  }
}
