/** What queries mean, over four conversations (calls.ts). */
import { describe, expect, it } from 'vitest';
import { rowId } from '../../../src/model/ids.js';
import { type CompileOptions, compile } from '../../../src/query/predicates/compile.js';
import { nearNumberTest } from '../../../src/query/values/nearly.js';
import { parse } from '../../../src/query/language/parse.js';
import { TextTerms } from '../../../src/query/predicates/text-term.js';
import { ANONYMOUS, ANSWERED, calls, DIVERTED, REGISTRATION } from '../calls.js';

const ICELAND = { plan: { country: '354', length: 7 } };
const ALL = [ANSWERED, DIVERTED, ANONYMOUS, REGISTRATION];

function compiled(query: string, options: CompileOptions = ICELAND) {
  const parsed = parse(query);
  if ('fault' in parsed) throw new Error(`${query}: ${parsed.fault.message}`);
  const table = calls();
  return { table, query: compile(parsed.tree, table, options) };
}

function find(query: string, options: CompileOptions = ICELAND): number[] {
  const made = compiled(query, options);
  return select(made);
}

/** The result of a query once the messages it needs are read. */
function select({ table, query }: ReturnType<typeof compiled>): number[] {
  for (const row of table.select(query.mightMatch)) {
    for (const term of query.texts) {
      table.messages(row, message => {
        if (term.asks(row, message)) term.note(row, message, term.passes(row, message, table.read(message)!));
        return false;
      });
    }
  }
  return table.select(query.matches);
}

