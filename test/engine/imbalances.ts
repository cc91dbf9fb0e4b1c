/**
 * Whether the figures of `stats` add up. A sentence for each sum that is not right; none where all are. Sums
 * are made here anew from the promised fields, not by the code that made the figures.
 */
import type { Account, Stats } from '../../src/engine/protocol/figures.js';

type Counts = Record<string, number>;

const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** Figures of which those of the sources add up to those of all. */
const FIGURES: Readonly<Record<string, (account: Account) => number>> = {
  read: ({ packets }) => packets.read,
  'SIP packets': ({ packets }) => packets.sip,
  'other packets': ({ packets }) => packets.other,
  'undecodable packets': ({ packets }) => packets.undecodable,
  'pending packets': ({ packets }) => packets.pending,
  truncated: ({ truncated }) => truncated,
  fragments: ({ incomplete }) => incomplete.fragments,
  'TCP gaps': ({ incomplete }) => incomplete.tcpGaps,
  'TLS records': ({ tlsRecords }) => tlsRecords,
  duplicates: ({ duplicates }) => duplicates,
  messages: ({ sip }) => sip.messages,
  retransmissions: ({ sip }) => sip.retransmissions,
  malformed: ({ sip }) => sip.malformed,
  'messages without a Call-ID': ({ sip }) => sip.withoutCallId,
};

/** Counts by name, of which the same holds name by name. */
const TABLES: Readonly<Record<string, (account: Account) => Counts>> = {
  other: ({ other }) => other,
  undecodable: ({ undecodable }) => undecodable,
  requests: ({ sip }) => sip.requests,
  responses: ({ sip }) => sip.responses,
  transports: ({ transports }) => transports,
  faults: ({ faults }) => faults,
};

/** `finished`: all was read, nothing may be pending. */
export function imbalances(stats: Stats, finished = true): string[] {
  const wrong: string[] = [];
  const expect = (what: string, got: number, expected: number) => {
    if (got !== expected) wrong.push(`${what}: ${got} for ${expected}`);
  };
  for (const { name, account, packets } of stats.sources) {
    wrong.push(...imbalancesOf(account).map(sentence => `${name}: ${sentence}`));
    expect(`${name}: packets`, packets, account.packets.read);
    if (finished) expect(`${name}: pending`, account.packets.pending, 0);
  }
  wrong.push(...imbalancesOf(stats));
  const accounts = stats.sources.map(({ account }) => account);
  for (const [name, figure] of Object.entries(FIGURES))
    expect(
      `${name} of all sources`,
      figure(stats),
      accounts.reduce((total, account) => total + figure(account), 0),
    );
  for (const [title, table] of Object.entries(TABLES)) {
    const names = new Set([stats, ...accounts].flatMap(account => Object.keys(table(account))));
    for (const name of names)
      expect(
        `${title} ${name} of all sources`,
        table(stats)[name] ?? 0,
        accounts.reduce((total, account) => total + (table(account)[name] ?? 0), 0),
      );
  }
  return wrong;
}

function imbalancesOf(account: Account): string[] {
  const { packets, sip, other, undecodable, transports, faults } = account;
  const wrong: string[] = [];
  const expect = (what: string, right: boolean) => {
    if (!right) wrong.push(`${what}: ${JSON.stringify(account)}`);
  };
  expect('read', packets.sip + packets.other + packets.undecodable + packets.pending === packets.read);
  expect(
    'none below 0',
    Object.values(packets).every(count => count >= 0),
  );
  expect('other by name', sum(other) === packets.other);
  expect('undecodable by reason', sum(undecodable) === packets.undecodable);
  expect('messages by kind', sum(sip.requests) + sum(sip.responses) === sip.messages);
  expect('messages by transport', sum(transports) === sip.messages);
  expect('malformed', sip.malformed <= sip.messages && sum(faults) >= sip.malformed);
  expect(
    'a fault of a message',
    Object.values(faults).every(count => count <= sip.malformed),
  );
  expect('repeats', sip.retransmissions + account.duplicates <= sip.messages);
  return wrong;
}
