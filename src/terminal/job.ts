/**
 * Job control (Ctrl-Z): finds out which process to stop. A process group whose parents are all in another session is
 * orphaned, and nobody would continue it (POSIX, "Terminal Access Control").
 */
import { readFileSync } from 'node:fs';

interface Process {
  parent: number;
  group: number;
  session: number;
}

/**
 * The argument for `kill` that stops the program so that the shell notices: this process, or 0 for the whole group if
 * another process leads it (`npm start`), because the shell waits for the leader. Null if no shell could continue it.
 */
export function jobToStop(): number | null {
  const self = readProcess('self');
  // Without /proc, a shell is by far the likeliest parent.
  if (!self) return process.pid;
  if (isOrphaned(self)) return null;
  return self.group === process.pid ? process.pid : 0;
}

/** Walks up to the first process outside our group: only a shell of our session can continue us. */
function isOrphaned(self: Process): boolean {
  let above: Process | null = self;
  while (above && above.group === self.group) above = readProcess(String(above.parent));
  return above === null || above.session !== self.session;
}

/** Fields 4 to 6 of proc_pid_stat(5); the name before them may contain spaces and parentheses. */
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