const cases: Record<string, [query: string, expected: number[]][]> = {
  'the fields of the original': [
    ['srcnum 4151502', [ANSWERED]],
    ['srcnum 5660066', []],
    ['dstnum 5660066', [ANSWERED]],
    ['dstnum 5660066 8969669', [ANSWERED, DIVERTED]],
    ['telnum 4151502', [ANSWERED]],
    ['telnum 5660066', [ANSWERED]],
    ['srcip 10.10.10.2', [ANSWERED]],
    ['dstip 10.10.10.2', [ANONYMOUS, REGISTRATION]],
    ['ip 10.10.10.2', [ANSWERED, ANONYMOUS, REGISTRATION]],
    ['diversion 5660066', [DIVERTED]],
    ['pai 4151500', [ANSWERED]],
    ['ppi 15660066', [ANONYMOUS]],
    ['rpid 4151510', [REGISTRATION]],
    ['has diversion', [DIVERTED]],
    ['has pai', [ANSWERED]],
    ['has ppi', [ANONYMOUS]],
    ['has rpid', [REGISTRATION]],
    ['has privacy', [ANONYMOUS]],
    ['has Contact', [ANSWERED]],
    ['has x-nothing', []],
  ],
  'what is absent': [
    ['ringtime none', [ANONYMOUS, REGISTRATION]],
    ['ringtime NONE', [ANONYMOUS, REGISTRATION]],
    ['not ringtime none', [ANSWERED, DIVERTED]],
    ['ringtime != none', [ANSWERED, DIVERTED]],
    ['ringtime none <= 900ms', [ANSWERED, ANONYMOUS, REGISTRATION]],
    ['setup none', [DIVERTED, ANONYMOUS, REGISTRATION]],
    ['duration none', []],
    ['hungup none', [DIVERTED, ANONYMOUS, REGISTRATION]],
    ['hungup none callee', ALL],
    ['status none', [ANONYMOUS]],
    ['status none 486', [DIVERTED, ANONYMOUS]],
    ['has diversion or header.diversion none', ALL],
    ['not header.diversion none', [DIVERTED]],
    ['ua none', [ANONYMOUS, REGISTRATION]],
    ['pai none', [DIVERTED, ANONYMOUS, REGISTRATION]],
    ['ppi none num 5660066', [ANSWERED, DIVERTED]],
    ['fault none', [ANSWERED, DIVERTED]],
    ['time none', []],
    ['message(method INVITE pai none)', [DIVERTED, ANONYMOUS]],
    ['off(ringtime none) setup none', [DIVERTED, ANONYMOUS, REGISTRATION]],
    ['ua "none"', []],
    ['to "none"', []],
    ['ua none*', []],
  ],
  'words for several states': [
    ['bad', [ANONYMOUS]],
    ['BAD', [ANONYMOUS]],
    ['state bad', [ANONYMOUS]],
    ['state = bad', [ANONYMOUS]],
    ['state bad busy', [DIVERTED, ANONYMOUS]],
    ['not bad', [ANSWERED, DIVERTED, REGISTRATION]],
    ['state != bad', [ANSWERED, DIVERTED, REGISTRATION]],
    ['outcome bad', [ANONYMOUS]],
    ['"bad"', []],
    ['text bad', []],
    ['bad or state busy', [DIVERTED, ANONYMOUS]],
    ['message(bad method INVITE)', [ANONYMOUS]],
  ],
  'what begins with a number': [
    ['srcport 400*', [REGISTRATION]],
    ['dstport 50*', [ANSWERED, DIVERTED, ANONYMOUS, REGISTRATION]],
    ['486*', [DIVERTED]],
    // 48 is also a word of 178.19.48.48.
    ['48*', [ANSWERED, DIVERTED]],
    ['5060*', [ANSWERED, DIVERTED, ANONYMOUS, REGISTRATION]],
  ],
  'one number, however it is written': [
    ['num 5660066', [ANSWERED, DIVERTED]],
    ['num +3545660066', [ANSWERED, DIVERTED]],
    ['num 003545660066', [ANSWERED, DIVERTED]],
    ['num 3545660066', [ANSWERED, DIVERTED]],
    ['num "+354 566 00 66"', [ANSWERED, DIVERTED]],
    ['num 566-0066', [ANSWERED, DIVERTED]],
    ['num "(354) 566.0066"', [ANSWERED, DIVERTED]],
    ['num 5660066;user=phone', [ANSWERED, DIVERTED]],
    ['num sip:5660066@example.com', [ANSWERED, DIVERTED]],
    ['num 15660066', [ANONYMOUS]],
    ['num *5660066', [ANSWERED, DIVERTED, ANONYMOUS]],
    ['num 566*', [ANSWERED, DIVERTED]],
    ['num +354415150*', [ANSWERED, REGISTRATION]],
    ['num 4151500..4151509', [ANSWERED, REGISTRATION]],
    ['num /^(354)?415/', [ANSWERED, REGISTRATION]],
    ['num 5551234', [DIVERTED]],
    ['num alice', [ANONYMOUS]],
  ],
  'from and to': [
    ['from 4151502', [ANSWERED]],
    ['to alice', [ANONYMOUS]],
    ['to alice@example.com', [ANONYMOUS]],
    ['from anonymous.invalid', []],
    ['from @anonymous.invalid', [ANONYMOUS]],
    ['to 5660066 alice@example.com', [ANSWERED, ANONYMOUS]],
  ],
  addresses: [
    ['src 10.10.10.2:5060', [ANSWERED]],
    ['src 10.10.10.2:5061', []],
    ['ip 10.10.0.0/16', [ANSWERED, ANONYMOUS, REGISTRATION]],
    ['srcip 10.10.*', [ANSWERED, REGISTRATION]],
    ['srcip 10.10.10.1..10.10.10.9', [ANSWERED, REGISTRATION]],
    ['dst 2001:0db8:0:0::48', [DIVERTED]],
    ['dst [2001:db8::48]:5080', [DIVERTED]],
    ['dst 2001:db8::/32', [DIVERTED]],
    ['srcport 40000', [REGISTRATION]],
    ['dstport 5070..5090', [DIVERTED]],
    ['transport UDP', [ANSWERED, DIVERTED, ANONYMOUS]],
    ['transport tcp TLS', [REGISTRATION]],
  ],
  'what happened': [
    ['method BYE', [ANSWERED]],
    ['method invite', [ANSWERED, DIVERTED, ANONYMOUS]],
    ['method INVITE REGISTER', ALL],
    ['status 486', [DIVERTED]],
    ['status 2xx', [ANSWERED, REGISTRATION]],
    ['status 400..499', [DIVERTED]],
    ['status >= 300', [DIVERTED]],
    ['status 200 486', [ANSWERED, DIVERTED, REGISTRATION]],
    ['reason busy', [DIVERTED]],
    ['cseq "102 invite"', [ANSWERED]],
    ['cseq REGISTER', [REGISTRATION]],
    ['state busy unanswered', [DIVERTED, ANONYMOUS]],
    ['outcome 4xx', [DIVERTED]],
    ['outcome registered 486', [DIVERTED, REGISTRATION]],
    ['hungup callee', [ANSWERED]],
    ['hungup *', [ANSWERED]],
    ['fault malformed', [ANONYMOUS]],
    ['fault truncated', [REGISTRATION]],
    ['fault content-length', [ANONYMOUS]],
  ],
  figures: [
    ['duration > 31s', [ANSWERED]],
    ['duration 31s', [ANSWERED, ANONYMOUS]],
    ['duration >= 31000ms', [ANSWERED, ANONYMOUS]],
    ['duration < 1', [REGISTRATION]],
    ['setup 4s..5s', [ANSWERED]],
    ['setup *', [ANSWERED]],
    ['ringtime > 0.5s', [ANSWERED, DIVERTED]],
    ['ringtime <= 900ms', [ANSWERED]],
    ['messages >= 2', [ANSWERED, DIVERTED, REGISTRATION]],
    ['retransmissions > 0', [DIVERTED, ANONYMOUS]],
    ['index 0..1', [ANSWERED, DIVERTED]],
  ],
  times: [
    ['time 16:41', [ANSWERED]],
    ['time 16:41:37.979', [ANSWERED]],
    ['time 16:43', []],
    ['time 16:42', [ANSWERED]],
    ['time 23:00..01:00', [DIVERTED]],
    ['time 2018-04-17', [DIVERTED, ANONYMOUS]],
    ['time 2018-04-16T16:41..16:45', [ANSWERED]],
    ['time 2018-04-16T16:41:37Z', [ANSWERED]],
    ['since 2018-04-17', [ANONYMOUS]],
    ['since 2018-04-16 20:00', [DIVERTED, ANONYMOUS]],
    ['until 2018-04-16', [ANSWERED, DIVERTED]],
    ['until 12:05', [ANONYMOUS, REGISTRATION]],
    ['until 12:04', [REGISTRATION]],
    ['since 08:30 until 08:30', [REGISTRATION]],
    ['time > 23:00', [DIVERTED]],
  ],
  text: [
    ['callid 35e857d6', [ANSWERED]],
    ['callid = 35e857d6', []],
    ['callid = 35e857d6@10.10.10.2:5060', [ANSWERED]],
    ['callid *@10.*', [ANSWERED, DIVERTED]],
    ['ua asterisk', [ANSWERED]],
    ['ua Yealink* Cisco*', [ANSWERED, DIVERTED]],
    ['ua /^asterisk pbx \\d+$/i', [ANSWERED]],
    ['header.contact 10.10.10.2', [ANSWERED]],
    ['header.CSEQ /^7 /', [DIVERTED]],
    ['body rtp/avp', [ANSWERED]],
    ['sdp a=sendrecv', [ANSWERED]],
    ['codec pcma', [ANSWERED]],
    ['codec PCM', []],
    ['media audio', [ANSWERED]],
    ['tag as58f4201b', [ANSWERED]],
    ['branch = z9hG4bKaaa', [ANSWERED]],
    ['text "front desk"', [ANSWERED]],
    ['/anonymous.*invalid/', [ANONYMOUS]],
    ['source trunk', [ANSWERED, ANONYMOUS]],
  ],
  'bare words': [
    ['busy', [DIVERTED]],
    ['5660066', [ANSWERED, DIVERTED]],
    ['15660066', [ANONYMOUS]],
    ['+3545551234', [DIVERTED]],
    ['asterisk', [ANSWERED]],
    ['91c06e8e', [ANONYMOUS]],
    ['10.10.10.9', [REGISTRATION]],
    ['10.10.10.0/24', [ANSWERED, ANONYMOUS, REGISTRATION]],
    ['alice', [ANONYMOUS]],
    ['486', [DIVERTED]],
    ['4xx', [DIVERTED]],
    ['INVITE busy', [DIVERTED]],
    ['"Busy Here"', [DIVERTED]],
    ['messag', []],
  ],
  'how terms are joined': [
    ['', ALL],
    ['has diversion and dstnum 5660066', []],
    ['has diversion or dstnum 5660066', [ANSWERED, DIVERTED]],
    ['method INVITE status 486', [DIVERTED]],
    ['not method INVITE', [REGISTRATION]],
    ['!busy && !state unanswered', [ANSWERED, REGISTRATION]],
    ['state != busy', [ANSWERED, ANONYMOUS, REGISTRATION]],
    ['state != busy unanswered', [ANSWERED, REGISTRATION]],
    ['method INVITE and (status 486 or hungup callee)', [ANSWERED, DIVERTED]],
    ['method INVITE and status 486 or hungup callee', [ANSWERED, DIVERTED]],
    ['not not method BYE', [ANSWERED]],
    ['off(method BYE)', ALL],
    ['method INVITE and off(method BYE)', [ANSWERED, DIVERTED, ANONYMOUS]],
    ['method BYE or off(method INVITE)', [ANSWERED]],
    ['not off(method BYE)', ALL],
    ['method BYE or (off(method INVITE))', [ANSWERED]],
  ],
  'one message or several': [
    ['method BYE cseq INVITE', [ANSWERED]],
    ['message(method BYE cseq INVITE)', []],
    ['message(status 200 cseq INVITE)', [ANSWERED]],
    ['message(method BYE src 178.19.48.48)', [ANSWERED]],
    ['message(method INVITE src 178.19.48.48)', []],
    ['message(method BYE and srcnum 5660066)', [ANSWERED]],
    ['message(method BYE num 4151500)', []],
    ['message(num 5660066 method INVITE)', [ANSWERED, DIVERTED]],
    ['message(method INVITE has diversion)', [DIVERTED]],
    ['message(status 200 has diversion)', []],
    ['message(not method INVITE)', [ANSWERED, DIVERTED, REGISTRATION]],
    ['message(status 200 time 08:30)', [REGISTRATION]],
    ['message(state busy status 486)', [DIVERTED]],
    ['message(ua yealink status 200)', [ANSWERED]],
    ['message(5660066 method BYE)', [ANSWERED]],
  ],
};

