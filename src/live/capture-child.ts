/**
 * A child process that captures. In: a command that writes a pcap stream. Out: its packets and its drop counters, and what it
 * said instead of starting, or at its end. The child has a process group of its own: Ctrl-C reaches us, and we end it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { identify } from '../capture/identify.js';
import type { Dropped, Source } from '../capture/source.js';
import { StreamSupply } from '../capture/supply.js';
import { complaint, dropCounters } from './child-words.js';

/** Characters of standard error kept: counters repeat, only the end is of interest. */
const MAX_WORDS = 16_384;
const COUNT_INTERVAL_MS = 1000;
/** A child that was asked to end and does not is ended. */
const PATIENCE_MS = 3000;
/** Before it is asked to end, everything from before is waited for: looked at so often, for so long at most. */
const LOOK_MS = 50;
const MAX_WAIT_MS = 30_000;
/** Packets of several processors may come in another order than their times, by so much. */
const DISORDER_US = 20_000;

export interface ChildCommand {
  /** As a sentence about it begins: "tcpdump". */
  title: string;
  program: string;
  args: string[];
  countsOnSignal: boolean;
  /** For how long it may hold a packet back, in ms. */
  holdsMs: number;
  /** It captures the loopback alone, whose packets the kernel counts twice. */
  loopback?: boolean;
  /** It captures by another machine's clock, with which nothing here is compared. */
  far?: boolean;
}

export class CaptureChild {
  readonly #title: string;
  readonly #holdsMs: number;
  readonly #loopback: boolean;
  readonly #far: boolean;
  readonly #child: ChildProcess;
  /** Resolved when it has ended and everything it said is here. */
  readonly #ended: Promise<void>;
  #words = '';
  #source: Source | undefined;
  #waiting: NodeJS.Timeout | undefined;
  #counting: NodeJS.Timeout | undefined;
  #stopped = false;
  #running = true;
  #failure: string | undefined;

  constructor({ title, program, args, countsOnSignal, holdsMs, loopback = false, far = false }: ChildCommand) {
    this.#title = title;
    this.#holdsMs = holdsMs;
    this.#loopback = loopback;
    this.#far = far;
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
      clearInterval(this.#counting);
      clearInterval(this.#waiting);
      process.off('exit', kill);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => this.#hear(text));
    if (countsOnSignal) {
      this.#counting = setInterval(() => this.#signal('SIGUSR1'), COUNT_INTERVAL_MS);
      this.#counting.unref();
    }
  }

  /** Waits until it captures: the first stretch, or what it said instead. */
  async start(): Promise<Source | { said: string }> {
    const { stdout } = this.#child;
    if (!stdout) return { said: this.#failure ?? `${this.#title} cannot be started` };
    const supply = new StreamSupply(stdout);
    const source = await identify({ name: this.#title, supply, size: 0, descriptor: -1, live: true });
    if (!('refused' in source)) {
      this.#source = source;
      return source;
    }
    this.#stopped = true;
    this.#interrupt();
    await this.#ended;
    return { said: this.#failure ?? this.#words };
  }

  /** Resolves when it has ended: why, as a clause, where nobody asked for it. */
  async end(): Promise<string | undefined> {
    await this.#ended;
    if (this.#stopped) return undefined;
    const { signalCode } = this.#child;
    const how = signalCode === null ? complaint(lastLines(this.#words)) : `it was killed by ${signalCode}`;
    return this.#failure ?? `${this.#title} ended: ${how}`;
  }

  dropped(): Dropped | null {
    return dropCounters(this.#words, this.#loopback, !this.#running) ?? null;
  }

  /**
   * A program that is interrupted leaves what lies in the kernel's ring. So it is interrupted only when a packet came that is
   * younger than this word, or it slept, with nothing to hand over, for as long as one may be held back: everything from before
   * is here then.
   */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    const youngUs = this.#far ? Number.POSITIVE_INFINITY : Date.now() * 1000 + DISORDER_US;
    const longestMs = this.#far ? 2 * this.#holdsMs : MAX_WAIT_MS;
    const askedMs = performance.now();
    let read = this.#source?.bytesRead;
    let busyMs = askedMs;
    this.#waiting = setInterval(() => {
      const nowMs = performance.now();
      if (this.#source?.bytesRead !== read || !this.#sleeps()) busyMs = nowMs;
      read = this.#source?.bytesRead;
      const younger = (this.#source?.packet.timeUs ?? 0) > youngUs;
      if (younger || nowMs - busyMs > this.#holdsMs || nowMs - askedMs > longestMs) this.#interrupt();
    }, LOOK_MS);
  }

  async close(): Promise<void> {
    this.#stopped = true;
    this.#interrupt();
    this.#child.stdout?.destroy();
    await this.#ended;
  }

  #interrupt(): void {
    clearInterval(this.#counting);
    clearInterval(this.#waiting);
    this.#signal('SIGINT');
    setTimeout(() => this.#signal('SIGKILL'), PATIENCE_MS).unref();
  }

  #hear(text: string): void {
    this.#words = (this.#words + text).slice(-MAX_WORDS);
  }

  /** False where it waits for a processor: what it has not handed over is still to come. True where nobody tells (not Linux). */
  #sleeps(): boolean {
    try {
      // The state follows the name, which is in brackets and may hold anything.
      return /\) S [^)]*$/.test(readFileSync(`/proc/${this.#child.pid}/stat`, 'utf8'));
    } catch {
      return true;
    }
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#running) this.#child.kill(signal);
  }
}

/** What a program says last, without the counters it ends with. */
function lastLines(words: string): string {
  const lines = words
    .split('\n')
    .filter(line => line.trim() !== '' && !/\bpackets?\b.*(captured|received|dropped)|^Packets /.test(line));
  return lines.slice(-2).join('\n');
}
