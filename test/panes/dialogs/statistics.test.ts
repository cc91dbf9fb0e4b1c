/** The accounts panel: all sources side by side, and the account of each. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Account, SourceStats, Stats } from '../../../src/engine/protocol/figures.js';
import { fakeEngine } from '../fake-engine.js';
import { type WholeApp, wholeApp } from '../whole-app.js';

let app: WholeApp;

afterEach(() => app.stop());

function account(read: number, sip: number, more: Partial<Account> = {}): Account {
  return {
    packets: { read, sip, other: read - sip, undecodable: 0, pending: 0 },
    undecodable: {},
    sip: {
      ...{ messages: sip, requests: {}, responses: {} },
      ...{ retransmissions: 0, malformed: 0, withoutCallId: 0 },
    },
    other: { rtp: read - sip },
    truncated: 0,
    incomplete: { fragments: 0, tcpGaps: 0 },
    duplicates: 0,
    faults: {},
    transports: {},
    tlsRecords: 0,
    ...more,
  };
}

function source(id: number, name: string, own: Account, more: Partial<SourceStats> = {}): SourceStats {
  return {
    ...{ id, name, format: 'pcap', dated: true, packets: own.packets.read, startUs: null, endUs: null },
    ...{ damage: [], damageNotKept: 0, bytesRead: 0, size: 0, finished: true, live: false, input: null, dropped: null },
    account: own,
    ...more,
  };
}

const OFFICE = source(1, '/a/very/long/path/to/the/captures/of/office.pcap', account(900, 300, { truncated: 7 }));
const ETH0 = source(2, 'eth0', account(100, 60, { duplicates: 4 }), {
  live: true,
  dropped: { kernel: 12, interface: 3 },
});

async function begin(sources: SourceStats[], columns: number): Promise<void> {
  const engine = fakeEngine(50);
  const all = account(1000, 360, { truncated: 7, duplicates: 4 });
  const stats: Stats = {
    ...all,
    sources,
    sip: { ...all.sip, conversations: 42 },
    eventsNotKept: 0,
    gone: { conversations: 9, messages: 31 },
    whyEmpty: null,
  };
  engine.answers.stats = () => stats;
  app = await wholeApp({ engine, columns, rows: 40 });
  await app.press('i');
}

const row = (name: string) => app.rows().find(text => text.includes(name)) ?? '';
const figures = (name: string) => row(name).split(name)[1]?.trim().split(/\s+/) ?? [];

describe('the accounts of several sources', () => {
  it('stand side by side, all together first', async () => {
    await begin([OFFICE, ETH0], 120);
    expect(row('packets').trim().split(/\s+/)).toEqual([
      ...['packets', 'SIP', 'other', 'undecodable', 'cut', 'incomplete', 'twice', 'malformed', 'damage', 'dropped'],
    ]);
    expect(figures('all together')).toEqual(['1,000', '360', '640', '0', '7', '0', '4', '0', '0', '15']);
    expect(figures('office.pcap')).toEqual(['900', '300', '600', '0', '7', '0', '0', '0', '0', '0']);
    expect(figures('eth0')).toEqual(['100', '60', '40', '0', '0', '0', '4', '0', '0', '15']);
    expect(app.text()).toContain('dropped: 12 by the kernel, 3 by the interface');
  });

  it('are shown one by one', async () => {
    await begin([OFFICE, ETH0], 120);
    expect(app.text()).toMatch(/conversations +42/);
    expect(app.text()).toMatch(/conversations let go \(--keep\) +9/);
    await app.press('right');
    expect(row('› ')).toContain('office.pcap');
    expect(app.text()).toMatch(/cut short by the capture +7/);
    expect(app.text()).not.toMatch(/captured twice|conversations +42/);
    await app.press('right');
    expect(row('› ')).toContain('eth0');
    expect(app.text()).toMatch(/captured twice +4/);
    await app.press('right');
    expect(row('› ')).toContain('all together');
    await app.press('left');
    expect(row('› ')).toContain('eth0');
  });

  it('show what there is room for, the account below is whole', async () => {
    await begin([OFFICE, ETH0], 80);
    expect(app.rows().every(text => text.length <= 80)).toBe(true);
    expect(figures('eth0').slice(0, 4)).toEqual(['100', '60', '40', '0']);
  });

  it('say of whom nobody counts what was dropped', async () => {
    await begin([OFFICE, { ...ETH0, dropped: null }], 120);
    expect(figures('eth0').at(-1)).toBe('?');
    expect(figures('all together').at(-1)).toBe('?');
    expect(app.text()).toContain('what was dropped before it is not known');
  });
});

describe('the account of one source', () => {
  it('needs no table', async () => {
    await begin([OFFICE], 120);
    expect(app.text()).not.toContain('all together');
    await app.press('right');
    expect(app.text()).toMatch(/conversations +42/);
  });
});
