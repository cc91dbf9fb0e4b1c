/** Runs `capture` of the built program and follows its lines and its end. Traffic is sent on the loopback only. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { inject, onTestFinished } from 'vitest';
import { node } from '../commands/program.js';
import { folder } from '../engine/core-session.js';

const program = inject('program');

/** Whether this user may capture the loopback: most tests here need it. */
export const mayCapture = process.getuid?.() === 0;

export interface Capturing {
  child: ChildProcess;
  /** Lines of standard output so far. */
  lines: string[];
  /** Standard error so far. */
  words(): string;
  /** Resolves when a line of standard error matches. */
  said(pattern: RegExp): Promise<void>;
  /** Resolves when there are so many lines. */
  listed(count: number): Promise<void>;
  /** Ctrl-C; resolves with the exit status. */
  stop(): Promise<number>;
  /** Resolves with the exit status when it ends by itself. */
  ended: Promise<number>;
}

export interface CapturingOptions {
  env?: Record<string, string>;
  /** What it reads: nothing where absent. */
  input?: 'pipe';
  uid?: number;
}

/** Starts `capture` and waits until it says that it captures. */
export async function capturing(argv: readonly string[], options: CapturingOptions = {}): Promise<Capturing> {
  const child = spawn(node, [program, 'capture', ...argv], {
    stdio: [options.input ?? 'ignore', 'pipe', 'pipe'],
    env: {
      ...{ PATH: process.env['PATH'], HOME: process.env['HOME'], TZ: 'UTC', LANG: 'C.UTF-8' },
      ...{ XDG_CACHE_HOME: folder(), ...options.env },
    },
  });
  const lines: string[] = [];
  let rest = '';
  let words = '';
  const waiting = new Set<() => void>();
  const moved = () => {
    for (const look of waiting) look();
  };
  const ended = new Promise<number>(resolve =>
    child.once('close', code => {
      resolve(code ?? -1);
      moved();
    }),
  );
  child.stdout!.setEncoding('utf8').on('data', (text: string) => {
    const whole = (rest + text).split('\n');
    rest = whole.pop() ?? '';
    lines.push(...whole);
    moved();
  });
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    words += text;
    moved();
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  /** The test's own limit of time ends a wait for what never comes. */
  const until = (what: string, reached: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!reached() && child.exitCode === null) return;
        waiting.delete(look);
        if (reached()) resolve();
        else reject(new Error(`capture ended before ${what}; it said: ${words}`));
      };
      waiting.add(look);
      look();
    });
  const started: Capturing = {
    child,
    lines,
    words: () => words,
    said: pattern => until(String(pattern), () => pattern.test(words)),
    listed: count => until(`${count} messages`, () => lines.length >= count),
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    ended,
  };
  await started.said(/Capturing .*Ctrl-C/);
  return started;
}

/** Whether the package `cap` is built here: it is optional. */
export const hasCap = spawnSync(node, ['-e', "require('cap')"], { stdio: 'ignore' }).status === 0;

/** The one child of a process. */
export function childOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const children = threads.flatMap(thread =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean),
  );
  if (children.length !== 1) throw new Error(`process ${pid} has ${children.length} children`);
  return Number(children[0]);
}
