/** The ends of messages without addresses, from their tags (RFC 3261 section 12). */
import { describe, expect, it } from 'vitest';
import type { MessageRow } from '../../src/engine/protocol/rows.js';
import { ladderText } from '../../src/flow/ladder-text.js';
import { LADDER_DEFAULTS, layoutLadder } from '../../src/flow/ladder.js';
import { namelessEnds } from '../../src/flow/nameless-ends.js';
import { messageRow } from './message-rows.js';

const [A, B, C] = [11, 22, 33];

function row(kind: string | number, fromTag: number, toTag: number, more: Partial<MessageRow> = {}): MessageRow {
  const what = typeof kind === 'number' ? { method: null, status: kind, reason: '' } : { method: kind };
  return messageRow({ src: null, dst: null, cseqMethod: 'INVITE', ...what, fromTag, toTag, ...more });
}

/** "caller > callee" for each row. */
function paths(rows: MessageRow[]): string[] {
  return rows.map(namelessEnds(rows)).map(ends => ends.join(' > '));
}

describe('messages without addresses', () => {
  it('go between caller and callee, also when the callee sends the request', () => {
    const rows = [
      row('INVITE', A, 0),
      row(180, A, B),
      row(200, A, B),
      row('ACK', A, B),
      row('BYE', B, A),
      row(200, B, A),
    ];
    expect(paths(rows)).toEqual([
      'caller > callee',
      'callee > caller',
      'callee > caller',
      'caller > callee',
      'callee > caller',
      'caller > callee',
    ]);
  });

  it('have ends even if the beginning is missing, or a tag', () => {
    expect(paths([row('BYE', B, A), row(200, B, A), row('INFO', A, B)])).toEqual([
      'caller > callee',
      'callee > caller',
      'callee > caller',
    ]);
    expect(paths([row('OPTIONS', 0, 0), row(200, 0, B)])).toEqual(['caller > callee', 'callee > caller']);
  });

  it('of a registration have ends with other names, even if the tag changes each time', () => {
    const registration = { cseqMethod: 'REGISTER' };
    const rows = [
      row('REGISTER', A, 0, registration),
      row(401, A, B, registration),
      row('REGISTER', C, 0, registration),
      row(200, C, B, registration),
    ];
    expect(paths(rows)).toEqual([
      'user agent > registrar',
      'registrar > user agent',
      'user agent > registrar',
      'registrar > user agent',
    ]);
  });

  it('are drawn between two lanes', () => {
    const rows = [row('INVITE', A, 0), row(486, A, B, { reason: 'Busy Here' })];
    const [names, , invite = '', busy = ''] = ladderText(rows, { width: 80 });
    expect(names?.trim().split(/\s+/)).toEqual(['caller', 'callee']);
    expect(invite).toMatch(/│─+ INVITE ─+►│/);
    expect(busy).toMatch(/│◄╌+ 486 Busy Here ╌+│/);
  });

  it('keep the address if there is one', () => {
    const ladder = layoutLadder([row('INVITE', A, 0, { src: '10.0.0.1:5060' })], LADDER_DEFAULTS);
    expect(ladder.lanes.map(({ key }) => key)).toEqual(['10.0.0.1', '?']);
  });
});
