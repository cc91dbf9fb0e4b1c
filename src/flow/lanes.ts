/**
 * The lanes of a ladder: one vertical line per address, left to right from the caller. Their roles follow RFC 3261
 * section 6 (caller, callee, proxy, registrar).
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import { splitAddress } from '../format/addresses.js';
import { type Ends, NAMELESS, namelessEnds } from './nameless-ends.js';

/** What the messages show an address to be; a lane may have several roles (a phone that called and was called). */
export type LaneRole = 'caller' | 'called' | 'proxy' | 'user agent' | 'registrar';

export interface Lane {
  /**
   * "10.0.0.1:5060", or "10.0.0.1" if the ports of a host are merged. "?" if the source names only the other end,
   * "caller" and the like if it names neither.
   */
  key: string;
  /** The alias, or the host; not made safe for a terminal. */
  name: string;
  /** "5060" if ports are kept apart, else "". */
  port: string;
  roles: LaneRole[];
}

export interface LaneOptions {
  /** One lane per host, whatever its ports; except for a host whose ports talk to each other. */
  mergePorts: boolean;
  /** Lane keys to put leftmost, in this order; the others follow along the path of the messages. */
  order: readonly string[];
  /** Names by "host:port" or "host"; the first wins. */
  aliases: Readonly<Record<string, string>>;
}

const UNKNOWN_LANE = '?';

/** Gives the keys of the lanes a message runs between: those of its source and of its destination. */
export type LaneKeys = (row: MessageRow) => Ends;

/**
 * Assigns the addresses of some messages to lanes; messages without addresses get a lane for each end. Lanes for which `nameOf` has one
 * name are one, known by the first of them. O(messages).
 */
export function laneKeys(
  rows: readonly MessageRow[],
  mergePorts: boolean,
  nameOf: (key: string) => string | null = () => null,
): LaneKeys {
  const apart = new Set<string>();
  // Addresses are few and messages many: each is split once.
  const hosts = new Map<string, string>();
  const hostOf = (address: string) => {
    const known = hosts.get(address);
    if (known !== undefined) return known;
    const { host } = splitAddress(address);
    hosts.set(address, host);
    return host;
  };
  for (const { src, dst } of mergePorts ? rows : []) {
    if (src !== null && dst !== null && src !== dst && hostOf(src) === hostOf(dst)) apart.add(hostOf(src));
  }
  const byName = new Map<string, string>();
  const keyOf = (address: string | null) => {
    if (isUnknown(address)) return UNKNOWN_LANE;
    const key = mergePorts && !apart.has(hostOf(address)) ? hostOf(address) : address;
    const name = nameOf(key);
    if (name === null) return key;
    const first = byName.get(name) ?? key;
    byName.set(name, first);
    return first;
  };
  const endsOf = namelessEnds(rows);
  return row => (isUnknown(row.src) && isUnknown(row.dst) ? endsOf(row) : [keyOf(row.src), keyOf(row.dst)]);
}

function isUnknown(address: string | null): address is null | '' {
  return address === null || address === '';
}

/** Lanes of some messages, left to right; `keyOf` is laneKeys of them. Time O(messages + lanes²), and lanes are few. */
export function lanesOf(rows: readonly MessageRow[], options: LaneOptions, keyOf: LaneKeys): Lane[] {
  const path = pathOrder(rows, keyOf);
  const wanted = options.order.filter((key, at) => path.includes(key) && options.order.indexOf(key) === at);
  const chosen = new Set(wanted);
  const keys = chosen.size === 0 ? path : [...wanted, ...path.filter(key => !chosen.has(key))];
  const roles = rolesOf(rows, keyOf);
  return keys.map(key => ({ key, ...nameOf(key, options.aliases), roles: [...(roles.get(key) ?? [])] }));
}

/** The order after moving one lane by some places; for `LaneOptions.order`. */
export function moveLane(lanes: readonly Lane[], key: string, places: number): string[] {
  const keys = lanes.map(lane => lane.key);
  const from = keys.indexOf(key);
  if (from < 0) return keys;
  const to = Math.max(0, Math.min(keys.length - 1, from + places));
  keys.splice(from, 1);
  keys.splice(to, 0, key);
  return keys;
}

/** Addresses in the order requests travel: one first seen sending to a known address goes before it. */
function pathOrder(rows: readonly MessageRow[], keyOf: LaneKeys): string[] {
  const keys: string[] = [];
  const known = new Set<string>();
  for (const row of rows) {
    const [source, destination] = keyOf(row);
    if (known.has(source) && known.has(destination)) continue;
    // A response travels against its request (RFC 3261 section 18.2.2).
    const [client, server] = row.status === null ? [source, destination] : [destination, source];
    if (!known.has(client)) {
      const at = known.has(server) ? keys.indexOf(server) : keys.length;
      keys.splice(at, 0, client);
      known.add(client);
    }
    if (!known.has(server)) {
      keys.push(server);
      known.add(server);
    }
  }
  return keys;
}

/** The senders and receivers of requests outside a dialog, per conversation, tell the ends from the proxies between. */
function rolesOf(rows: readonly MessageRow[], keyOf: LaneKeys): Map<string, Set<LaneRole>> {
  const hops = new Map<string, { method: string; sent: Set<string>; received: Set<string> }>();
  const roles = new Map<string, Set<LaneRole>>();
  const add = (key: string, role: LaneRole) => {
    if (key === UNKNOWN_LANE || NAMELESS.has(key)) return;
    const set = roles.get(key);
    if (set) set.add(role);
    else roles.set(key, new Set([role]));
  };
  for (const row of rows) {
    // Only a proxy asks for proxy authentication (RFC 3261 section 22.3).
    const [source, destination] = keyOf(row);
    if (row.status === 407) add(source, 'proxy');
    if (row.toTag !== 0 || row.method === null || row.method === 'ACK' || row.method === 'CANCEL') continue;
    const id = `${row.conversation} ${row.method}`;
    const hop = hops.get(id) ?? { method: row.method, sent: new Set(), received: new Set() };
    hops.set(id, hop);
    if (source === destination) continue;
    hop.sent.add(source);
    hop.received.add(destination);
  }
  for (const { method, sent, received } of hops.values()) {
    const ends = ENDS.get(method);
    for (const key of sent) {
      if (received.has(key)) add(key, 'proxy');
      else if (ends) add(key, ends[0]);
    }
    if (ends) for (const key of received) if (!sent.has(key) && !roles.get(key)?.has('proxy')) add(key, ends[1]);
  }
  return roles;
}

/** Names of the first and the last hop of a request. */
const ENDS: ReadonlyMap<string, [LaneRole, LaneRole]> = new Map(
  Object.entries<[LaneRole, LaneRole]>({
    INVITE: ['caller', 'called'],
    REGISTER: ['user agent', 'registrar'],
  }),
);

function nameOf(key: string, aliases: LaneOptions['aliases']): { name: string; port: string } {
  return { name: aliasOf(key, aliases), port: splitAddress(key).port ?? '' };
}

/** The name of an address: its alias, else its host. */
export function aliasOf(address: string, aliases: LaneOptions['aliases']): string {
  return knownAlias(address, aliases) ?? splitAddress(address).host;
}

/** The alias of an address, or of its host; null where it has none. */
export function knownAlias(address: string, aliases: LaneOptions['aliases']): string | null {
  const { host } = splitAddress(address);
  const exact = Object.hasOwn(aliases, address) ? aliases[address] : undefined;
  const byHost = Object.hasOwn(aliases, host) ? aliases[host] : undefined;
  return exact ?? byHost ?? null;
}
