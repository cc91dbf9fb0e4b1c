/** Calls with several legs as a user meets them: on one ladder, why they are one, and leg by leg. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { folder } from '../engine/core-session.js';
import { sample } from '../sample.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { legsFile, legsOneByOne } from './composed-legs.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp({ paths: [legsFile()], columns: 200, rows: 50, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
/** Rows of the flow's ladder that hold a text. */
const withText = (text: string) => app.rows().filter(row => row.includes(text));

describe('the legs of a call on one ladder', () => {
  it('shows one leg, then all of them, then one again', async () => {
    await begin({ preferences: { calls: false } });
    await app.press('enter');
    expect(app.text()).toContain('leg 1 of 3, x shows all');
    await app.press('x');
    expect(status()).toContain('3 legs on one ladder');
    expect(app.text()).toContain('1 leg-one@10.1.0.10   2 leg-two@10.1.0.1   3 leg-three@10.1.0.2');
    expect(app.text()).toContain('leg 1 of 3, 15 messages');
    await app.press('.');
    await app.press('x');
    expect(status()).toContain('Only leg 2 of 3');
    expect(app.text()).not.toContain('3 leg-three@10.1.0.2');
    expect(app.rows().at(-1)).toContain('message 1 of 4');
  });

  it('marks where the host in the middle turns one leg into the next', async () => {
    await begin();
    await app.press('enter', '+');
    expect(withText('◆').map(row => /^ \S+ +\S+ (\d) .*◆─.*INVITE.*SDP from leg (\d)/.exec(row)?.slice(1))).toEqual([
      ['2', '1'],
      ['3', '2'],
    ]);
  });

  it('goes from leg to leg and says where they end', async () => {
    await begin();
    await app.press('enter');
    await app.press('.');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.0.2 SIP/2.0');
    await app.press('.');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.2.3 SIP/2.0');
    await app.press('.');
    expect(status()).toContain('This is the last leg.');
    await app.press(',');
    await app.press(',');
    expect(app.text()).toContain('INVITE sip:5660066@10.1.0.1 SIP/2.0');
  });

  it('keeps the cursor on its message when the other legs come and go', async () => {
    await begin({ preferences: { calls: false } });
    await app.press('enter', 'down', 'down');
    const answer = 'SIP/2.0 503 Service Unavailable';
    expect(app.text()).toContain(answer);
    await app.press('x');
    expect(app.text()).toContain(answer);
    expect(app.text()).toContain('leg 1 of 3');
    expect(app.rows().at(-1)).toContain('message 14 of 15');
  });

  it('says of a call of its own that nothing was found', async () => {
    await begin({ filter: 'to 5660001' });
    await app.press('enter', 'x');
    expect(status()).toContain('No other leg of this call was found');
  });

  it('draws hosts of one name as one lane', async () => {
    const aliases = { '10.1.0.1': 'middle', '10.1.0.2': 'middle' };
    await begin({ preferences: { aliases } });
    await app.press('enter', '+');
    expect(app.text().match(/middle/g)).toHaveLength(1);
    expect(app.text()).not.toContain(' 10.1.0.2 ');
  });
});

describe('the sheet of a call', () => {
  it('tells the legs and why they are one', async () => {
    await begin();
    await app.press('E');
    expect(app.text()).toContain('[Call]');
    expect(app.text()).toContain('10.1.0.2 to 10.1.2.3  4151502 to 0015660066  no reply to 7 INVITEs in 31.5 s');
    expect(app.text()).toContain('1 and 2 certain, ');
    expect(app.text()).toContain('Session-ID: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa');
  });

  it('opens the message of each piece of evidence', async () => {
    await begin({ paths: [sample('call-two-legs.pcap')], filter: 'method INVITE' });
    await app.press('E');
    expect(app.text()).toContain('1 and 2 likely, ');
    expect(app.text()).toMatch(/2 message 1 +sent on after 44 ms/);
    await app.press('down', 'down', 'down', 'enter');
    expect(app.text()).toContain('INVITE sip:8969669@10.11.13.40 SIP/2.0');
    await app.press('E');
    await app.press('down', 'down', 'down', 'down', 'enter');
    expect(app.text()).toContain('SIP/2.0 180 Ringing');
    expect(app.text()).toContain('leg 2 of 2, 14 messages');
  });

  it('opens the message of a line', async () => {
    await begin();
    await app.press('E');
    await app.press('down', 'down', 'enter');
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.2.3 SIP/2.0');
    expect(app.text()).toContain('leg 3 of 3');
  });
});

