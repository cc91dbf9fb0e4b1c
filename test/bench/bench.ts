/**
 * The benchmark (`npm run bench`): Markdown tables on stdout, and the machine they were measured on. Captures are made in bench-data/ on first use; peers that are not installed are left out.
 *
 * `npm run bench -- [read] [layers] [ui] [query] [diagnosis] [live] [million] [--rounds N] [--peers sngrep,tshark,tcpdump]
 * [--seconds N] [--engines tcpdump,dumpcap,cap]` (live)
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CAPTURES } from './captures.js';
import { diagnosing } from './diagnosing.js';
import { layers } from './layers.js';
import { live } from './live.js';
import { loadingKeys } from './loading-keys.js';
import { describeMachine } from './machine.js';
import { indexedQueries, queries } from './query.js';
import { program, reading, starting } from './reading.js';
import { screen } from './screen.js';
import { typing } from './typing.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    peers: { type: 'string', default: 'sngrep,tshark,tcpdump' },
    seconds: { type: 'string', default: '30' },
    engines: { type: 'string', default: 'tcpdump,dumpcap,cap' },
  },
});
const rounds = Number(values.rounds);
const peers = values.peers.split(',');

/** Each part prints what it measured. */
const PARTS: Record<string, () => Promise<string>> = {
  read: async () =>
    [
      await starting(Math.max(rounds, 9)),
      await reading(CAPTURES.plain, rounds, peers),
      await reading(CAPTURES.media, rounds, peers),
    ].join('\n\n'),
  layers: () => layers(CAPTURES.plain, rounds),
  ui: async () =>
    [
      await screen([CAPTURES.small, CAPTURES.plain, CAPTURES.media], CAPTURES.plain, rounds, peers),
      await loadingKeys([CAPTURES.media, CAPTURES.plain]),
    ].join('\n\n'),
  query: async () =>
    [await queries(CAPTURES.plain, rounds, peers), await typing(CAPTURES.plain, Math.min(2, rounds))].join('\n\n'),
  diagnosis: async () => diagnosing(CAPTURES.plain, rounds),
  live: () => live(Number(values.seconds), values.engines.split(','), peers),
  million: async () => {
    // sngrep needs minutes and gigabytes for this one; the ratio to it is measured on the smaller captures.
    const read = await reading(
      CAPTURES.million,
      1,
      peers.filter(peer => peer === 'tcpdump'),
    );
    const filters = await indexedQueries(CAPTURES.million, Math.min(3, rounds));
    return [read, filters, await screen([CAPTURES.million], CAPTURES.million, 1, [])].join('\n\n');
  },
};

const chosen = positionals.length > 0 ? positionals : ['read', 'ui', 'query'];
const unknown = chosen.filter(part => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`);
  process.exit(2);
}
if (!existsSync(program)) {
  console.error('dist/main.js is not there: npm run build makes it.');
  process.exit(2);
}
for (const part of chosen) console.log(`${await PARTS[part]!()}\n`);
for (const line of describeMachine()) console.log(line);
