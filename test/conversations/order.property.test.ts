import { rowId } from '../../src/model/ids.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageRow } from '../../src/engine/requests/rows.js';
import { runs } from '../runs.js';
import { CALL, conversationRow, index, messages } from './script.js';

const MOMENT = { nowUs: 60e6, ended: true };

describe('order of arrival', () => {
  test('does not change what a conversation is', () => {
    const sent = messages(CALL);
    const expected = conversationRow(index(sent), 0, MOMENT);
    expect(expected).toMatchObject({
      state: 'completed',
      hungUpBy: 'both',
      messages: 17,
      retransmissions: 2,
      copies: 1,
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(sent, { minLength: sent.length }), shuffled => {
        expect(conversationRow(index(shuffled), 0, MOMENT)).toEqual(expected);
      }),
      runs(),
    );
  });

  test('does not change which messages are sent again, nor their order', () => {
    const sent = messages(CALL);
    const told = (list: typeof sent) => {
      const conversations = index(list);
      return conversations.messagesOf(rowId(0)).map(id => {
        const { timeUs, retransmission, copy, status, method } = messageRow(conversations, id, true);
        return { timeUs, retransmission, copy, status, method };
      });
    };
    const expected = told(sent);
    expect(expected.map(row => row.timeUs)).toEqual(sent.map(message => message.timeUs));
    fc.assert(
      fc.property(fc.shuffledSubarray(sent, { minLength: sent.length }), shuffled => {
        expect(told(shuffled)).toEqual(expected);
      }),
      runs(),
    );
  });
});