describe('what the sheet tells of the hosts between', () => {
  /** What stands in the rows of the sheet between two texts, its columns apart. */
  const table = (from: string, to: string) => {
    const rows = app.rows().map(row => row.trim());
    return rows.slice(rows.indexOf(from) + 1, rows.indexOf(to)).map(row => row.split(/ {2,}/));
  };

  it('is what each changed: numbers, codecs, headers', async () => {
    await begin();
    await app.press('E');
    expect(table('1 to 2', '2 to 3')).toEqual([
      ['called number', '5660066', '0015660066'],
      ['number in To', '5660066', '0015660066'],
      ['audio codecs', 'G722, PCMA, PCMU, telephone-event', 'PCMA, PCMU, telephone-event'],
      ['audio address', '10.1.0.10:14000', '10.1.0.1:16000'],
      ['User-Agent', 'Yealink SIP-T46G 28.83.0.50', 'FreeSWITCH-mod_sofia/1.2.12'],
    ]);
  });

  it('is whose time it took until it rang and until the answer', async () => {
    await begin();
    await app.press('end');
    await app.press('E');
    const shares = app.rows().filter(row => / %$/.test(row.trim()));
    expect(shares.map(row => row.trim().split(/ {2,}/))).toEqual([
      ['1 10.1.0.1', '40 ms', '17 %'],
      ['2 10.1.2.3 and beyond', '200 ms', '83 %'],
      ['1 10.1.0.1', '50 ms', '2 %'],
      ['2 10.1.2.3 and beyond', '2.0 s', '98 %'],
    ]);
  });

  it('is all in reach of the cursor on a small screen', async () => {
    await begin({ columns: 80, rows: 24 });
    await app.press('end');
    await app.press('E');
    await app.press(...Array.from({ length: 20 }, () => 'down'));
    expect(app.text()).toContain('98 %');
  });
});

