/** What carries SIP (RFC 3261 section 18, RFC 4168 for SCTP, RFC 7118 for WebSocket), named as in a Via and in the JSON. */

/** The decoder and the tables keep the index. */
export const TRANSPORTS = ['unknown', 'UDP', 'TCP', 'TLS', 'SCTP', 'WS', 'WSS'] as const;

export type Transport = (typeof TRANSPORTS)[number];

export type KnownTransport = Exclude<Transport, 'unknown'>;

/** The transports a message can be said to have come over. */
export const KNOWN_TRANSPORTS: readonly KnownTransport[] = TRANSPORTS.filter(name => name !== 'unknown');

/** The transport with this index; null if it is not known. */
export function transportAt(index: number): KnownTransport | null {
  return KNOWN_TRANSPORTS[index - 1] ?? null;
}

/** By protocol number as HEP gives it: IANA's, and 22 for TLS. */
export const TRANSPORT_OF_PROTOCOL: ReadonlyMap<number, Transport> = new Map([
  [17, 'UDP'],
  [6, 'TCP'],
  [132, 'SCTP'],
  [22, 'TLS'],
]);

/** Index in TRANSPORTS. */
export function transportIndex(transport: Transport): number {
  return TRANSPORTS.indexOf(transport);
}

/** The transport with this name, in any case; "unknown" for any other word, and for none. */
export function transportNamed(name: string | undefined): Transport {
  const upper = name?.toUpperCase();
  return KNOWN_TRANSPORTS.find(transport => transport === upper) ?? 'unknown';
}
