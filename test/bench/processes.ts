/** Memory and processor time of a process and its descendants, from /proc (Linux; 0 elsewhere). */
import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second of /proc/PID/stat: the same on every Linux there is. */
const TICKS = 100;

/** Resident memory at its highest so far, of each process, added. */
export function peakBytes(root: number): number {
  return tree(root).reduce((sum, pid) => sum + highWater(pid), 0);
}

/** Seconds of processor time, of those that still run. */
export function processorSeconds(root: number): number {
  return tree(root).reduce((sum, pid) => {
    // The name, in brackets, may hold anything; user and system time are the 12th and 13th word after it.
    const words = read(`/proc/${pid}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ');
    return sum + (Number(words[11] ?? 0) + Number(words[12] ?? 0)) / TICKS;
  }, 0);
}

function tree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of listProcesses()) {
    const status = read(`/proc/${name}/status`);
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const family = [root];
  for (const member of family) {
    for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  }
  return family;
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function highWater(pid: number): number {
  return Number(/^VmHWM:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