for (const [about, queries] of Object.entries(cases)) {
  describe(about, () => {
    it.each(queries)('%s', (query, expected) => {
      expect(find(query)).toEqual(expected);
    });
  });
}

describe('what is read', () => {
  it('reads no message if the columns have the answer', () => {
    const indexed =
      'num 5660066 ip 10.0.0.0/8 method INVITE status 4xx has diversion time 23:00..01:00 since 20:00 state busy';
    const made = compiled(indexed);
    expect(made.query.texts).toEqual([]);
    expect(select(made)).toEqual([DIVERTED]);
    expect(made.table.reads).toBe(0);
  });

  it('reads only messages of conversations that pass the rest', () => {
    const made = compiled('body /sendrecv/ and method REGISTER');
    select(made);
    expect(made.table.reads).toBe(2);
  });

  it('reads no message for a number that is not in the conversation', () => {
    const made = compiled('message(num 8969669 method INVITE)');
    expect(select(made)).toEqual([DIVERTED]);
    expect(made.table.reads).toBe(1);
  });

  it('does not search for the value of a header that never occurs', () => {
    const made = compiled('header.diversion /unconditional/');
    expect(select(made)).toEqual([DIVERTED]);
    expect(made.table.reads).toBe(1);
  });

  it('reads no message without SDP to search session descriptions', () => {
    const made = compiled('sdp /nothing/ or codec nothing or media nothing');
    expect(select(made)).toEqual([]);
    const described = made.table.select(() => true).flatMap(row => made.table.withSdp(row));
    expect(made.table.reads).toBe(3 * described.length);
  });

  it('reads no message again for another query with the same term', () => {
    const known = new TextTerms(2);
    const { table } = compiled('');
    const ask = (text: string) => {
      const parsed = parse(text);
      if ('fault' in parsed) throw new Error(text);
      return select({ table, query: compile(parsed.tree, table, { ...ICELAND, known }) });
    };
    const first = ask('header.contact /10.10.10.2/ and method INVITE');
    const { reads } = table;
    expect(ask('method INVITE header.contact /10.10.10.2/')).toEqual(first);
    expect(table.reads).toBe(reads);
    expect(ask('not header.contact /10.10.10.2/')).toEqual(ALL.filter(row => !first.includes(row)));
    // Two more terms evict the first.
    ask('text one');
    ask('text two');
    const before = table.reads;
    ask('header.contact /10.10.10.2/');
    expect(table.reads).toBeGreaterThan(before);
  });
});

