/**
 * The numbers of a host: those that were called there and taken, those that called from there without having been forwarded, and those
 * that forwarded from there. Computed once for a state of the capture.
 */
import type { RowId } from '../../../model/ids.js';
import type { Case } from '../../case.js';
import type { Knowledge } from '../../knowledge/knowledge.js';
import type { Path } from '../../knowledge/paths.js';
import { OwnNumbers } from '../../numbers/own-numbers.js';
import type { NumberIn } from '../../numbers/identity.js';
import type { SeenCall } from '../../numbers/seen-calls.js';
import { seenCalls } from './refused-call.js';

/** How a number came to be a host's own. */
export interface NumberSource {
  call: SeenCall;
  as: 'called' | 'caller' | 'diverted';
  /** The header that has it; null for the Request-URI. */
  header: string | null;
}

/** Calls looked at for one host, over all its paths. */
const MAX_CALLS = 512;
/** Hosts remembered. */
const MAX_HOSTS = 256;

const remembered = new WeakMap<Knowledge, { version: number; byHost: Map<number, OwnNumbers<NumberSource>> }>();

/** The numbers of the host of an endpoint. */
export function numbersOf(c: Case, endpoint: number): OwnNumbers<NumberSource> {
  const { knowledge } = c;
  let known = remembered.get(knowledge);
  if (known === undefined || known.version !== knowledge.version || known.byHost.size === MAX_HOSTS) {
    known = { version: knowledge.version, byHost: new Map() };
    remembered.set(knowledge, known);
  }
  const host = knowledge.hosts.of(endpoint);
  let own = known.byHost.get(host);
  if (own === undefined) {
    own = find(c, endpoint, host);
    known.byHost.set(host, own);
  }
  return own;
}

function find(c: Case, endpoint: number, host: number): OwnNumbers<NumberSource> {
  const own = new OwnNumbers<NumberSource>();
  const { paths } = c.knowledge;
  for (const row of admittedRows(paths.from(endpoint)))
    for (const call of seenCalls(c, row))
      if (call.admission === 'admitted' && call.source === host) {
        const { diverted, caller } = call.identity;
        if (diverted === null) take(own, caller, 'caller', call);
        else take(own, diverted, 'diverted', call);
      }
  for (const row of admittedRows(paths.to(endpoint)))
    for (const call of seenCalls(c, row))
      if (call.admission === 'admitted' && call.destination === host)
        own.add(call.identity.called, { call, as: 'called', header: null });
  return own;
}

function take(
  own: OwnNumbers<NumberSource>,
  { number, header }: NumberIn,
  as: NumberSource['as'],
  call: SeenCall,
): void {
  own.add(number, { call, as, header });
}

/** Some admitted calls of paths, of each as many as of any other. */
function admittedRows(paths: readonly Path[]): RowId[] {
  const looked = paths.slice(0, MAX_CALLS);
  const each = Math.ceil(MAX_CALLS / Math.max(1, looked.length));
  return looked.flatMap(({ admitted }) => admitted.items().slice(0, each)).slice(0, MAX_CALLS);
}
