/**
 * How calls went from one host to another: which were admitted and which were rejected, so that the one can be held against the other.
 * A call is admitted if its INVITE was answered or refused by people (18x, 2xx, 486, 600, or any final response 2 s after a 100), rejected if the host
 * refused it at once.
 */
import type { Hosts } from '../../calls/hosts.js';
import type { Conversations } from '../../conversations/conversations.js';
import type { RowId } from '../../model/ids.js';
import type { Transaction } from '../transactions.js';
import { Recent } from './recent.js';

/** Paths known at most. */
const MAX_PATHS = 1 << 14;
/** Statuses by which a host refuses a call at once. */
const REJECTIONS: ReadonlySet<number> = new Set([403, 404, 433, 480, 484, 488, 503, 603, 604, 606, 607, 608]);
/** A refusal after it was no matter of form. */
const AT_ONCE_US = 2_000_000;

export type Verdict = 'admitted' | 'rejected' | 'open';

/** What became of an initial INVITE on its way from one host to another. */
export function admissionOf({ messages }: Conversations, invite: Transaction): Verdict {
  const { status, progress, final, request } = invite;
  if (progress >= 0 || (status >= 200 && status < 300) || status === 486 || status === 600) return 'admitted';
  if (final < 0) return 'open';
  const tookUs = messages.elapsedUs(request, final);
  if (invite.trying >= 0 && tookUs >= AT_ONCE_US) return 'admitted';
  return REJECTIONS.has(status) && !(tookUs >= AT_ONCE_US) ? 'rejected' : 'open';
}

export class Path {
  readonly admitted = new Recent<RowId>();
  readonly rejected = new Recent<RowId>();
  /** Neither: still under way, challenged, or refused in another way. */
  readonly open = new Recent<RowId>();
}

export class Paths {
  readonly #conversations: Conversations;
  readonly #hosts: Hosts;
  /** By the host they lead to, and the one they come from. */
  readonly #to = new Map<number, Map<number, Path>>();
  #count = 0;

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
  }

  /** Takes in what became of an initial INVITE of a conversation. */
  learn(row: RowId, invite: Transaction): void {
    const verdict = admissionOf(this.#conversations, invite);
    const path = this.#path(this.#hosts.of(invite.source), this.#hosts.of(invite.destination));
    if (path === undefined) return;
    path[verdict].add(row);
    if (verdict === 'admitted') path.rejected.remove(row);
    if (verdict !== 'open') path.open.remove(row);
  }

  /** The calls between the hosts of an INVITE; undefined where none is known. */
  of({ source, destination }: Transaction): Path | undefined {
    return this.#to.get(this.#hosts.of(destination))?.get(this.#hosts.of(source));
  }

  /** The calls from one host to another, by their numbers; undefined where none is known. */
  between(source: number, destination: number): Path | undefined {
    return this.#to.get(destination)?.get(source);
  }

  /** Paths that lead to a host: calls it received. */
  to(endpoint: number): readonly Path[] {
    return [...(this.#to.get(this.#hosts.of(endpoint))?.values() ?? [])];
  }

  /** Paths that come from a host: calls it sent. */
  from(endpoint: number): readonly Path[] {
    const host = this.#hosts.of(endpoint);
    return Array.from(this.#to.values()).flatMap(paths => paths.get(host) ?? []);
  }

  /** Whether calls of a host were seen, by its number. */
  isFrom(host: number): boolean {
    for (const paths of this.#to.values()) if (paths.has(host)) return true;
    return false;
  }

  /** Forgets evicted conversations. */
  gone(rows: ReadonlySet<RowId>): void {
    for (const paths of this.#to.values()) {
      for (const path of paths.values()) {
        path.admitted.removeAll(rows);
        path.rejected.removeAll(rows);
        path.open.removeAll(rows);
      }
    }
  }

  #path(source: number, destination: number): Path | undefined {
    let paths = this.#to.get(destination);
    let path = paths?.get(source);
    if (path !== undefined || this.#count === MAX_PATHS) return path;
    if (paths === undefined) {
      paths = new Map();
      this.#to.set(destination, paths);
    }
    path = new Path();
    paths.set(source, path);
    this.#count++;
    return path;
  }
}