describe('a test of the whole text of a message', () => {
  /** How often a message is split into its parts although its text cannot match. */
  function cutUp(query: string): number {
    let cuts = 0;
    const cut = () => {
      cuts++;
      return [];
    };
    const none = { startLine: String, body: String, sdp: String };
    const text = { whole: () => 'nothing of the kind', headers: cut, codecs: cut, media: cut, faults: cut, ...none };
    const { table, query: made } = compiled(query);
    for (const row of table.select(() => true)) {
      for (const term of made.texts) {
        table.messages(row, message => term.asks(row, message) && term.passes(row, message, text));
      }
    }
    return cuts;
  }

  it.each([
    ['/INVITE/', true],
    ['text INVITE', true],
    ['/INVITE/ and status 200', true],
    ['/INVITE/ or text BYE', true],
    ['message(text INVITE header.contact 10.0.0.1)', true],
    ['/INVITE/ or status 200', true],
    ['not /INVITE/', true],
    ['body sendrecv', true],
    ['header.contact 10.0.0.1 or tag as58f4201b', true],
    ['header.contact "two words"', false],
    ['header.contact 10.*', false],
    ['media sendrecv', false],
    ['header.via Ö', false],
    ['codec PCMA', false],
    ['off(/INVITE/)', true],
  ])('%s: known beforehand is %s', (query, known) => {
    expect(cutUp(query) === 0).toBe(known);
  });
});

