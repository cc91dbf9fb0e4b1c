/**
 * A child process that captures: a command that writes a pcap stream and, on standard error, its drop counters or why
 * it failed. It has a process group of its own, so that Ctrl-C reaches only this program, which then ends it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { identify } from '../../capture/identify.js';
import type { Dropped, Source } from '../../capture/source.js';
import { StreamSupply } from '../../capture/supply.js';
import { errorClause, dropCounters } from './child-stderr.js';

/** Characters of standard error kept: counters repeat, only the end matters. */
const MAX_STDERR = 16_384;
const COUNT_INTERVAL_MS = 1000;
/** A child that ignores SIGINT for this long is killed. */
const KILL_AFTER_MS = 3000;
/** How often to check whether the kernel ring is drained before SIGINT, and for how long at most. */
const POLL_MS = 50;
const MAX_WAIT_MS = 30_000;
/** Packets of several CPUs may be out of order by this much. */
const DISORDER_US = 20_000;

export interface ChildCommand {
  /** What sentences about it begin with: "tcpdump". */
  title: string;
  program: string;
  args: string[];
  countsOnSigusr1: boolean;
  /** How long it may buffer a packet, in ms. */
  bufferingMs: number;
  /** It captures only the loopback, where the kernel counts each packet twice. */
  loopback?: boolean;
  /** It runs on another machine, whose clock cannot be compared with ours. */
  remote?: boolean;
}

export class CaptureChild {
  readonly #title: string;
  readonly #bufferingMs: number;
  readonly #loopback: boolean;
  readonly #remote: boolean;
  readonly #child: ChildProcess;
  /** Resolves when it has ended and all its output has been read. */
  readonly #ended: Promise<void>;
  #stderr = '';
  #source: Source | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #counterTimer: NodeJS.Timeout | undefined;
  #stopped = false;
  #running = true;
  #failure: string | undefined;

  constructor({ title, program, args, countsOnSigusr1, bufferingMs, loopback = false, remote = false }: ChildCommand) {
    this.#title = title;
    this.#bufferingMs = bufferingMs;
    this.#loopback = loopback;
    this.#remote = remote;
    this.#child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = () => this.#signal('SIGKILL');
    process.once('exit', kill);
    this.#ended = new Promise<void>(resolve => {
      this.#child.once('error', error => {
        this.#failure = `${title} cannot be started: ${error.message}`;
        resolve();
      });
      this.#child.once('close', () => resolve());
    }).then(() => {
      this.#running = false;
      clearInterval(this.#counterTimer);
      clearInterval(this.#drainTimer);
      process.off('exit', kill);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#keepStderr(text));
    if (countsOnSigusr1) {
      this.#counterTimer = setInterval(() => this.#signal('SIGUSR1'), COUNT_INTERVAL_MS);
      this.#counterTimer.unref();
    }
  }

  /** Waits until it captures. Returns the source, or its standard error if it failed. */
  async start(): Promise<Source | { stderr: string }> {
    const { stdout } = this.#child;
    if (!stdout) return { stderr: this.#failure ?? `${this.#title} cannot be started` };
    const supply = new StreamSupply(stdout);
    const source = await identify({ name: this.#title, supply, size: 0, descriptor: -1, live: true });
    if (!('refused' in source)) {
      this.#source = source;
      return source;
    }
    this.#stopped = true;
    this.#interrupt();
    await this.#ended;
    return { stderr: this.#failure ?? this.#stderr };
  }

  /** Resolves when it has ended: with a clause why, if nobody asked for it. */
  async end(): Promise<string | undefined> {
    await this.#ended;
    if (this.#stopped) return undefined;
    const { signalCode } = this.#child;
    const how = signalCode === null ? errorClause(lastLines(this.#stderr)) : `it was killed by ${signalCode}`;
    return this.#failure ?? `${this.#title} ended: ${how}`;
  }

  dropped(): Dropped | null {
    return dropCounters(this.#stderr, this.#loopback, !this.#running) ?? null;
  }

  /**
   * SIGINT makes tcpdump drop what is still in the kernel ring
   * (https://github.com/the-tcpdump-group/libpcap/pull/1495). So wait for a packet captured after this call, or for the
   * child to be idle longer than its buffering delay: everything from before has then arrived.
   */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const stoppedUs = this.#remote ? Number.POSITIVE_INFINITY : Date.now() * 1000 + DISORDER_US;
    const maxWaitMs = this.#remote ? 2 * this.#bufferingMs : MAX_WAIT_MS;
    const stoppedMs = performance.now();
    let read = this.#source?.bytesRead;
    let lastBusyMs = stoppedMs;
    this.#drainTimer = setInterval(() => {
      const nowMs = performance.now();
      if (this.#source?.bytesRead !== read || !this.#isIdle()) lastBusyMs = nowMs;
      read = this.#source?.bytesRead;
      const drained = (this.#source?.packet.timeUs ?? 0) > stoppedUs;
      if (drained || nowMs - lastBusyMs > this.#bufferingMs || nowMs - stoppedMs > maxWaitMs) this.#interrupt();
    }, POLL_MS);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#interrupt();
    this.#child.stdout?.destroy();
    await this.#ended;
  }

  #interrupt(): void {
    clearInterval(this.#counterTimer);
    clearInterval(this.#drainTimer);
    this.#signal('SIGINT');
    setTimeout(() => this.#signal('SIGKILL'), KILL_AFTER_MS).unref();
  }

  #keepStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-MAX_STDERR);
  }

  /** False while it runs or waits for a CPU: it may have more to deliver. True where that is unknown (not Linux). */
  #isIdle(): boolean {
    try {
      // The state follows the name, which is in parentheses and may contain anything.
      return /\) S [^)]*$/.test(readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8'));
    } catch {
      return true;
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#running) this.#child.kill(signal);
  }
}

/** The last lines of output, without the final counters. */
function lastLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter(line => line.trim() !== '' && !/\bpackets?\b.*(captured|received|dropped)|^Packets /.test(line));
  return lines.slice(-2).join('\n');
}
