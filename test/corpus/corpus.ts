/** What TShark found in each capture of ../shared/corpus, and what is known to differ from it, with the reason. */
import { corpusTable, hasCorpus } from '../capture/captures.js';

/** Counts by name: methods, statuses, Call-IDs. */
export type Counts = Record<string, number>;

export interface Expected {
  path: string;
  messages: number;
  requests: Counts;
  responses: Counts;
  /** By Call-ID; messages without one under "null". */
  callIds: Counts;
}

/** Why the capture layer refuses a file: what the refusal names. */
export const REFUSED: Readonly<Record<string, string>> = {
  'pcap-variety/not-a-capture-lfs-pointer.pcap': 'Git LFS pointer',
};

interface Difference {
  reason: string;
  /** Messages more than TShark counts; less where negative. */
  requests?: Counts;
  responses?: Counts;
  /** "not compared" where the table cannot say what the bytes are. */
  callIds?: Counts | 'not compared';
}

/** Files whose right answer is not TShark's. */
const DIFFERENT: Readonly<Record<string, Difference>> = {
  'goffinet/private-test-sip.pcapng': {
    reason: 'packets 2, 150 and 152 are ICMP errors that quote a message: a quoted message is no new one',
    requests: { REGISTER: -1 },
    responses: { 100: -1, 483: -1 },
    callIds: { 'IOiwAY25qdAQ.a8V7Q0SIsinfV-2htcP': -1, AqCNh14X6WeWlMWx1uPphSmkL5W9GEas: -2 },
  },
  'ndpi/fuzz-2006-06-26-2594.pcap': {
    reason:
      'start lines with a byte changed ("SIP/2.0 40  Request Timeout", "SIP/a.0"), or a UDP length that does not fit, are legible SIP: packets 108, 154, 223, 274, 346, 348, 558 and 560',
    requests: { REGISTER: 2, INVITE: 2 },
    responses: { 401: 1, 403: 1, unknown: 2 },
    // TShark's table has U+FFFD for bytes that are not UTF-8, and ends a Call-ID at a NUL.
    callIds: 'not compared',
  },
  'sipnab/c07-sip-r2.cap': {
    reason: 'methods of 513 to 4,099 letters are taken for no SIP: what begins so is more often something else',
    requests: Object.fromEntries([513, 1270, 2049, 4099].map(letters => ['a'.repeat(letters), -1])),
    callIds: { '9@localhost': -1, '10@localhost': -1, '11@localhost': -1, '12@localhost': -1 },
  },
  'torture/pcap/torture-rfc4475.pcap': {
    reason:
      'all 49 datagrams of RFC 4475 are shown, of which TShark takes five for no SIP, and lists both Call-IDs of multi01',
    requests: { INVITE: 2, OPTIONS: 2 },
    responses: { unknown: 1 },
    callIds: {
      'badvers.31417@c.example.com': 1,
      'bigcode.asdof3uj203asdnf3429uasdhfas3ehjasdfas9i': 1,
      'lwsruri.asdfasdoeoi2323-asdfwrn23-asd834rk423': 1,
      'multi01.98asdh@192.0.2.2': -1,
      'lwsstart.dfknq234oi243099adsdfnawe3@example.com': 1,
      'trws.oicu34958239neffasdhr2345r': 1,
    },
  },
};

/** Files without a row of their own in expected-callids.tsv: repackaged captures, which have their origin's. */
const ORIGIN: Readonly<Record<string, readonly string[]>> = {
  'derived/goffinet-proxy.be-tsresol9-spb.pcapng': ['goffinet/SIP-Call-with-Proxy-Server.pcap'],
  'derived/goffinet-proxy.big-endian.pcap': ['goffinet/SIP-Call-with-Proxy-Server.pcap'],
  'derived/goffinet-proxy.nsec.pcap': ['goffinet/SIP-Call-with-Proxy-Server.pcap'],
  'derived/goffinet-sdp-example.pcap.gz': ['goffinet/SIP-SDP-Example.pcap'],
  'derived/goffinet-sip-over-tcp.snoop': ['goffinet/SIP-Call-Flow-Over-TCP.pcap'],
  'derived/goffinet-two-sections.pcapng': [
    'goffinet/sip-direct.pcapng',
    'goffinet/sip-register-wrong_user-401-403-404.pcapng',
  ],
};

/** What is expected of every capture, refused ones left out. */
export function expectations(): Expected[] {
  if (!hasCorpus) return [];
  const callIds = callIdTable();
  return corpusTable('expected.tsv')
    .map(row => row as Record<(typeof COLUMNS)[number], string>)
    .filter(({ path }) => !(path in REFUSED))
    .map(row => {
      const difference = DIFFERENT[row.path];
      const requests = adjusted(counts(row.method_counts), difference?.requests);
      const responses = adjusted(counts(row.status_counts), difference?.responses);
      const own = [row.path, ...(ORIGIN[row.path] ?? [])].flatMap(path => Object.entries(callIds.get(path) ?? {}));
      const more = difference?.callIds;
      return {
        path: row.path,
        messages: sum(requests) + sum(responses),
        requests,
        responses,
        callIds: more === 'not compared' ? {} : adjusted(Object.fromEntries(own), more),
      };
    });
}

/** Whether the table has the Call-IDs of a file. */
export function comparesCallIds(path: string): boolean {
  // The cut file's Call-IDs have no rows, and its origin has more of each.
  return DIFFERENT[path]?.callIds !== 'not compared' && path !== 'derived/sngrep-aaa.cut-mid-packet.pcap';
}

/** What differs by file and why, for the name of its test. */
export function reasonOf(path: string): string {
  const reason = DIFFERENT[path]?.reason;
  return reason === undefined ? path : `${path} (${reason})`;
}

const COLUMNS = ['path', 'method_counts', 'status_counts'] as const;

function callIdTable(): Map<string, Counts> {
  const byPath = new Map<string, Counts>();
  for (const { path = '', call_id = '', messages } of corpusTable('expected-callids.tsv')) {
    const known = byPath.get(path) ?? {};
    byPath.set(path, known);
    // Cells with quotes are quoted as in CSV; TShark's table calls messages without a Call-ID "(none)".
    const callId = call_id.startsWith('"') ? call_id.slice(1, -1).replaceAll('""', '"') : call_id;
    known[callId === '(none)' ? 'null' : callId] = Number(messages);
  }
  return byPath;
}

/** "INVITE=2,ACK=1" as counts. */
function counts(cell: string): Counts {
  const pairs = cell.split(',').filter(pair => pair !== '');
  return Object.fromEntries(
    pairs.map(pair => [pair.slice(0, pair.lastIndexOf('=')), Number(pair.slice(pair.lastIndexOf('=') + 1))]),
  );
}

function adjusted(found: Counts, by: Counts = {}): Counts {
  const names = new Set([...Object.keys(found), ...Object.keys(by)]);
  const entries = [...names].map((name): [string, number] => [name, (found[name] ?? 0) + (by[name] ?? 0)]);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

export function sum(found: Counts): number {
  return Object.values(found).reduce((total, count) => total + count, 0);
}
