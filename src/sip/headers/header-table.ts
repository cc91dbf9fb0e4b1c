/**
 * The headers, one row each: spelling, compact form, how often, what the value is. The only place that knows this, for
 * the scan, the parser and the faults alike; plain data, so that a scanner in another language can be generated from it.
 * A header's number is its place in the table, counted from 1. Names and compact forms: IANA "Header Fields"; which
 * are mandatory and which single: RFC 3261 sections 8.1.1 and 20 (table 2).
 */

/** Headers in which a number (the user part of an address) can stand; the index is the bit of a posting's mask. */
export const NUMBER_KINDS = [
  'From',
  'To',
  'Request-URI',
  'Contact',
  'P-Asserted-Identity',
  'P-Preferred-Identity',
  'Remote-Party-ID',
  'Diversion',
  'History-Info',
  'Referred-By',
  'Refer-To',
  'P-Called-Party-ID',
] as const;

/** Index in NUMBER_KINDS. */
export const NUMBER = {
  From: 0,
  To: 1,
  RequestUri: 2,
  Contact: 3,
  AssertedIdentity: 4,
  PreferredIdentity: 5,
  RemotePartyId: 6,
  Diversion: 7,
  HistoryInfo: 8,
  ReferredBy: 9,
  ReferTo: 10,
  CalledPartyId: 11,
} as const;

/**
 * Headers whose value names another conversation, or is the same in all legs of a call: Session-ID (RFC 7989), X-Call-ID, Replaces
 * (RFC 3891), Join (RFC 3911), Target-Dialog (RFC 4538), In-Reply-To (RFC 3261 section 20.21), the icid-value of P-Charging-Vector
 * (RFC 7315 section 5.6), whose other parameters change on the way, User-to-User (RFC 7433), and Refer-To (RFC 3515), which may hold a
 * Replaces. Besides these, any header of an INVITE that nobody registered may be one, and the branch of the last of several Vias.
 */
export const LINK_HEADERS = [
  'Session-ID',
  'X-Call-ID',
  'Replaces',
  'Join',
  'Target-Dialog',
  'In-Reply-To',
  'P-Charging-Vector',
  'User-to-User',
  'Refer-To',
] as const;

/** What a value is, by number; the scan and the search for faults each do one thing for each of them. */
export const VALUE = {
  /** Nobody looks into it. */
  Text: 0,
  Via: 1,
  /** One address (From, To): a comma in it separates nothing. */
  Address: 2,
  Addresses: 3,
  CallId: 4,
  CSeq: 5,
  /** Content-Length. */
  Length: 6,
  MediaType: 7,
  /** User-Agent and Server. */
  Product: 8,
  /** A number, at most `largest`. */
  Number: 9,
  /** A number of seconds of which 0 ends a registration. */
  Expires: 10,
  Date: 11,
  Warning: 12,
  Credentials: 13,
  RSeq: 14,
} as const;

export interface HeaderRow {
  /** As the RFCs write it. */
  name: string;
  /** Compact form (section 7.3.3). */
  compact?: string;
  /** Absent: Text. */
  value?: keyof typeof VALUE;
  /** Every message must have it. */
  mandatory?: true;
  /** It may appear once. */
  once?: true;
  /** Index in NUMBER_KINDS of the user parts of its addresses. */
  numbers?: number;
  /** Largest number it may hold. */
  largest?: number;
  /** Its addresses are not searched for faults. */
  unchecked?: true;
}

/** 2^32 - 1 (sections 20.19, 20.23, 20.33: delta-seconds). */
const MAX_SECONDS = 0xffff_ffff;

