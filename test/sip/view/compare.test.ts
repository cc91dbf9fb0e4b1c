/** Two messages compared: what matters is told from what every message has of its own. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, compareMessages } from '../../../src/sip/view/compare.js';
import { messageLines } from '../../../src/sip/view/message-lines.js';

function compare(left: string, right: string): Comparison {
  return compareMessages(messageLines(Buffer.from(left)), messageLines(Buffer.from(right)));
}

function message(headers: string[], body: string[] = []): string {
  return `${['INVITE sip:b@x SIP/2.0', ...headers, '', ...body].join('\r\n')}\r\n`;
}

/** "differs: left | right" for each row that is not equal. */
function differences(left: string, right: string): string[] {
  const rows = compare(left, right).rows.filter(row => row.kind !== 'equal');
  return rows.map(row => `${row.kind}: ${row.left ?? ''} | ${row.right ?? ''}`);
}

describe('headers', () => {
  it('that say the same are equal, and a message equals itself', () => {
    const one = message(['Via: a;branch=z9hG4bK1', 'To: <sip:b@x>'], ['text']);
    expect(differences(one, one)).toEqual([]);
    expect(compare(one, one).counts).toEqual({ equal: 4, differs: 0, left: 0, right: 0, noise: 0, order: 0 });
  });

  it('differ, or are there on one side only, where the other side has them', () => {
    const left = message(['To: <sip:b@x>', 'Subject: one', 'X-Left: 1', 'Expires: 60']);
    const right = message(['To: <sip:b@x>', 'X-Right: 2', 'Subject: two', 'Expires: 60']);
    expect(differences(left, right)).toEqual([
      'right:  | X-Right: 2',
      'differs: Subject: one | Subject: two',
      'left: X-Left: 1 | ',
    ]);
  });

  it('are paired whatever their spelling, folding and place', () => {
    const left = message(['f: <sip:a@x>', 'Supported: timer,\r\n replaces']);
    const right = message(['Supported: timer, replaces', 'From: <sip:a@x>']);
    expect(differences(left, right)).toEqual(['noise: f: <sip:a@x> | From: <sip:a@x>']);
    expect(compare(left, right).reordered).toBe(true);
  });

  it('pair repeats by what they say before their order', () => {
    const left = message(['Via: SIP/2.0/UDP edge;branch=z9hG4bK1', 'Via: SIP/2.0/UDP phone;branch=z9hG4bK2']);
    const right = message(['Via: SIP/2.0/UDP phone;branch=z9hG4bK2']);
    expect(differences(left, right)).toEqual(['left: Via: SIP/2.0/UDP edge;branch=z9hG4bK1 | ']);
  });

  it('that differ only in branch, tag, nonce, Call-ID or number are noise', () => {
    const left = message([
      'Via: SIP/2.0/UDP h;branch=z9hG4bK1;rport',
      'From: <sip:a@x>;tag=1',
      'Call-ID: 1@x',
      'CSeq: 1 INVITE',
      'Authorization: Digest username="a", nonce="1", response="2"',
    ]);
    const right = message([
      'Via: SIP/2.0/UDP h;branch=z9hG4bK2;rport',
      'From: <sip:a@x>;tag=2',
      'Call-ID: 2@x',
      'CSeq: 7 INVITE',
      'Authorization: Digest username="a", nonce="3", response="4"',
    ]);
    expect(compare(left, right).counts).toMatchObject({ equal: 1, noise: 5, differs: 0 });
  });

  it('that differ in more than that differ', () => {
    expect(differences(message(['From: <sip:a@x>;tag=1']), message(['From: <sip:b@x>;tag=2']))).toEqual([
      'differs: From: <sip:a@x>;tag=1 | From: <sip:b@x>;tag=2',
    ]);
    expect(differences(message(['CSeq: 1 INVITE']), message(['CSeq: 1 BYE']))).toEqual([
      'differs: CSeq: 1 INVITE | CSeq: 1 BYE',
    ]);
  });

  it('that are the same list in another order are told so, but only where order means nothing', () => {
    expect(differences(message(['Allow: INVITE, BYE']), message(['Allow: BYE,INVITE']))).toEqual([
      'order: Allow: INVITE, BYE | Allow: BYE,INVITE',
    ]);
    expect(differences(message(['Route: <a>, <b>']), message(['Route: <b>, <a>']))[0]).toMatch(/^differs/);
  });
});

describe('bodies', () => {
  const type = ['Content-Type: application/sdp'];

  it('of SDP are compared medium by medium', () => {
    const left = message(type, [
      'v=0',
      'o=- 1 1 IN IP4 10.0.0.1',
      'm=audio 4000 RTP/AVP 8 0',
      'a=sendrecv',
      'a=rtpmap:8 PCMA/8000',
      'm=video 4002 RTP/AVP 96',
      'a=sendrecv',
    ]);
    const right = message(type, [
      'v=0',
      'o=- 2 1 IN IP4 10.0.0.1',
      'm=audio 4000 RTP/AVP 8',
      'a=rtpmap:8 PCMA/8000',
      'a=sendonly',
      'm=video 0 RTP/AVP 96',
      'a=sendrecv',
    ]);
    expect(differences(left, right)).toEqual([
      'noise: o=- 1 1 IN IP4 10.0.0.1 | o=- 2 1 IN IP4 10.0.0.1',
      'differs: m=audio 4000 RTP/AVP 8 0 | m=audio 4000 RTP/AVP 8',
      'differs: a=sendrecv | a=sendonly',
      'differs: m=video 4002 RTP/AVP 96 | m=video 0 RTP/AVP 96',
    ]);
  });

  it('of other text are compared line by line', () => {
    expect(differences(message([], ['one', 'two']), message([], ['two', 'three']))).toEqual([
      'left: one | ',
      'right:  | three',
    ]);
  });
});

describe('any two messages', () => {
  const header = fc.constantFrom(
    'To: a',
    'to: b',
    'Via: x;branch=1',
    'Via: x;branch=2',
    'no colon',
    'm: <sip:a>',
    ' folded',
  );
  const any = fc
    .tuple(fc.array(header), fc.array(fc.constantFrom('v=0', 'm=audio', 'a=x', 'a=y')))
    .map(([all, body]) => message(all, body));

  it('have each line of both in one row, in the order of their side', () => {
    fc.assert(
      fc.property(any, any, (left, right) => {
        const there = compare(left, right);
        const back = compare(right, left);
        const alone = (text: string) => compare(text, text).rows.map(row => row.left);
        expect(there.rows.flatMap(row => row.left ?? [])).toEqual(alone(left));
        expect(there.rows.flatMap(row => row.right ?? []).toSorted()).toEqual(alone(right).toSorted());
        expect({ ...back.counts, left: back.counts.right, right: back.counts.left }).toEqual(there.counts);
      }),
    );
  });
});
