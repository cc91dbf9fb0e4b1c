/** An engine of made conversations, for whole-app tests: answers at once, remembers what it was asked. */
import type { Engine } from '../../src/engine/protocol/engine.js';
import type { Account } from '../../src/engine/protocol/figures.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import type { ConversationRow, MessageRow, State } from '../../src/engine/protocol/rows.js';

const START_US = Date.UTC(2018, 3, 16, 16, 41, 37) * 1000;

interface Kind {
  state: State;
  status: number | null;
  reason: string | null;
  setupMs: number | null;
  outcome: string;
  messages: number;
}

const KINDS: readonly Kind[] = [
  {
    state: 'completed',
    status: 200,
    reason: 'OK',
    setupMs: 1240,
    outcome: 'answered, caller hung up after 31.5 s',
    messages: 9,
  },
  {
    state: 'unanswered',
    status: null,
    reason: null,
    setupMs: null,
    outcome: 'no reply to 7 INVITEs in 31.5 s',
    messages: 7,
  },
  { state: 'rejected', status: 403, reason: 'Forbidden', setupMs: null, outcome: 'forbidden (403)', messages: 4 },
  { state: 'busy', status: 486, reason: 'Busy Here', setupMs: null, outcome: 'busy here (486)', messages: 5 },
  { state: 'ringing', status: null, reason: null, setupMs: null, outcome: 'ringing', messages: 3 },
];

/** The conversation of an index: the same one whenever it is asked for. */
export function conversation(index: number): ConversationRow {
  const { state, status, reason, setupMs, outcome, messages } = KINDS[index % KINDS.length]!;
  const startUs = START_US + index * 1_500_000 + 979_995;
  return {
    index,
    callId: `35e857d6-${index}@10.10.10.2`,
    startUs,
    endUs: startUs + 31_499_779,
    durationMs: 31_499.779,
    dated: true,
    method: 'INVITE',
    from: String(4_151_502 + index),
    to: '5660066',
    fromUri: null,
    toUri: null,
    src: '10.10.10.2:5060',
    dst: '178.19.48.48:5060',
    transport: 'UDP',
    messages,
    retransmissions: 0,
    copies: 0,
    events: 0,
    state,
    status,
    reason,
    ringMs: null,
    earlyMedia: false,
    setupMs,
    hungUpBy: null,
    outcome,
    outcomeKind: status !== null && status >= 300 ? String(status) : outcome.replace(/ (?:after|to) .*/, ''),
    callerAgent: 'Phone 1.0',
    calleeAgent: null,
    found: null,
    cells: [],
  };
}

const STEPS: readonly [method: string | null, status: number | null, reason: string | null, back: boolean][] = [
  ['INVITE', null, null, false],
  [null, 100, 'Trying', true],
  [null, 180, 'Ringing', true],
  [null, 200, 'OK', true],
  ['ACK', null, null, false],
  ['INFO', null, null, false],
  [null, 200, 'OK', true],
  ['BYE', null, null, false],
  [null, 200, 'OK', true],
];

export function message(index: number, at: number): MessageRow {
  const [method, status, reason, back] = STEPS[at % STEPS.length]!;
  const caller = '10.10.10.2:5060';
  const callee = '178.19.48.48:5060';
  return {
    id: index * 100 + at,
    conversation: index,
    callId: `35e857d6-${index}@10.10.10.2`,
    timeUs: START_US + index * 1_500_000 + 979_995 + at * 31_000,
    dated: true,
    src: back ? callee : caller,
    dst: back ? caller : callee,
    transport: 'UDP',
    method,
    status,
    reason,
    cseq: 102,
    cseqMethod: 'INVITE',
    length: 512,
    fromTag: 1,
    toTag: at > 1 ? 2 : 0,
    branch: at,
    retransmission: false,
    copy: false,
    seenBy: null,
    sdp: at === 0 || at === 3,
    truncated: false,
    malformed: false,
    tunnel: '',
    media: null,
  };
}