describe('where a number was found', () => {
  it('names every place', () => {
    const { query } = compiled('num 5660066');
    expect(query.found(rowId(ANSWERED))).toBe('From, To, Request-URI');
    expect(query.found(rowId(DIVERTED))).toBe('Diversion');
    expect(query.found(rowId(REGISTRATION))).toBeNull();
  });

  it('is empty if the query has no number, or only excludes one', () => {
    expect(compiled('status 200').query.asksNumber).toBe(false);
    expect(compiled('not num 5660066').query.found(rowId(ANSWERED))).toBeNull();
  });
});

describe('without a number plan', () => {
  it('keeps the international spellings together and the local form apart', () => {
    const none = { plan: { country: '', length: 0 } };
    expect(find('num +3545551234', none)).toEqual([DIVERTED]);
    expect(find('num 3545551234', none)).toEqual([DIVERTED]);
    expect(find('num 5551234', none)).toEqual([]);
  });
});

describe('fuzzy matches', () => {
  it('find a number with a typo, and a misspelled word', () => {
    expect(find('5660067')).toEqual([]);
    expect(find('5660067', { ...ICELAND, fuzzy: true })).toEqual([ANSWERED, DIVERTED]);
    expect(find('566')).toEqual([]);
    // As it is being typed: 5660066 begins with both, 15660066 holds the longer one.
    expect(find('56', { ...ICELAND, fuzzy: true })).toEqual([ANSWERED, DIVERTED]);
    expect(find('566', { ...ICELAND, fuzzy: true })).toEqual([ANSWERED, DIVERTED, ANONYMOUS]);
    // Another subscriber's number, and the same subscriber's in international form.
    expect(['15660066', '+3545660066'].map(nearNumberTest('5660066'))).toEqual([false, true]);
    expect(find('astersik')).toEqual([]);
    expect(find('astersik', { ...ICELAND, fuzzy: true })).toEqual([ANSWERED]);
  });
});