/** The rows of the list, without their heads, from the tree on: "+ ✗ 16:41…". */
const listed = () => {
  const rows = app.rows();
  const end = rows.findIndex(row => row.includes('3 Flow'));
  const heads = rows.findIndex(row => /^─[[ ]2 C/.test(row)) + 1;
  return rows.slice(heads + 1, end < 0 ? rows.length : end).filter(row => row.trim() !== '');
};
/** The tree and the called number of each. */
const shape = () => listed().map(row => /^. ?(.{3}).*4151502 +(\d+)/.exec(row)?.slice(1).join(' ').trim());

describe('the list of calls', () => {
  it('has a row a call, with the leg named that explains what became of it', async () => {
    await begin();
    expect(app.text()).toContain('[2 Calls]');
    expect(app.text()).toContain('3 calls (6 conversations)');
    expect(shape()).toEqual([' +  0015660066', '    5660001', ' +  5660077'].map(text => text.trim()));
    expect(listed()[0]).toContain('leg 3 of 3: no reply to 7 INVITEs from 10.1.2.3:5060');
  });

  it('unfolds the legs of a call below it, and folds them again from any of them', async () => {
    await begin();
    await app.press('U');
    expect(shape()).toEqual([
      '-  0015660066',
      '└1  5660066',
      '└2  0015660066',
      '└3  0015660066',
      '5660001',
      '+  5660077',
    ]);
    expect(app.rows().at(-1)).toContain('row 1 of 6');
    await app.press('down', 'down', 'U');
    expect(shape()).toEqual(['+  0015660066', '5660001', '+  5660077']);
    expect(app.rows().at(-1)).toContain('row 1 of 3');
  });

  it('says of a call with one leg that there is nothing to unfold', async () => {
    await begin();
    await app.press('down', 'U');
    expect(status()).toContain('This call has one leg.');
  });

  it('goes to the leg in the flow that the cursor is on in the list', async () => {
    await begin();
    await app.press('U');
    await app.press('down', 'down', 'down');
    expect(app.text()).toContain('leg 3 of 3, 15 messages');
    await app.press('up', 'up', 'up');
    expect(app.text()).toContain('leg 1 of 3, 15 messages');
  });

  it('returns to a row a conversation, and back, and stays on its row', async () => {
    await begin();
    await app.press('down');
    await app.press('X');
    expect(status()).toContain('A row is a conversation');
    expect(app.text()).toContain('[2 Conversations]');
    expect(app.rows().at(-1)).toContain('row 3 of 6');
    await app.press('X');
    expect(app.rows().at(-1)).toContain('row 2 of 3');
  });

  it('is a setting', async () => {
    await begin({ preferences: { calls: false } });
    expect(app.text()).toContain('[2 Conversations]');
    await app.press(':', ...'set calls on', 'enter');
    expect(app.text()).toContain('[2 Calls]');
  });

  it('shows a call if the filter matches one of its legs', async () => {
    await begin();
    await app.press('/', ...'dst 10.1.0.2', 'enter');
    expect(app.text()).toContain('1 of 3 calls match');
    expect(shape()).toEqual(['+  0015660066']);
  });

  it('looks for a text in all legs, and for what is only in a later one', async () => {
    await begin();
    await app.press('/', ...'body /m=audio 18000/', 'enter');
    expect(shape()).toEqual(['+  0015660066']);
    await app.press('/', 'ctrl+u', 'enter');
    await app.press(':', ...'find leg-three', 'enter');
    expect(status()).toContain('"leg-three" in 7 messages, this is 1');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.2.3 SIP/2.0');
  });

  it('goes to the call of a leg that is folded away, and to the leg where it is not', async () => {
    await begin();
    await app.press('end');
    await app.press(':', ...'goto leg-two@10.1.0.1', 'enter');
    expect(status()).toContain('That is leg 2 of 3 of the call under the cursor');
    expect(app.rows().at(-1)).toContain('row 1 of 3');
    await app.press('U');
    await app.press('end');
    await app.press(':', ...'goto leg-two@10.1.0.1', 'enter');
    expect(app.rows().at(-1)).toContain('row 3 of 6');
  });

  it('goes to a time with legs unfolded above it', async () => {
    await begin();
    await app.press('U');
    await app.press(':', ...'goto 16:42:10', 'enter');
    expect(app.rows().at(-1)).toContain('row 6 of 6');
  });

  it('sorts calls by their first legs and keeps legs below them', async () => {
    await begin();
    await app.press('U');
    await app.press(':', ...'sort time desc', 'enter');
    expect(shape()).toEqual([
      '+  5660077',
      '5660001',
      '-  0015660066',
      '└1  5660066',
      '└2  0015660066',
      '└3  0015660066',
    ]);
  });

  it('marks a call with all its legs, and saves them', async () => {
    await begin();
    await app.press('space');
    expect(status()).toContain('3 marked');
    await app.press('f2');
    expect(app.text()).toContain('the marked ones (3)');
  });

  it('saves all legs of the calls that a filter shows', async () => {
    await begin({ filter: 'dst 10.1.0.2' });
    const path = join(folder(), 'filtered.pcap');
    await app.press(':', ...`w ${path}`, 'enter');
    await app.until(() => status().includes('3 conversations'));
    expect(status()).toContain('3 conversations, 15 messages');
  });
});

describe('legs that come one by one', () => {
  it('become one row while traffic is watched, and the ladder gets the new leg under the cursor’s message', async () => {
    const engine = new EngineInProcess();
    const machine = new Machine(engine);
    await begin({ engine, paths: [], opened: true });
    machine.capture(ETH0);
    await app.settle();
    const [first, second] = legsOneByOne();
    await machine.captures[0]!.give(first);
    await app.settle();
    await app.press('enter');
    expect(app.rows().at(-1)).toContain('message 1 of 1');
    await machine.captures[0]!.give(second);
    await app.until(() => app.text().includes('1 call (2 conversations)'));
    await app.until(() => app.text().includes('leg 1 of 2, 2 messages'));
    expect(app.rows().at(-1)).toContain('message 1 of 2');
    await app.press('.');
    expect(app.text()).toContain('INVITE sip:5660066@10.1.2.3 SIP/2.0');
  });
});

describe('joining and taking apart by hand', () => {
  it('makes marked conversations one call, and takes it apart again', async () => {
    await begin();
    await app.press('down', 'space', 'space');
    await app.press('J');
    expect(status()).toContain('One call of 3 legs');
    expect(shape()).toEqual(['+  0015660066', '+  5660077']);
    await app.press('E');
    expect(app.text()).toContain('by hand');
    await app.press('esc', 'B');
    expect(status()).toContain('Taken apart: 3 conversations');
    expect(shape()).toEqual(['+  0015660066', '5660001', '5660077', '5660077']);
    expect(app.text()).toContain('4 calls (6 conversations)');
  });

  it('says what to do where there is nothing to join, or to take apart', async () => {
    await begin();
    await app.press('J');
    expect(status()).toContain('Mark what belongs together');
    await app.press('down', 'B');
    expect(status()).toContain('This call has one leg');
  });
});