export function messageText(row: MessageRow): string {
  const first = row.method ? `${row.method} sip:5660066@178.19.48.48 SIP/2.0` : `SIP/2.0 ${row.status} ${row.reason}`;
  return [
    first,
    `Via: SIP/2.0/UDP ${row.src};branch=z9hG4bK${row.id};rport`,
    'Max-Forwards: 70',
    `From: "Jón" <sip:${4_151_502 + row.conversation}@10.10.10.2>;tag=as58f4201b`,
    'To: <sip:5660066@178.19.48.48>',
    `Call-ID: ${row.callId}`,
    `CSeq: ${row.cseq} ${row.method ?? 'INVITE'}`,
    'Diversion: <sip:5660001@10.10.10.2>;reason=unconditional',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

export interface FakeEngine extends Engine {
  asked: { kind: RequestKind; ask: unknown }[];
  /** Sends a progress; what is given takes the place of what a finished load says. */
  progress: (change?: Partial<Progress>) => void;
  fail: (sentence: string) => void;
  /** Answers wait until this is called with false again. */
  hold: (held: boolean) => void;
  /** Answers instead of the engine's own, by kind. */
  answers: { [K in RequestKind]?: (ask: Requests[K]['ask']) => Requests[K]['answer'] };
}

/** Queries of the fake: "" is all, "state S" those of a state, anything else wrong. */
function matching(query: string, total: number): number[] | null {
  const all = Array.from({ length: Math.min(total, 100_000) }, (_, index) => index);
  if (query === '') return all;
  const state = /^state (\S+)$/.exec(query)?.[1];
  return state === undefined ? null : all.filter(index => conversation(index).state === state);
}

export function fakeEngine(total: number): FakeEngine {
  let opened = false;
  let revision = 0;
  let query = '';
  let descending = false;
  let held: (() => void)[] | null = null;
  const listeners = new Set<(progress: Progress) => void>();
  const failures = new Set<(sentence: string) => void>();

  const size = () => (query === '' ? total : (matching(query, total)?.length ?? 0));
  const at = (position: number) => {
    const place = descending ? size() - 1 - position : position;
    return query === '' ? place : matching(query, total)![place]!;
  };

  const account: Account = {
    packets: { read: 12_000, sip: 11_000, other: 990, undecodable: 10, pending: 0 },
    undecodable: { 'link type 147 is not supported': 10 },
    tlsRecords: 0,
    sip: {
      messages: 11_000,
      requests: { INVITE: 3000, ACK: 2800, BYE: 2500 },
      responses: { '200': 5000, '486': 12 },
      retransmissions: 20,
      malformed: 1,
      withoutCallId: 0,
    },
    other: { rtp: 980, stun: 10 },
    truncated: 0,
    incomplete: { fragments: 0, tcpGaps: 0 },
    duplicates: 0,
    faults: {},
    transports: { UDP: 11_000 },
  };

  const own: { [K in RequestKind]: (ask: Requests[K]['ask']) => Requests[K]['answer'] } = {
    open: ({ paths }) => {
      opened = true;
      queueMicrotask(() => engine.progress());
      return { opened: paths.map((_, id) => id), refused: [] };
    },
    keyLog: () => ({ failed: null }),
    retain: () => ({}),
    leftovers: () => [],
    removeLeftover: () => ({}),
    devices: () => ({ devices: [], timeMs: 0 }),
    checkBpf: () => ({ fault: null }),
    ping: () => ({ source: 1, callId: 'ping-1@10.0.0.1', remark: null }),
    pinged: () => null,
    stopPing: () => ({}),
    openLive: () => ({ opened: [], refused: [], warnings: [] }),
    stopLive: () => ({}),
    hold: () => ({}),
    record: () => ({ failed: null }),
    recorded: () => null,
    forward: () => ({ failed: null }),
    tail: ({ from }) => ({ rows: [], next: from, ended: true, troubles: [] }),
    loaded: () => ({ messages: total * 5 }),
    close: () => {
      opened = false;
      queueMicrotask(() => engine.progress({ sources: [], conversations: 0, messages: 0 }));
      return { closed: true };
    },
    result: ask => {
      if (matching(ask.query, 1) === null) {
        const message = 'There is no field of that name.';
        return { fault: { start: 0, end: ask.query.length, message } };
      }
      query = ask.query;
      descending = ask.sort.descending;
      return { fault: null };
    },
    rows: ({ first: from, count }) => {
      const known = opened ? size() : 0;
      const first = from ?? Math.max(0, known - count);
      const rows = [];
      for (let position = first; position < Math.min(known, first + count); position++)
        rows.push(conversation(at(position)));
      return { rows, first, total: known };
    },
    matching: ask => {
      const found = matching(ask.query, total) ?? [];
      const rows = found.slice(ask.first, ask.first + ask.count).map(conversation);
      return { rows, first: ask.first, total: found.length };
    },
    position: ask => ({ position: query === '' && !descending ? ask.conversation : -1 }),
    positionOfTime: ({ timeUs }) => ({ position: Math.ceil((timeUs - START_US - 979_995) / 1_500_000) }),
    conversation: ask => {
      if ('index' in ask) return conversation(ask.index);
      const number = /-(\d+)@/.exec(ask.callId)?.[1];
      return number === undefined ? null : conversation(Number(number));
    },
    messages: ({ conversations, first, count }) => {
      const rows = conversations.flatMap(index =>
        Array.from({ length: conversation(index).messages }, (_, step) => message(index, step)),
      );
      rows.sort((a, b) => a.timeUs - b.timeUs);
      return { rows: rows.slice(first, first + count), first, total: rows.length, events: [] };
    },
    hops: ({ conversations }) => conversations.flatMap(index => [message(index, 0), message(index, 1)]),
    keep: () => ({ hidden: 0 }),
    message: ({ id }) => {
      const row = message(Math.floor(id / 100), id % 100);
      return { row, bytes: new TextEncoder().encode(messageText(row)), headQuotesStartLine: false };
    },
    stats: () => ({
      ...account,
      sources: progressOf({}).sources.map(source => ({ ...source, account })),
      sip: { ...account.sip, conversations: total },
      eventsNotKept: 0,
      gone: { conversations: 0, messages: 0 },
      whyEmpty: null,
    }),
    sources: () => progressOf({}).sources,
    headers: () => [
      { name: 'Diversion', conversations: 12 },
      { name: 'P-Asserted-Identity', conversations: 40 },
    ],
    values: () => [],
    counts: ({ queries }) => ({ counts: queries.map(() => 0) }),
    find: () => ({ fault: null }),
    findNext: () => ({ hit: null }),
    numberPlan: () => ({}),
    settled: () => ({ matched: size(), fuzzy: false }),
    save: () => ({ conversations: 3, messages: 15, packets: 15, bytes: 7000 }),
  };

  function progressOf(change: Partial<Progress>): Progress {
    const source = {
      id: 0,
      name: '/captures/office.pcap',
      format: 'pcap',
      dated: true,
      packets: 12_000,
      startUs: START_US,
      endUs: START_US + 60_000_000,
      damage: [],
      damageNotKept: 0,
      bytesRead: 1_000_000,
      size: 1_000_000,
      finished: true,
      live: false,
      input: null,
      dropped: null,
    };
    return {
      revision: ++revision,
      sources: [source],
      loading: false,
      share: 1,
      bytesPerSecond: null,
      remainingMs: null,
      packets: 12_000,
      sipPackets: 11_000,
      undecodable: 0,
      messages: total * 5,
      conversations: total,
      gone: { conversations: 0, messages: 0 },
      hidden: 0,
      matched: size(),
      searched: 1,
      fuzzy: false,
      finding: null,
      live: null,
      troubles: [],
      background: null,
      whyEmpty: null,
      ...change,
    };
  }

  const engine: FakeEngine = {
    asked: [],
    answers: {},
    request(kind, ask) {
      engine.asked.push({ kind, ask });
      const answer = () => (engine.answers[kind] ?? own[kind])(ask);
      if (!held) return Promise.resolve().then(answer);
      return new Promise(resolve => held?.push(() => resolve(answer())));
    },
    onProgress(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onFailure(listener) {
      failures.add(listener);
      return () => failures.delete(listener);
    },
    close: () => Promise.resolve(),
    progress: change => {
      const progress = progressOf(change ?? {});
      for (const listener of listeners) listener(progress);
    },
    fail: sentence => {
      for (const listener of failures) listener(sentence);
    },
    hold: hold => {
      const waiting = held ?? [];
      held = hold ? [] : null;
      for (const go of waiting) go();
    },
  };
  return engine;
}
