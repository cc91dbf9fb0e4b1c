/**
 * Query speed in the engine, without its thread and without a screen: ms to the first page and to the exact count,
 * and finding text in all messages compared with grep and tshark.
 */
import { performance } from 'node:perf_hooks';
import { Core } from '../../src/engine/core.js';
import type { RequestKind, Requests } from '../../src/engine/protocol/requests.js';
import { messageId } from '../../src/model/ids.js';
import { type BenchCapture, prepare } from './captures.js';
import { hasPeer } from './machine.js';
import { type Contestant, median, race } from './measure.js';
import { milliseconds, ratio, seconds, table } from './table.js';

/** What no message need be read for. */
const INDEXED = [
  'dstnum 5123456',
  'num 4001234',
  'num 400*',
  'ip 10.100.0.0/16',
  'method REGISTER',
  'status 4xx',
  'state completed',
  'has diversion',
  'duration > 30s',
  'not state completed and has diversion',
  '4001234',
  'yealink',
];

/** What messages are read for. */
const TEXTS = ['/sip:5[0-9]{5}3@/', 'text "Busy Here"', 'header.contact 10.100.1', 'body RTP', 'codec G729'];

/** Patterns that mean the same to all. Each has a capital, so that case counts. */
const FOUND = ['INVITE sip:5[0-9]{5}3@', 'Busy Here', 'CSeq: 1 ACK|NEVER THERE'];

const PAGE = 60;
const SORT = { key: 'index', descending: false } as const;

type Ask = <K extends RequestKind>(kind: K, ask: Requests[K]['ask']) => Promise<Requests[K]['answer']>;

interface Timed {
  /** ms until a page of matches is there (or all, where there are fewer), and until every conversation was looked at. */
  first: number;
  exact: number;
  /** The longest the thread was held meanwhile, in ms of processor time. */
  held: number;
}

/** All of it. */
export async function queries(capture: BenchCapture, rounds: number, peers: readonly string[]): Promise<string> {
  const { core, ask, path } = await opened(capture);
  const filters = await filtering(core, ask, capture, [...INDEXED, ...TEXTS], rounds);
  const given = `A search of all text given up for \`${INDEXED[0]}\`: its first page after ${await givenUp(core, ask, rounds)}`;
  const finds = await finding(core, ask, path, rounds, peers);
  await core.close();
  return `${filters}\n\n${given}\n\nFinding text in all its messages\n\n${finds}`;
}

/** Filters that need no message read. */
export async function indexedQueries(capture: BenchCapture, rounds: number): Promise<string> {
  const { core, ask } = await opened(capture);
  const filters = await filtering(core, ask, capture, INDEXED, rounds);
  await core.close();
  return filters;
}

async function opened(capture: BenchCapture): Promise<{ core: Core; ask: Ask; path: string }> {
  const path = prepare(capture);
  const core = new Core(() => {});
  // The core answers each kind with its own answer: both are typed by the same table.
  const ask: Ask = async (kind, what) => (await core.answer(kind, what)) as Requests[typeof kind]['answer'];
  await ask('open', { paths: [path], limit: null });
  await ask('loaded', {});
  return { core, ask, path };
}

async function filtering(
  core: Core,
  ask: Ask,
  capture: BenchCapture,
  filters: readonly string[],
  rounds: number,
): Promise<string> {
  const rows: string[][] = [];
  for (const query of filters) {
    const times: Timed[] = [];
    for (let round = 0; round < rounds; round++) times.push(await timed(core, ask, query));
    const { matched } = await ask('settled', {});
    const figure = (of: keyof Timed) => milliseconds(median(times.map(time => time[of])));
    rows.push([`\`${query}\``, matched.toLocaleString('en'), figure('first'), figure('exact'), figure('held')]);
  }
  const heads = ['filter', 'matches', 'first page', 'exact count', 'thread held'];
  return `Filters over ${capture.what} (median of ${rounds})\n\n${table(heads, rows)}`;
}

