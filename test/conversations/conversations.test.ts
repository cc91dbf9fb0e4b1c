import { describe, expect, test } from 'vitest';
import { messageRow } from '../../src/engine/requests/rows.js';
import { messageId, rowId } from '../../src/model/ids.js';
import { NUMBER_KINDS } from '../../src/sip/headers/header-table.js';
import { CALL, conversationRow, index, messages, rowOf } from './script.js';

const MOMENT = { nowUs: 60e6, ended: true };

describe('order of arrival', () => {
  test('numbers conversations, and messages of one time', () => {
    const conversations = index(
      messages('5 a>b INVITE 1 id=late\n 1 a>b OPTIONS 1 id=early\n 1 b>a 200 1 id=early of=OPTIONS'),
    );
    expect([conversations.callId(rowId(0)), conversations.callId(rowId(1))]).toEqual(['late', 'early']);
    expect(conversations.messagesOf(rowId(1))).toEqual([1, 2]);
    expect(conversations.find('early')).toBe(1);
    expect(conversations.find('never')).toBe(-1);
  });
});

describe('messages without a Call-ID', () => {
  test('share a conversation whose Call-ID is null', () => {
    const conversations = index(messages('0 a>b INVITE 1 noid\n 1 a>b OPTIONS 1\n 2 d>c BYE 1 noid from=x to=alice'));
    expect(conversations.count).toBe(2);
    expect(conversations.messagesOf(conversations.rowWithoutCallId)).toEqual([0, 2]);
    expect(conversationRow(conversations, 0, MOMENT)).toMatchObject({
      callId: null,
      messages: 2,
      // An INVITE and a BYE of different calls make no call.
      state: 'partial',
      hungUpBy: null,
      outcome: 'messages without a Call-ID',
    });
  });
});

describe('retransmissions', () => {
  test('need not be adjacent', () => {
    const row = rowOf(
      '0 a>b INVITE 1\n 0.1 b>a 180 1 to=b\n 0.2 c>d OPTIONS 9 from=z\n 0.5 a>b INVITE 1\n 0.6 b>a 180 1 to=b',
    );
    expect(row).toMatchObject({ messages: 5, retransmissions: 2 });
  });

  test('do not include the same request at the next hop, nor a CANCEL with the branch of its INVITE', () => {
    const row = rowOf('0 a>p INVITE 1\n 0.01 p>b INVITE 1\n 5 a>p CANCEL 1');
    expect(row).toMatchObject({ messages: 3, retransmissions: 0 });
  });

  test('do not include provisional responses with another RSeq, or with SDP where the first had none', () => {
    const reliable = '0 a>b INVITE 1\n 1 b>a 183 1 to=b rseq=1\n 2 b>a 183 1 to=b rseq=2\n 2.5 b>a 183 1 to=b rseq=2';
    expect(rowOf(reliable).retransmissions).toBe(1);
    expect(rowOf('0 a>b INVITE 1\n 1 b>a 183 1 to=b\n 2 b>a 183 1 to=b sdp').retransmissions).toBe(0);
  });

  test('do not include the same message a minute later', () => {
    expect(rowOf('0 a>b OPTIONS 1\n 60 a>b OPTIONS 1').retransmissions).toBe(0);
  });
});

describe('numbers', () => {
  test('from is the asserted identity if From is anonymous', () => {
    expect(rowOf('0 a>b INVITE 1 user=anonymous pai=4151502')).toMatchObject({ from: '4151502', to: '5660066' });
    expect(rowOf('0 a>b INVITE 1 user=4159999 pai=4151502').from).toBe('4159999');
    expect(rowOf('0 a>b INVITE 1 user=anonymous').from).toBe('anonymous');
  });

  test('are those of the earliest message, whenever it comes', () => {
    expect(rowOf('5 a>b INVITE 2 user=second\n 1 a>b INVITE 1 user=first').from).toBe('first');
  });

  test('are the same escaped or not', () => {
    expect(rowOf('0 a>b INVITE 1 user=%2B3544151502').from).toBe('+3544151502');
  });

  test('are posted with the headers they occur in', () => {
    const conversations = index(messages('0 a>b INVITE 1 pai=4151502\n 1 b>a BYE 1 from=b to=alice user=77'));
    const { postings, table, numbers } = conversations;
    const found: Record<string, string[]> = {};
    for (let entry = table.postings.get(rowId(0)); entry !== 0; entry = postings.next(entry)) {
      const kinds = NUMBER_KINDS.filter((_, kind) => (postings.kinds(entry) & (1 << kind)) !== 0);
      found[numbers.text(postings.number(entry))] = kinds;
    }
    expect(found).toEqual({
      '5660066': ['To', 'Request-URI'],
      '4151502': ['From', 'P-Asserted-Identity'],
      '77': ['From'],
    });
  });
});

describe('headers', () => {
  test('are known for each conversation and counted over all', () => {
    const conversations = index(messages('0 a>b INVITE 1 pai=1 id=x\n 1 b>a 180 1 id=x\n 2 a>b OPTIONS 1 id=y'));
    const header = conversations.names.find('p-asserted-identity');
    expect([conversations.mightHaveHeader(rowId(0), header), conversations.mightHaveHeader(rowId(1), header)]).toEqual([
      true,
      false,
    ]);
    const counts = Object.fromEntries(conversations.headerCounts().map(entry => [entry.name, entry.conversations]));
    expect(counts).toMatchObject({ Via: 2, 'Call-ID': 2, 'P-Asserted-Identity': 1 });
    expect(counts['Diversion']).toBeUndefined();
  });
});

describe('rows', () => {
  test('a conversation has its parties and their software', () => {
    expect(rowOf(CALL)).toMatchObject({
      src: '10.0.0.1:5060',
      dst: '10.0.0.2:5060',
      transport: 'UDP',
      method: 'INVITE',
      callerAgent: 'Phone',
      calleeAgent: 'Gateway',
      earlyMedia: true,
    });
  });

  test('a message of each kind', () => {
    const conversations = index(messages('0 a>b INVITE 7 sdp\n 1 b>a 180_Ringing 7 to=bob'));
    expect(messageRow(conversations, messageId(0), true)).toMatchObject({
      method: 'INVITE',
      status: null,
      reason: null,
      cseq: 7,
      cseqMethod: 'INVITE',
      sdp: true,
      toTag: 0,
      callId: 'call-1',
    });
    const response = messageRow(conversations, messageId(1), true);
    expect(response).toMatchObject({ method: null, status: 180, reason: 'Ringing', cseqMethod: 'INVITE', sdp: false });
    expect(response.branch).toBe(messageRow(conversations, messageId(0), true).branch);
    expect(response.toTag).not.toBe(0);
  });

  test('changed rows are reported once', () => {
    const conversations = index(messages('0 a>b INVITE 1 id=x\n 1 b>a 180 1 id=x\n 2 a>b OPTIONS 1 id=y'));
    expect(conversations.takeChanged().sort()).toEqual([0, 1]);
    expect(conversations.takeChanged()).toEqual([]);
  });
});
