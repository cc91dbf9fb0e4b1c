/** Lanes: left to right the way requests travel, and the role of each. */
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '../../src/engine/protocol/rows.js';
import { type Lane, type LaneOptions, lanesOf as lanesWith, laneKeys, moveLane } from '../../src/flow/lanes.js';
import { rowId } from '../../src/model/ids.js';
import { exchange, messageRow } from './message-rows.js';

const options: LaneOptions = { mergePorts: true, order: [], aliases: {} };

function lanesOf(rows: readonly MessageRow[], chosen: LaneOptions): Lane[] {
  return lanesWith(rows, chosen, laneKeys(rows, chosen.mergePorts));
}

function names(rows: readonly MessageRow[], changes: Partial<LaneOptions> = {}): string[] {
  return lanesOf(rows, { ...options, ...changes }).map(lane => lane.name);
}

function roles(rows: readonly MessageRow[]): string[] {
  return lanesOf(rows, options).map(lane => `${lane.name.slice(-1)} ${lane.roles.join('/')}`.trim());
}

describe('the order of lanes', () => {
  it('follows the path of a call', () => {
    expect(names(exchange([0, 'C>B', 'INVITE'], [1, 'B>A', 'INVITE']))).toEqual(['10.0.0.3', '10.0.0.2', '10.0.0.1']);
  });

  it('puts the sender to a known address before it', () => {
    // The proxy's packet has the earlier time: two clocks.
    expect(names(exchange([0, 'B>C', 'INVITE'], [1, 'A>B', 'INVITE']))).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  it('reads a response against its direction', () => {
    expect(names(exchange([0, 'B>A', '200 OK'], [1, 'C>B', '200 OK']))).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });

  it('puts wanted lanes first, once each, and only existing ones', () => {
    const rows = exchange([0, 'A>B', 'INVITE'], [1, 'B>C', 'INVITE']);
    const order = ['10.0.0.3', '192.0.2.9', '10.0.0.3'];
    expect(names(rows, { order })).toEqual(['10.0.0.3', '10.0.0.1', '10.0.0.2']);
  });

  it('moves a lane and stops at the ends', () => {
    const lanes = lanesOf(exchange([0, 'A>B', 'INVITE'], [1, 'B>C', 'INVITE']), options);
    expect(moveLane(lanes, '10.0.0.1', 1)).toEqual(['10.0.0.2', '10.0.0.1', '10.0.0.3']);
    expect(moveLane(lanes, '10.0.0.3', 5)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
    expect(moveLane(lanes, '192.0.2.9', 1)).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  });
});

describe('the names of lanes', () => {
  const rows = [
    messageRow({ src: '10.0.0.1:5060', dst: '10.0.0.2:5060' }),
    messageRow({ src: '10.0.0.1:5080', dst: '[2001:db8::1]:5060' }),
  ];

  it('merges the ports of a host or tells them apart', () => {
    expect(names(rows)).toEqual(['10.0.0.1', '10.0.0.2', '2001:db8::1']);
    const apart = lanesOf(rows, { ...options, mergePorts: false });
    expect(apart.map(lane => lane.key)).toEqual([
      '10.0.0.1:5060',
      '10.0.0.2:5060',
      '10.0.0.1:5080',
      '[2001:db8::1]:5060',
    ]);
    expect(apart.map(lane => lane.port)).toEqual(['5060', '5060', '5080', '5060']);
  });

  it('keeps ports of one host apart that talk to each other', () => {
    const local = [
      messageRow({ src: '127.0.0.1:5060', dst: '127.0.0.1:5080' }),
      messageRow({ src: '127.0.0.1:5080', dst: '10.0.0.9:5060' }),
      messageRow({ src: '127.0.0.1:5080', dst: '10.0.0.9:5070' }),
    ];
    expect(lanesOf(local, options).map(lane => lane.key)).toEqual(['127.0.0.1:5060', '127.0.0.1:5080', '10.0.0.9']);
  });

  it('uses an alias of the address, then of the host', () => {
    const aliases = { '10.0.0.1': 'pbx', '10.0.0.1:5080': 'pbx trunk', constructor: 'not a host' };
    expect(names(rows, { aliases, mergePorts: false })).toEqual(['pbx', '10.0.0.2', 'pbx trunk', '2001:db8::1']);
    expect(names(rows, { aliases })).toEqual(['pbx', '10.0.0.2', '2001:db8::1']);
  });

  it('has a lane for unknown addresses', () => {
    expect(names([messageRow({ src: null, dst: '10.0.0.2:5060' })])).toEqual(['?', '10.0.0.2']);
  });
});

describe('the roles of a lane', () => {
  it('finds caller, proxies and called', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE'],
      [1, 'B>C', 'INVITE'],
      [2, 'C>B', '200 OK'],
      [3, 'A>C', 'ACK', { toTag: 1 }],
    );
    expect(roles(rows)).toEqual(['1 caller', '2 proxy', '3 called']);
  });

  it('does not mistake a BYE or a re-INVITE from the called party for a call', () => {
    const rows = exchange([0, 'A>B', 'INVITE'], [9, 'B>A', 'INVITE', { toTag: 7 }], [10, 'B>A', 'BYE', { toTag: 7 }]);
    expect(roles(rows)).toEqual(['1 caller', '2 called']);
  });

  it('recognises a proxy by its challenge', () => {
    expect(roles(exchange([0, 'A>B', 'INVITE'], [1, 'B>A', '407 Proxy Authentication Required']))).toEqual([
      '1 caller',
      '2 proxy',
    ]);
    expect(roles(exchange([0, 'A>B', 'INVITE'], [1, 'B>A', '401 Unauthorized']))).toEqual(['1 caller', '2 called']);
  });

  it('finds a registrar', () => {
    expect(roles(exchange([0, 'A>B', 'REGISTER'], [1, 'B>C', 'REGISTER']))).toEqual([
      '1 user agent',
      '2 proxy',
      '3 registrar',
    ]);
  });

  it('is empty if the beginning was not captured', () => {
    expect(roles(exchange([0, 'A>B', 'BYE', { toTag: 5 }], [1, 'B>A', '200 OK (BYE)']))).toEqual(['1', '2']);
  });

  it('shows both roles of who was called and called on, in two conversations', () => {
    const rows = exchange(
      [0, 'A>B', 'INVITE', { conversation: rowId(1) }],
      [1, 'B>C', 'INVITE', { conversation: rowId(2) }],
    );
    expect(roles(rows)).toEqual(['1 caller', '2 called/caller', '3 called']);
  });
});
