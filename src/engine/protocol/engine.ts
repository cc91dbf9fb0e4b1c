/**
 * The engine as the main thread sees it, and the envelopes its requests travel in: types only. Nothing that crosses the
 * thread grows with the capture: a window of rows, one message, counters at most ten times a second.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Progress } from './progress.js';
import type { RequestKind, Requests } from './requests.js';

/** What the worker is started with. */
export interface EngineData {
  /** To the launcher, which captures; null where the engine does that itself. */
  launcher: MessagePort | null;
  /** The user for whom root started the program; null if nobody. */
  user: string | null;
}

/** What the worker posts. */
export type FromEngine =
  | { kind: 'answer'; id: number; answer: unknown }
  | { kind: 'failed'; id: number; message: string }
  | { kind: 'progress'; progress: Progress };

/** What the worker receives: a request, or the word to end. */
export type ToEngine = { id: number; kind: RequestKind; ask: unknown } | { kind: 'quit'; leaves: boolean };

/** The engine as the store and the headless commands see it; engine/client.ts implements it over a worker thread. */
export interface Engine {
  request<K extends RequestKind>(kind: K, ask: Requests[K]['ask']): Promise<Requests[K]['answer']>;
  /** Called with the newest Progress, where there is one, and with every one after it; returns the unsubscriber. */
  onProgress(listener: (progress: Progress) => void): () => void;
  /** Called once if the worker dies, with one sentence. */
  onFailure(listener: (sentence: string) => void): () => void;
  /** `leaves`: what was captured and is in no file stays on the disk; the next run offers it. */
  close(leaves?: boolean): Promise<void>;
}
