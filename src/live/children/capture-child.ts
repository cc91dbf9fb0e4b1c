/**
 * A process that captures: a command that writes a pcap stream and, on standard error, its drop counters or why it
 * failed.
 */
import { readFileSync } from 'node:fs';
import { identify } from '../../capture/identify.js';
import type { Dropped, Source } from '../../capture/source.js';
import { StreamSupply } from '../../capture/supply.js';
import type { CaptureProcess, CaptureSignal, Ended, NotStarted } from './capture-process.js';
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
  start: () => Promise<CaptureProcess | NotStarted>;
  /** Prints its drop counters on SIGUSR1. */
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
  readonly #process: CaptureProcess;
  readonly #ended: Promise<Ended>;
  #stderr = '';
  #source: Source | undefined;
  #drainTimer: NodeJS.Timeout | undefined;
  #counterTimer: NodeJS.Timeout | undefined;
  #stopped = false;
  #running = true;

  private constructor(command: ChildCommand, process: CaptureProcess) {
    const { title, countsOnSigusr1, bufferingMs, loopback = false, remote = false } = command;
    this.#title = title;
    this.#bufferingMs = bufferingMs;
    this.#loopback = loopback;
    this.#remote = remote;
    this.#process = process;
    this.#ended = process.ended.then(ended => {
      this.#running = false;
      clearInterval(this.#counterTimer);
      clearInterval(this.#drainTimer);
      return ended;
    });
    process.onStderr(text => this.#keepStderr(text));
    if (countsOnSigusr1) {
      this.#counterTimer = setInterval(() => this.#signal('SIGUSR1'), COUNT_INTERVAL_MS);
      this.#counterTimer.unref();
    }
  }

  static async start(command: ChildCommand): Promise<CaptureChild | NotStarted> {
    const process = await command.start();
    return 'notStarted' in process ? process : new CaptureChild(command, process);
  }

  /** Waits until it captures. Returns the source, or its standard error if it failed. */
  async source(): Promise<Source | { stderr: string }> {
    const supply = new StreamSupply(this.#process.stdout);
    const source = await identify({ name: this.#title, supply, size: 0, descriptor: -1, live: true });
    if (!('refused' in source)) {
      this.#source = source;
      return source;
    }
    this.#stopped = true;
    this.#interrupt();
    const { failure } = await this.#ended;
    return { stderr: failure === null ? this.#stderr : this.#cannotStart(failure) };
  }

  /** Resolves when it has ended: with a clause why, if nobody asked for it. */
  async end(): Promise<string | undefined> {
    const { signal, failure } = await this.#ended;
    if (this.#stopped) return undefined;
    if (failure !== null) return this.#cannotStart(failure);
    const how = signal === null ? errorClause(lastLines(this.#stderr)) : `it was killed by ${signal}`;
    return `${this.#title} ended: ${how}`;
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
    this.#process.stdout.destroy();
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
      return /\) S [^)]*$/.test(readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8'));
    } catch {
      return true;
    }
  }

  #cannotStart(failure: string): string {
    return `${this.#title} cannot be started: ${failure}`;
  }

  #signal(signal: CaptureSignal): void {
    if (this.#running) this.#process.kill(signal);
  }
}

/** The last lines of output, without the final counters. */
function lastLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .filter(line => line.trim() !== '' && !/\bpackets?\b.*(captured|received|dropped)|^Packets /.test(line));
  return lines.slice(-2).join('\n');
}
