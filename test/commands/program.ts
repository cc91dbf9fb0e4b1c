/** The built program without a screen, as a shell runs it. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Same as the screen stories: another Node may be named to run the program with. */
export const node = process.env['NODE_UNDER_TEST'] || process.execPath;
const program = inject('program');

/** A cache of the tests' own: what a run that was killed leaves behind is not told by another. */
const cache = mkdtempSync(join(tmpdir(), 'sipvestigator-cache-'));
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

export interface Run {
  status: number;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  /** What the program reads from standard input; nothing where absent. */
  input?: Uint8Array;
  env?: Record<string, string>;
  cwd?: string;
}

/** Runs the program to its end. */
export function run(argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  return runShell('"$0" "$@"', argv, options);
}

/** Runs a line of shell with the program as "$0" "$@", to test pipes and descriptors. */
export function runShell(line: string, argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { input, env = {}, cwd } = options;
  const child = spawn('bash', ['-c', line.replaceAll('"$0"', `"${node}" "$0"`), program, ...argv], {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      XDG_CACHE_HOME: cache,
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', bytes => out.push(bytes));
  child.stderr.on('data', bytes => err.push(bytes));
  // A program that does not read its input to the end is what some tests are about.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code =>
      resolve({
        status: code ?? -1,
        stdout: Buffer.concat(out).toString(),
        stderr: Buffer.concat(err).toString(),
      }),
    );
  });
}

/** Runs with --json and answers the objects; fails where the program failed. */
export async function json<T = Record<string, unknown>>(...argv: string[]): Promise<T[]> {
  const { status, stdout, stderr } = await run([...argv, '--json']);
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as T); // every line is an object of the promised shape, which the test looks at
}
