/**
 * Stopping like a job of a shell (Ctrl-Z). In: nothing. Out: whom to stop. POSIX "Terminal Access Control": a group whose
 * parents all lie in another session is orphaned, and nobody would continue it.
 */
import { readFileSync } from 'node:fs';

interface Process {
  parent: number;
  group: number;
  session: number;
}

/**
 * What `kill` is to be given to stop the program so that the shell notices: this process, or with 0 its whole group where
 * another process leads it (`npm start`), for the shell waits for the leader. Null where no shell could continue us.
 */
export function jobToStop(): number | null {
  const self = readProcess('self');
  // Without /proc nothing is known: a shell is by far the likeliest parent.
  if (!self) return process.pid;
  if (isOrphaned(self)) return null;
  return self.group === process.pid ? process.pid : 0;
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
