/**
 * How calls went from one host to another: which were admitted and which were rejected, so that the one can be held against the other.
 * A call is admitted if its INVITE was answered or refused by people (18x, 2xx, 486, 600, or any final response 2 s after a 100), rejected if the host
 * refused it at once.
 */
import { type Hosts, MOST_HOSTS } from '../../calls/hosts.js';
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
  readonly #paths = new Map<number, Path>();
  /** Paths by the host they lead to, and by the one they come from. */
  readonly #to = new Map<number, Path[]>();
  readonly #from = new Map<number, Path[]>();

  readonly #hosts: Hosts;

  constructor(conversations: Conversations, hosts: Hosts) {
    this.#conversations = conversations;
    this.#hosts = hosts;
  }

  /** Takes in what became of an initial INVITE of a conversation. */
  learn(row: RowId, invite: Transaction): void {
    const verdict = admissionOf(this.#conversations, invite);
    const path = this.#path(invite);
    if (path === undefined) return;
    path[verdict].add(row);
    if (verdict === 'admitted') path.rejected.remove(row);
    if (verdict !== 'open') path.open.remove(row);
  }

  /** The calls between the hosts of an INVITE; undefined where none is known. */
  of(invite: Transaction): Path | undefined {
    return this.#paths.get(this.#key(invite));
  }

  /** The calls from one host to another, by their numbers; undefined where none is known. */
  between(source: number, destination: number): Path | undefined {
    return this.#paths.get(keyOf(source, destination));
  }

  /** Paths that lead to a host: calls it received. */
  to(endpoint: number): readonly Path[] {
    return this.#to.get(this.#hosts.of(endpoint)) ?? [];
  }

  /** Paths that come from a host: calls it sent. */
  from(endpoint: number): readonly Path[] {
    return this.#from.get(this.#hosts.of(endpoint)) ?? [];
  }

  /** Forgets evicted conversations. */
  gone(rows: ReadonlySet<RowId>): void {
    for (const path of this.#paths.values()) {
      path.admitted.removeAll(rows);
      path.rejected.removeAll(rows);
      path.open.removeAll(rows);
    }
  }

  #path(invite: Transaction): Path | undefined {
    const key = this.#key(invite);
    let path = this.#paths.get(key);
    if (path !== undefined || this.#paths.size === MAX_PATHS) return path;
    path = new Path();
    this.#paths.set(key, path);
    list(this.#to, this.#hosts.of(invite.destination), path);
    list(this.#from, this.#hosts.of(invite.source), path);
    return path;
  }

  #key({ source, destination }: Transaction): number {
    return keyOf(this.#hosts.of(source), this.#hosts.of(destination));
  }
}

function keyOf(source: number, destination: number): number {
  return source * 2 * MOST_HOSTS + destination;
}

function list(paths: Map<number, Path[]>, host: number, path: Path): void {
  const known = paths.get(host);
  if (known === undefined) paths.set(host, [path]);
  else known.push(path);
}