/** Those that are `mandatory` or `once` stand among the first 31: the scan notes them as bits of one number. */
export const HEADER_TABLE: readonly HeaderRow[] = [
  { name: 'Via', compact: 'v', value: 'Via', mandatory: true },
  { name: 'From', compact: 'f', value: 'Address', mandatory: true, once: true, numbers: NUMBER.From },
  { name: 'To', compact: 't', value: 'Address', mandatory: true, once: true, numbers: NUMBER.To },
  { name: 'Call-ID', compact: 'i', value: 'CallId', mandatory: true, once: true },
  { name: 'CSeq', value: 'CSeq', mandatory: true, once: true },
  { name: 'Contact', compact: 'm', value: 'Addresses', numbers: NUMBER.Contact },
  { name: 'Content-Length', compact: 'l', value: 'Length', once: true },
  { name: 'Content-Type', compact: 'c', value: 'MediaType', once: true },
  { name: 'Max-Forwards', value: 'Number', once: true, largest: 255 },
  { name: 'User-Agent', value: 'Product' },
  { name: 'Server', value: 'Product' },
  { name: 'Expires', value: 'Expires', largest: MAX_SECONDS },
  { name: 'Authorization', value: 'Credentials' },
  { name: 'Proxy-Authorization', value: 'Credentials' },
  { name: 'RSeq', value: 'RSeq' },
  { name: 'P-Asserted-Identity', value: 'Addresses', numbers: NUMBER.AssertedIdentity },
  { name: 'P-Preferred-Identity', value: 'Addresses', numbers: NUMBER.PreferredIdentity },
  { name: 'Remote-Party-ID', value: 'Addresses', numbers: NUMBER.RemotePartyId },
  { name: 'Diversion', value: 'Addresses', numbers: NUMBER.Diversion },
  { name: 'History-Info', value: 'Addresses', numbers: NUMBER.HistoryInfo, unchecked: true },
  { name: 'Referred-By', compact: 'b', value: 'Addresses', numbers: NUMBER.ReferredBy },
  { name: 'Refer-To', compact: 'r', value: 'Addresses', numbers: NUMBER.ReferTo },
  { name: 'P-Called-Party-ID', value: 'Addresses', numbers: NUMBER.CalledPartyId, unchecked: true },
  { name: 'Route', value: 'Addresses' },
  { name: 'Record-Route', value: 'Addresses' },
  { name: 'Reply-To', value: 'Addresses' },
  { name: 'Date', value: 'Date' },
  { name: 'Warning', value: 'Warning' },
  { name: 'Min-Expires', value: 'Number', largest: MAX_SECONDS },
  { name: 'Retry-After', value: 'Number', largest: MAX_SECONDS },
  { name: 'Accept' },
  { name: 'Accept-Contact', compact: 'a' },
  { name: 'Accept-Encoding' },
  { name: 'Accept-Language' },
  { name: 'Alert-Info' },
  { name: 'Allow' },
  { name: 'Allow-Events', compact: 'u' },
  { name: 'Answer-Mode' },
  { name: 'Authentication-Info' },
  { name: 'Call-Info' },
  { name: 'Content-Disposition' },
  { name: 'Content-Encoding', compact: 'e' },
  { name: 'Content-ID' },
  { name: 'Content-Language' },
  { name: 'Encryption' },
  { name: 'Error-Info' },
  { name: 'Event', compact: 'o' },
  { name: 'Feature-Caps' },
  { name: 'Flow-Timer' },
  { name: 'Geolocation' },
  { name: 'Geolocation-Error' },
  { name: 'Geolocation-Routing' },
  { name: 'Identity', compact: 'y' },
  { name: 'Identity-Info', compact: 'n' },
  { name: 'Info-Package' },
  { name: 'In-Reply-To' },
  { name: 'Join' },
  { name: 'Max-Breadth' },
  { name: 'MIME-Version' },
  { name: 'Min-SE' },
  { name: 'Organization' },
  { name: 'P-Access-Network-Info' },
  { name: 'P-Associated-URI' },
  { name: 'P-Charging-Function-Addresses' },
  { name: 'P-Charging-Vector' },
  { name: 'P-DCS-Billing-Info' },
  { name: 'P-Early-Media' },
  { name: 'P-Media-Authorization' },
  { name: 'P-Profile-Key' },
  { name: 'P-Served-User' },
  { name: 'P-User-Database' },
  { name: 'P-Visited-Network-ID' },
  { name: 'Path' },
  { name: 'Permission-Missing' },
  { name: 'Priority' },
  { name: 'Priv-Answer-Mode' },
  { name: 'Privacy' },
  { name: 'Proxy-Authenticate' },
  { name: 'Proxy-Require' },
  { name: 'RAck' },
  { name: 'Reason' },
  { name: 'Reason-Phrase' },
  { name: 'Recv-Info' },
  { name: 'Refer-Events-At' },
  { name: 'Refer-Sub' },
  { name: 'Reject-Contact', compact: 'j' },
  { name: 'Relayed-Charge' },
  { name: 'Replaces' },
  { name: 'Request-Disposition', compact: 'd' },
  { name: 'Require' },
  { name: 'Resource-Priority' },
  { name: 'Restoration-Info' },
  { name: 'Security-Client' },
  { name: 'Security-Server' },
  { name: 'Security-Verify' },
  { name: 'Service-Interact-Info' },
  { name: 'Service-Route' },
  { name: 'Session-Expires', compact: 'x' },
  { name: 'Session-ID' },
  { name: 'SIP-ETag' },
  { name: 'SIP-If-Match' },
  { name: 'Subject', compact: 's' },
  { name: 'Subscription-State' },
  { name: 'Supported', compact: 'k' },
  { name: 'Suppress-If-Match' },
  { name: 'Target-Dialog' },
  { name: 'Timestamp' },
  { name: 'Trigger-Consent' },
  { name: 'Unsupported' },
  { name: 'User-to-User' },
  { name: 'WWW-Authenticate' },
  { name: 'X-Call-ID' },
];
