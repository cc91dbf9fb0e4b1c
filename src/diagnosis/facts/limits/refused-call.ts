/**
 * A call that a host refused at once, and the calls between the same hosts that it is held against. What decides is the hop that was
 * refused: the proxies before it only pass that on.
 */
import type { RowId } from '../../../model/ids.js';
import { METHOD } from '../../../sip/headers/methods.js';
import type { Case } from '../../case.js';
import { admissionOf, type Path, type Verdict } from '../../knowledge/paths.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { isChallenge } from '../../suspicion.js';
import type { Transaction } from '../../transactions.js';
import { PathMemory } from './path-memory.js';
import { q850Of } from './reasons.js';

export interface RefusedCall {
  /** The INVITE on the hop that was refused. */
  invite: Transaction;
  call: SeenCall;
  /** Other calls between its hosts, as many as are known. */
  admitted: readonly SeenCall[];
  rejected: readonly SeenCall[];
  /** Credentials were asked for before: they may be what is refused. */
  wasChallenged: boolean;
  /** The status or cause speaks of who calls, not of who is called. */
  isOfCaller: boolean;
}

/** Statuses that refuse who calls, and causes (Q.850: rejected, not subscribed, barred) that do. */
const OF_CALLER: ReadonlySet<number> = new Set([403, 433, 603, 606]);
const CAUSES_OF_CALLER: ReadonlySet<number> = new Set([21, 50, 57]);

const remembered = new WeakMap<Case, { refused: RefusedCall | undefined }>();

/** The refused call of a case; undefined where it is none. */
export function refusedCall(c: Case): RefusedCall | undefined {
  let known = remembered.get(c);
  if (known === undefined) {
    known = { refused: find(c) };
    remembered.set(c, known);
  }
  return known.refused;
}

/** The hop of a failed INVITE whose destination refused it itself; undefined where there is none. */
export function refusedHop(c: Case): Transaction | undefined {
  const { attempt } = c;
  if (attempt === undefined || attempt.method !== METHOD.INVITE || attempt.status < 300) return undefined;
  let hop = attempt;
  for (const next of c.hops(attempt))
    if (next !== hop && next.status === hop.status && c.isSameHost(next.source, hop.destination)) hop = next;
  return hop;
}

/** The hop of the deciding request that failed with a response; undefined where there is none. */
export function failedHop(c: Case): Transaction | undefined {
  const { attempt } = c;
  if (attempt === undefined || attempt.cancel >= 0 || attempt.status < 300) return undefined;
  return attempt.method === METHOD.INVITE ? refusedHop(c) : attempt;
}

function find(c: Case): RefusedCall | undefined {
  if (!c.isCall) return undefined;
  const invite = refusedHop(c);
  if (invite === undefined || admissionOf(c.conversations, invite) !== 'rejected') return undefined;
  const call = seenCalls(c, c.row).find(each => each.invite === invite.request);
  if (call === undefined) return undefined;
  const path = c.knowledge.paths.of(invite);
  return {
    ...{ invite, call },
    // Read when they are first asked for.
    get admitted() {
      return callsOf(c, path, 'admitted', call);
    },
    get rejected() {
      return callsOf(c, path, 'rejected', call);
    },
    wasChallenged: c.transactions.some(({ method, status }) => method === METHOD.INVITE && isChallenge(status)),
    isOfCaller: OF_CALLER.has(invite.status) || CAUSES_OF_CALLER.has(q850Of(c, invite.final)?.cause ?? 0),
  };
}

/** The initial INVITEs of a conversation. */
export function seenCalls(c: Case, row: RowId): readonly SeenCall[] {
  return c.knowledge.calls.of(row, id => c.subject.read(id));
}

/** The calls of a path with an admission, but for one's own. */
function callsOf(c: Case, path: Path | undefined, admission: Verdict, own: SeenCall): readonly SeenCall[] {
  if (path === undefined) return [];
  const calls = sampled(c, path, own.source, own.destination).of(admission);
  return calls.some(({ row }) => row === own.row) ? calls.filter(({ row }) => row !== own.row) : calls;
}

/** INVITEs that went from one host to another at all, as many as are known. */
export function callsBetween(c: Case, source: number, destination: number): readonly SeenCall[] {
  const path = c.knowledge.paths.between(source, destination);
  if (path === undefined) return [];
  const samples = sampled(c, path, source, destination);
  return [...samples.of('admitted'), ...samples.of('rejected'), ...samples.of('open')];
}

const sampledOf = new PathMemory<Sampled>();

/** The samples of a path, each kind read when it is first asked for. */
function sampled(c: Case, path: Path, source: number, destination: number): Sampled {
  return sampledOf.value(c.knowledge, path, () => new Sampled(row => seenCalls(c, row), path, source, destination));
}

class Sampled {
  readonly #seen: (row: RowId) => readonly SeenCall[];
  readonly #path: Path;
  readonly #source: number;
  readonly #destination: number;
  readonly #of = new Map<Verdict, readonly SeenCall[]>();

  constructor(seen: (row: RowId) => readonly SeenCall[], path: Path, source: number, destination: number) {
    this.#seen = seen;
    this.#path = path;
    this.#source = source;
    this.#destination = destination;
  }

  of(admission: Verdict): readonly SeenCall[] {
    let calls = this.#of.get(admission);
    if (calls === undefined) {
      calls = this.#path[admission]
        .items()
        .flatMap(row => this.#seen(row))
        .filter(seen => seen.admission === admission && this.#isBetween(seen));
      this.#of.set(admission, calls);
    }
    return calls;
  }

  #isBetween({ source, destination }: SeenCall): boolean {
    return source === this.#source && destination === this.#destination;
  }
}