/** ms from a filter written while all text is searched to its first page. */
async function givenUp(core: Core, ask: Ask, rounds: number): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    core.search.renew();
    await ask('result', { query: 'text NEVER-THERE', sort: SORT });
    const startedMs = performance.now();
    await ask('result', { query: INDEXED[0]!, sort: SORT });
    await ask('rows', { first: 0, count: PAGE, headers: [], withUris: false });
    times.push(performance.now() - startedMs);
  }
  return milliseconds(median(times));
}

async function timed(core: Core, ask: Ask, query: string): Promise<Timed> {
  await ask('result', { query: '', sort: SORT });
  // What was found in texts before is forgotten.
  core.search.renew();
  const turns = watchTurns();
  const startedMs = performance.now();
  const { fault } = await ask('result', { query, sort: SORT });
  if (fault !== null) throw new Error(`${query}: ${fault.message}`);
  for (;;) {
    const { rows } = await ask('rows', { first: 0, count: PAGE, headers: [], withUris: false });
    if (rows.length === PAGE || core.result.searched === 1) break;
    await new Promise(resolve => setImmediate(resolve));
  }
  const first = performance.now() - startedMs;
  await ask('settled', {});
  return { first, exact: performance.now() - startedMs, held: turns.end() };
}

/**
 * Looks at the processor time in every turn of the event loop; `end` answers the ms of the longest. Of the processor and not of the
 * clock, so that other programs' turns are not counted.
 */
function watchTurns(): { end: () => number } {
  const usedMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  let longest = 0;
  let last = usedMs();
  let ended = false;
  const look = () => {
    const now = usedMs();
    longest = Math.max(longest, now - last);
    last = now;
    if (!ended) setImmediate(look);
  };
  setImmediate(look);
  return {
    end: () => {
      ended = true;
      return longest;
    },
  };
}

async function finding(core: Core, ask: Ask, path: string, rounds: number, peers: readonly string[]): Promise<string> {
  await ask('result', { query: '', sort: SORT });
  const { messages } = core.index.conversations;
  let bytes = 0;
  for (let id = 0; id < messages.count; id++) bytes += messages.length.get(messageId(id));
  const rows: string[][] = [];
  for (const pattern of FOUND) {
    const firsts: number[] = [];
    const alls: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const startedMs = performance.now();
      await ask('find', { text: `/${pattern}/` });
      await ask('findNext', { from: null, backwards: false });
      firsts.push(performance.now() - startedMs);
      await ask('findNext', { from: null, backwards: true });
      alls.push(performance.now() - startedMs);
    }
    const ours = median(alls) / 1000;
    rows.push([
      `\`${pattern}\``,
      milliseconds(median(firsts)),
      seconds(ours),
      `${(bytes / ours / 1e9).toFixed(2)} GB/s`,
      ...(await beside(path, pattern, ours, rounds, peers)),
    ]);
  }
  return table(['pattern', 'first', 'all', 'messages', 'grep -c', 'tshark -Y'], rows);
}

/** The same pattern by grep, and by tshark where it is allowed: their times, and ours as a share of them. */
async function beside(path: string, pattern: string, ours: number, rounds: number, peers: readonly string[]) {
  // Into a pipe, because grep stops at the first match where its output is thrown away.
  const grep: Contestant = {
    name: 'grep -c',
    command: 'sh',
    argv: ['-c', 'LC_ALL=C grep -acE "$1" "$2" | cat', 'sh', pattern, path],
  };
  const tshark: Contestant = {
    name: 'tshark -Y',
    command: 'tshark',
    argv: ['-r', path, '-Y', `sip matches "${pattern}"`, '-T', 'fields', '-e', 'frame.number'],
  };
  const [grepped] = await race([grep], rounds);
  const [shark] = peers.includes('tshark') && hasPeer('tshark') ? await race([tshark], 1) : [];
  const cell = (peer: number | undefined) => (peer === undefined ? '' : `${seconds(peer)} (ours ${ratio(ours, peer)})`);
  return [cell(grepped?.seconds), cell(shark?.seconds)];
}
