/** The program as a user meets it: keys in, text on the screen out. */
import { afterEach, describe, expect, it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ASTERISK } from '../../samples/compose/agents.js';
import { Capture } from '../../samples/compose/capture.js';
import { Dialog, type Plan } from '../../samples/compose/dialog.js';
import { endpoint } from '../../samples/compose/endpoint.js';
import { bytesOf, request, response } from '../../samples/compose/message.js';
import { rowId } from '../../src/model/ids.js';
import { generate } from '../bench/generate.js';
import { folder, inFolder } from '../engine/core-session.js';
import { FedCapture } from '../engine/fed-capture.js';
import { Machine } from '../engine/machine.js';
import { sample } from '../sample.js';
import { espFile, framesFile, officeCalls, officeFile, START_US } from './composed.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp(options);
}

afterEach(() => app.stop());

function written(capture: Capture): string {
  const path = join(folder(), 'composed.pcap');
  writeFileSync(path, capture.pcap());
  return path;
}

const SWITCHBOARD = endpoint('10.10.10.2');
const TRUNK = endpoint('178.19.48.48');

/** One call of the office, to be told. */
function newCall(capture: Capture, plan: Partial<Plan> = {}): Dialog {
  const sides = {
    caller: { host: SWITCHBOARD, number: '4151502', agent: ASTERISK },
    callee: { host: TRUNK, number: '5660066', agent: ASTERISK },
  };
  return new Dialog(capture, { ...sides, callId: 'one-call@10.10.10.2', ...plan });
}

/** One Call-ID with so many messages: OPTIONS and their answers, the last of them from another host. */
function longConversation(messages: number): string {
  const capture = new Capture();
  for (let number = 0; number < messages / 2; number++) {
    const timeUs = START_US + number * 2_000_000;
    const asked = request('OPTIONS', 'sip:178.19.48.48', [
      ['Via', `SIP/2.0/UDP 10.10.10.2;branch=z9hG4bKping${number}`],
      ['From', '<sip:ping@10.10.10.2>;tag=a'],
      ['To', '<sip:178.19.48.48>'],
      ['Call-ID', 'long@10.10.10.2'],
      ['CSeq', `${number} OPTIONS`],
    ]);
    capture.udp(SWITCHBOARD, TRUNK, bytesOf(asked), timeUs);
    const from = number === messages / 2 - 1 ? endpoint('10.9.9.9') : TRUNK;
    capture.udp(from, SWITCHBOARD, bytesOf(response(asked, 200, 'OK', 'b')), timeUs + 1000);
  }
  return written(capture);
}

/** The last rows: status line and footer. */
/** The row of the column heads: below the filter, the incident of the office's calls and the title. */
const HEADS = 3;

const status = () => app.rows().at(-2) ?? '';
const footer = () => app.rows().at(-1) ?? '';

describe('looking at a capture', () => {
  it('walks from the list to the flow to the message and back', async () => {
    await begin();
    expect(app.text()).toContain('[2 Conversations]');
    await app.press('enter');
    expect(app.text()).toContain('[3 Flow]');
    expect(footer()).toContain('message 1 of 7');
    await app.press('down', 'down', 'enter');
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('SIP/2.0 180 Ringing');
    await app.press('esc', 'esc');
    expect(app.text()).toContain('[2 Conversations]');
    expect(footer()).toContain('row 1 of 108');
  });

  it('shows the flow and the message of the row under the cursor at once', async () => {
    await begin();
    await app.press('down');
    expect(app.text()).toContain('no reply to 7 INVITEs');
    expect(app.text()).toContain('sip:4151503@10.10.10.2');
  });

  it('opens several marked conversations in one ladder', async () => {
    await begin();
    await app.press('space', 'space');
    expect(status()).toContain('2 marked');
    await app.press('enter');
    expect(app.text()).toContain('2 conversations, 14 messages');
    await app.press('esc');
    expect(status()).toContain('2 marked');
  });

  it('compares two marked messages', async () => {
    await begin();
    await app.press('enter', 'space', 'down', 'space', 'v');
    expect(app.text()).toContain('[4 Two messages]');
    await app.press('esc');
    expect(app.text()).toContain('[3 Flow]');
  });

  it('finds text in the message and goes from place to place', async () => {
    await begin();
    await app.press('4', '/', ...'10.10', 'enter');
    expect(footer()).toContain('place 1 of');
    await app.press('n');
    expect(footer()).toContain('place 2 of');
    await app.press('/', ...'nowhere', 'enter');
    expect(status()).toContain('does not hold "nowhere"');
  });

  it('goes to a time, a row and a Call-ID', async () => {
    await begin();
    await app.press(':', ...'goto 16:42:00', 'enter');
    expect(footer()).toContain('row 16 of 108');
    await app.press(':', ...'goto 1,000', 'enter');
    expect(status()).toContain('No time, no row and no Call-ID');
    await app.press(':', ...'goto 100', 'enter');
    expect(footer()).toContain('row 100 of 108');
  });

  it('follows the newest conversation while the capture grows, until one moves up', async () => {
    await begin({ conversations: 50 });
    await app.press('G');
    expect(footer()).toContain('row 50 of 50');
    const growing = new FedCapture('growing.pcap');
    app.engine.core.sources.watch(growing.source, { kind: 'follow', path: 'growing.pcap' });
    await growing.give(officeCalls(50, 10));
    await app.settle();
    expect(footer()).toContain('row 60 of 60');
    expect(status()).toContain('following');
    await app.press('up');
    expect(status()).not.toContain('following');
  });
});

describe('filtering', () => {
  it('narrows the list with each keystroke and keeps the last good result at a mistake', async () => {
    await begin();
    await app.press('/', ...'state busy');
    expect(app.rows()[0]).toContain('21 of 108 match');
    await app.press(...' nonsense');
    expect(app.rows()[0]).toContain('21 of 108 match');
    expect(app.rows()[1]).toContain('^ one of calling, ringing');
    await app.press('enter');
    expect(app.rows().slice(-4).join(' ')).toContain('the last right filter');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('points at the mistake', async () => {
    await begin({ conversations: 5 });
    await app.press('/', ...'state nosuch ');
    const text = app.rows()[0]!.indexOf('nosuch');
    expect(app.rows()[1]!.indexOf('^ one of calling, ringing')).toBe(text);
  });

  it('completes with Tab, again for the next one', async () => {
    await begin();
    await app.press('/', ...'srcn', 'tab');
    expect(app.state().filter.editor.text).toBe('srcnum ');
  });

  it('lets the newest of several fast keystrokes win, whatever order answers come in', async () => {
    await begin();
    await app.press('/');
    app.engine.hold(true);
    await app.press(...'state bus');
    app.engine.hold(false);
    await app.press('y');
    expect(app.state().result.value.query).toBe('state busy');
    expect(app.rows()[0]).toContain('21 of 108 match');
  });

  it('keeps used filters for the next time', async () => {
    await begin();
    await app.press('/', ...'state busy', 'enter');
    expect(app.did).toContainEqual(['remember', { do: 'remember', filters: ['state busy'] }]);
    await app.press('/', 'ctrl+u', 'up');
    expect(app.rows()[0]).toContain('state busy');
  });

  it('begins with the filter of the command line', async () => {
    await begin({ filter: 'state busy' });
    expect(app.rows()[0]).toContain('21 of 108 match');
  });
});

describe('columns and sorting', () => {
  it('sorts by the columns to the right, and reverses', async () => {
    await begin();
    await app.press('>');
    expect(status()).toContain('by time ↑');
    await app.press('z');
    expect(status()).toContain('by time ↓');
    expect(app.engine.asked).toContainEqual({
      kind: 'result',
      ask: { query: '', sort: { key: 'time', descending: true }, calls: true, verdicts: true },
    });
  });

  it('makes any header a column and asks the engine for it', async () => {
    await begin({ columns: 200, rows: 50, paths: [sample('call-diversion-wrong.pcap')] });
    await app.press(':', ...'column Diversion', 'enter');
    expect(status()).toContain('Column Diversion is shown');
    expect(app.engine.asks('rows').at(-1)).toMatchObject({ headers: ['Diversion'] });
    await app.press(...Array.from({ length: 30 }, () => 'right'));
    // Below the filter, the strip of incidents and the title.
    expect(app.rows()[3]).toContain('Diversion');
    expect(app.text()).toContain('<sip:1502@178.19.49.10>');
  });

  it('chooses and orders columns in a dialog', async () => {
    await begin();
    await app.press('t', 'enter', 'down', '>');
    expect(
      app
        .state()
        .list.columns.slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(['method', 'to']);
    await app.press('esc');
    expect(app.rows()[2]).not.toContain('Time');
  });

  it('sorts by a click on a head and goes to a clicked row', async () => {
    await begin();
    const click = async (column: number, row: number) => {
      const at = { kind: 'mouse', button: 'left', column, row, ctrl: false, alt: false, shift: false } as const;
      await app.send({ ...at, action: 'press' });
      await app.send({ ...at, action: 'release' });
    };
    await click(app.rows()[HEADS]!.indexOf('Method') + 1, HEADS);
    expect(status()).toContain('by method ↑');
    await click(20, HEADS + 4);
    expect(footer()).toContain('row 4 of 108');
  });
});

describe('files', () => {
  it('offers captures where none was named, and opens the one chosen', async () => {
    await begin({ paths: [] });
    expect(app.text()).toContain('Open a capture');
    expect(app.text()).toContain('call-caller-id-rejected.pcap');
    await app.press(...'registration-ch', 'enter');
    expect(app.engine.asks('open')).toEqual([{ paths: [sample('registration-challenge.pcap')], limit: null }]);
    expect(app.text()).toContain('[2 Conversations]');
    expect(footer()).toContain('row 1 of 2');
  });

  it('opens a path that is typed', async () => {
    await begin({ paths: [] });
    await app.press(...sample('options-ping-tcp.pcap'), 'enter');
    expect(app.engine.asks('open')).toEqual([{ paths: [sample('options-ping-tcp.pcap')], limit: null }]);
    expect(footer()).toContain('row 1 of 1');
  });

  it('says why a file cannot be opened', async () => {
    const path = join(folder(), 'x.cap');
    // What the Sniffer begins its files with.
    writeFileSync(path, Buffer.concat([Buffer.from('TRSNIFF data'), Buffer.alloc(124)]));
    await begin({ paths: [path] });
    expect(app.text()).toMatch(/x\.cap is a Sniffer capture/);
  });

  it('asks before it writes over a file', async () => {
    inFolder();
    writeFileSync('capture.pcap', 'what was there before');
    await begin({ conversations: 1083 });
    await app.press('s', 'enter');
    expect(app.text()).toContain('Enter writes over it');
    expect(readFileSync('capture.pcap', 'latin1')).toBe('what was there before');
    await app.press('enter');
    expect(status()).toContain('1,083 conversations, 5,418 messages in 5,418 packets');
    expect(app.engine.asks('save')).toEqual([
      { selection: { all: true }, path: 'capture.pcap', format: 'pcap', overwrite: false },
      { selection: { all: true }, path: 'capture.pcap', format: 'pcap', overwrite: true },
    ]);
    expect(readFileSync('capture.pcap').equals(readFileSync(officeFile(1083)))).toBe(true);
  });

  it('saves what is marked by :w', async () => {
    await begin();
    const path = join(folder(), 'one.txt');
    await app.press('space', ':', ...`w ${path}`, 'enter');
    expect(app.engine.asks('save')).toEqual([
      { selection: { conversations: [0] }, path, format: 'txt', overwrite: false },
    ]);
    expect(
      readFileSync(path, 'utf8')
        .match(/^Call-ID: .*$/gm)
        ?.map(line => line.trim()),
    ).toEqual(Array.from({ length: 7 }, () => 'Call-ID: 35e857d6-0@10.10.10.2'));
  });

  it('asks before it clears', async () => {
    await begin();
    await app.press('f5', 'n');
    expect(app.engine.asks('close')).toEqual([]);
    await app.press('f5', 'y');
    expect(app.engine.asks('close')).toEqual([{ source: null }]);
    expect(app.text()).toContain('No capture is open');
  });
});

describe('the command line and help', () => {
  it('names the nearest command for a wrong one', async () => {
    await begin();
    await app.press(':', ...'colum', 'enter');
    expect(status()).toContain('did you mean ":column"?');
  });

  it('completes commands and settings', async () => {
    await begin();
    await app.press(':', ...'set the', 'tab');
    expect(footer()).toContain(':set theme');
  });

  it('searches the help', async () => {
    await begin();
    await app.press('?', ...'clipboard');
    expect(app.text()).toContain('Send the message to the clipboard');
    await app.press('esc');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('changes settings and keeps them when told to', async () => {
    await begin();
    await app.press(':', ...'set time relative', 'enter');
    expect(app.text()).toContain('+1.500');
    await app.press(':', ...'set save', 'enter');
    expect(app.did.find(([what]) => what === 'save-settings')?.[1]).toMatchObject({ time: 'relative' });
    expect(status()).toContain('The settings are kept');
  });

  it('answers keys of later parts in a sentence', async () => {
    await begin();
    for (const key of ['m', 'K']) {
      await app.press(key);
      expect(status()).toContain('Not yet');
    }
  });

  it('copies to the clipboard of the terminal', async () => {
    await begin();
    await app.press('enter', 'y');
    expect(app.did.find(([what]) => what === 'copy')?.[1]).toContain('INVITE sip:5660066@178.19.48.48 SIP/2.0\r\n');
    await app.press('Y', 'enter');
    expect(app.did.at(-1)).toEqual(['copy', '35e857d6-0@10.10.10.2']);
  });
});

describe('when things go wrong', () => {
  it('keeps what is shown and says what to do when the engine stops', async () => {
    await begin();
    app.engine.die('The part that reads captures stopped. Start the program again.');
    await app.settle();
    expect(status()).toContain('Start the program again.');
    expect(app.text()).toContain('4151502');
    await app.press('down', '?');
    expect(app.text()).toContain('[Help]');
  });

  it('keeps the other panes when one cannot be drawn', async () => {
    await begin({ conversations: 5 });
    // An answer no engine gives: a message without a length.
    app.engine.instead('messages', async (ask, own) => {
      const { rows, ...rest } = await own(ask);
      return { ...rest, rows: rows.map(({ length: _, ...broken }) => broken) };
    });
    await app.press('down');
    expect(app.text()).toContain('The message could not be drawn');
    expect(app.text()).toContain('4151503');
    app.engine.instead('messages', null);
    await app.press('down');
    expect(app.text()).toContain('sip:4151504@10.10.10.2');
  });

  it('survives an answer that nothing can be made of', async () => {
    await begin({ conversations: 5 });
    app.engine.instead('messages', () => ({ rows: [{ id: 7, src: 5 }], first: 0, total: 1 }));
    await app.press('down');
    expect(status()).toContain('went wrong inside the program');
    await app.press('?');
    expect(app.text()).toContain('[Help]');
  });

  it('lets nothing from a capture reach the terminal as a control', async () => {
    const capture = new Capture();
    newCall(capture)
      .invite(START_US)
      .respond(START_US + 1, 486, 'a\x1b[2Jb\u202e');
    await begin({ paths: [written(capture)] });
    expect(app.rows()[3]).toContain('busy (486 a␛[2Jb');
    expect(app.text()).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/);
  });

  it('quits on q from the list and on Ctrl-C from anywhere', async () => {
    await begin();
    await app.press('enter', 'q');
    expect(app.text()).toContain('[2 Conversations]');
    await app.press('?', 'ctrl+c');
    await app.ended;
  });
});

describe('what it costs', () => {
  it('paints nothing while nothing happens, and one frame for a key', async () => {
    await begin();
    const before = app.frames();
    await app.settle();
    await app.settle();
    expect(app.frames()).toBe(before);
    await app.press('down');
    expect(app.frames()).toBe(before + 1);
  });

  it('asks for a window of rows, as large at three thousand conversations as at a hundred', async () => {
    const path = join(folder(), 'busy.pcap');
    generate(path, 3000);
    await begin({ paths: [path] });
    await app.press('G', 'up');
    expect(footer()).toContain('row 2,999 of 3,000');
    expect(app.engine.asks('rows').every(({ count }) => count < 200)).toBe(true);
  });
});

describe('many conversations, many messages', () => {
  it('says which letter of a ladder is which conversation', async () => {
    await begin();
    await app.press('space', 'space', 'enter');
    expect(app.text()).toContain(' A 4151502 to 5660066   B 4151503 to 5660066');
  });

  it('shows only messages with SDP on D, the cursor on one of them', async () => {
    await begin();
    await app.press('enter', 'down', 'D');
    expect(app.text()).toContain('INVITE SDP');
    expect(app.text()).not.toContain('100 Trying ╌');
    expect(footer()).toContain('message 4 of 7');
    await app.press('down', 'D');
    expect(app.text()).toContain('100 Trying');
  });

  it('walks on where a window of messages ends, its lanes where they were', async () => {
    await begin({ paths: [longConversation(2500)] });
    await app.press('enter');
    const head = app.rows().findIndex(row => row.includes('10.9.9.9'));
    const lanes = app.rows()[head]!.slice(0, 60);
    for (let pages = 0; pages < 110; pages += 10) await app.press(...Array.from({ length: 10 }, () => 'pagedown'));
    expect(footer()).toMatch(/message (1,[1-9]|2,)\d\d/);
    expect(app.rows()[head]!.slice(0, 60)).toBe(lanes);
    await app.press('end');
    expect(footer()).toContain('message 2,500 of 2,500');
    expect(app.rows()[head]!.slice(0, 60)).toBe(lanes);
  });
});

describe('the mouse', () => {
  const at = (column: number, row: number) =>
    ({ kind: 'mouse', button: 'left', column, row, ctrl: false, alt: false, shift: false }) as const;
  const drag = async (from: number, to: number, row: number) => {
    await app.send({ ...at(from, row), action: 'press' });
    await app.send({ ...at(to, row), action: 'release' });
  };
  const ids = () =>
    app
      .state()
      .list.columns.map(({ id }) => id)
      .slice(0, 4);

  it('moves a column by its head, and widens it by its edge', async () => {
    await begin();
    const heads = () => app.rows()[HEADS]!;
    await drag(heads().indexOf('To') + 1, heads().indexOf('From') + 1, HEADS);
    expect(ids()).toEqual(['time', 'method', 'to', 'from']);
    const edge = heads().indexOf('From') - 2;
    await drag(edge, edge + 10, HEADS);
    expect(heads().indexOf('From')).toBe(edge + 12);
    expect(status()).toContain('order of arrival');
  });

  it('puts the cursor of the message on the line that is clicked', async () => {
    await begin();
    const row = app.rows().findIndex(text => text.includes('│  Max-Forwards: 70'));
    await app.send({ ...at(100, row), action: 'press' });
    expect(app.text()).toContain('│› Max-Forwards: 70');
  });
});

describe('putting conversations aside', () => {
  it('asks, keeps what matches, and brings the others back', async () => {
    await begin();
    await app.press('f9');
    expect(status()).toContain('Write a filter first');
    await app.press('/', ...'state busy', 'enter');
    await app.press('f9');
    expect(app.text()).toContain('Put the 87 conversations aside that do not match?');
    await app.press('y');
    expect(app.engine.asks('keep')).toEqual([{ only: 'result' }]);
    expect(status()).toContain('87 conversations put aside');
    expect(footer()).toContain('row 1 of 21');
    await app.press('down');
    expect(status()).toContain('87 put aside');
    await app.press(':', ...'keep-all', 'enter');
    expect(app.engine.asks('keep')).toEqual([{ only: 'result' }, { only: 'all' }]);
    expect(footer()).toContain('of 108');
  });
});

describe('the terms of a filter', () => {
  const filter = () => app.state().filter.editor.text;

  async function beginWith(text: string): Promise<void> {
    await begin();
    await app.press('/', ...text);
  }

  it('say how many conversations each matches, under each', async () => {
    await beginWith('method INVITE and not state busy');
    const [first, second] = app.rows();
    expect(second!.indexOf('108')).toBe(first!.indexOf('method INVITE'));
    expect(second!.indexOf('all but 21')).toBe(first!.indexOf('state busy'));
  });

  it('are switched off, turned around and taken away by a key each', async () => {
    await beginWith('method INVITE state busy');
    await app.press('ctrl+t');
    expect(filter()).toBe('method INVITE and off(state busy)');
    expect(app.rows()[1]).toContain('off');
    await app.press('ctrl+t', 'ctrl+g');
    expect(filter()).toBe('method INVITE and not state busy');
    await app.press('ctrl+x');
    expect(filter()).toBe('method INVITE');
    await app.press('ctrl+_');
    expect(filter()).toBe('method INVITE and not state busy');
  });
});

describe('filtering on what is under the cursor', () => {
  const filter = () => app.state().filter.editor.text;

  it('asks which cell where none is chosen, then filters on it, excludes it, adds it', async () => {
    await begin();
    await app.press('=');
    expect(status()).toContain('Left and Right choose the cell');
    await app.press('right', 'right', 'right', '=');
    expect(filter()).toBe('from 4151502');
    await app.press('right', '&');
    expect(filter()).toBe('from 4151502 and to 5660066');
    // Where a number is asked for, the next column tells where it was found.
    await app.press('right', 'right', '=');
    expect(filter()).toBe('peer 178.19.48.48:5060');
    // That column is gone with the number; the cell chosen is still the peer's.
    await app.press('right', '!');
    expect(filter()).toBe('peer 178.19.48.48:5060 and not state completed');
    expect(app.rows()[0]).toContain('86 of 108 match');
  });

  it('takes the number, the header or the status of the line of a message', async () => {
    const capture = new Capture();
    newCall(capture, { branch: 'd1ff' }).invite(START_US, [
      ['Diversion', '<sip:5660001@10.10.10.2>;reason=unconditional'],
    ]);
    await begin({ paths: [written(capture)], rows: 60 });
    const values: string[] = [];
    await app.press('4');
    for (let line = 0; line < 13; line++) {
      await app.press('=');
      values.push(filter());
      await app.press('down');
    }
    expect(values).toEqual(
      expect.arrayContaining([
        'method INVITE',
        'header.Via = "SIP/2.0/UDP 10.10.10.2:5060;branch=z9hG4bKd1ff"',
        'header.Max-Forwards = 70',
        'from 4151502',
        'to 5660066',
        'callid = one-call@10.10.10.2',
        'cseq = "102 INVITE"',
        'diversion 5660001',
      ]),
    );
  });

  it('takes the method or the status of an arrow', async () => {
    await begin();
    await app.press('enter', 'down', 'down', '=');
    expect(filter()).toBe('status 180');
  });

  it('says where a number was found, without being asked', async () => {
    // Who diverted the call, as samples/README.md tells.
    await begin({ paths: [sample('call-diversion-wrong.pcap')], filter: '1502' });
    expect(app.rows()[0]).toContain('1 of 7 match');
    // Below the filter, the strip of incidents and the title.
    expect(app.rows()[3]).toMatch(/To +Found in/);
    expect(app.rows()[4]).toMatch(/7712552 +5660066 +Diversion /);
  });

  it('says that nothing matches exactly', async () => {
    // One digit of 5660066 is wrong.
    await begin({ conversations: 3, filter: '5660067' });
    expect(app.rows()[0]).toContain('3 of 3 nearly match, none exactly');
  });
});

describe('finding text in all messages', () => {
  /** Held by the INVITEs of calls 0, 2 and 700. */
  const CONTACTS = '/Contact: <sip:(4151502|4151504|4152202)@/';

  it('goes from hit to hit, opening conversation and message, and says where it ends', async () => {
    await begin({ conversations: 1083 });
    await app.press(':', ...`find ${CONTACTS}`, 'enter');
    expect(app.engine.asks('find')).toEqual([{ text: CONTACTS }]);
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('│› Contact: <sip:4151502@10.10.10.2:5060>');
    await app.press('n', 'n');
    expect(app.text()).toContain('35e857d6-700@10.10.10.2');
    expect(app.state().list.cursor).toBe(700);
    expect(app.rows().some(row => row.startsWith('›') && row.includes('4152202'))).toBe(true);
    await app.press('n');
    expect(status()).toContain('This is the last message');
    await app.press('N');
    expect(app.text()).toContain('35e857d6-2@10.10.10.2');
  });

  it('asks for the text on F3, says what is wrong with it, and how far it is', async () => {
    await begin();
    await app.press('f3', ...'/(/', 'enter');
    expect(status()).toMatch(/character 1, "\(", the closing \) is missing/);
    await app.press('f3', ...'busy here', 'enter');
    expect(status()).toContain('"busy here" in 21 messages, this is 1');
    app.engine.tell({ finding: { found: 3, searched: 0.4 } });
    await app.settle();
    expect(status()).toContain('"busy here" in 3 messages, this is 1, searched 40 %');
    await app.press('esc', 'esc', 'esc');
    expect(app.engine.asked.at(-1)).toEqual({ kind: 'find', ask: { text: '' } });
  });

  it('says that nothing holds it', async () => {
    await begin();
    await app.press(':', ...'find xyzzy', 'enter');
    expect(status()).toContain('No message of the conversations in the list holds "xyzzy"');
  });
});

describe('filters with names', () => {
  it('are kept by a name, offered, taken by it and forgotten', async () => {
    await begin();
    await app.press('/', ...'state busy', 'enter');
    await app.press(':', ...'filter save night', 'enter');
    expect(status()).toContain('The filter is kept as "night"');
    expect(app.did.find(([what]) => what === 'save-settings')).toMatchObject([
      'save-settings',
      { filters: { night: 'state busy' } },
    ]);
    await app.press(':', ...'filter state ringing', 'enter', ':', ...'filter night', 'enter');
    expect(app.state().filter.editor.text).toBe('state busy');
    await app.press('/', 'ctrl+r');
    expect(app.text()).toContain('night');
    await app.press('esc', 'esc', ':', ...'filter delete night', 'enter');
    expect(app.state().preferences.filters).toEqual({});
  });
});

describe('the commands of the original tool', () => {
  it('change the filter, which is the same one', async () => {
    await begin();
    await app.press(':', ...'filter add state busy', 'enter');
    expect(app.state().filter.editor.text).toBe('state busy');
    expect(app.rows()[0]).toContain('21 of 108 match');
    expect(status()).toContain('21 conversations');
    await app.press(':', ...'filter show', 'enter');
    expect(app.text()).toContain(' set condition or');
    expect(app.text()).toContain(' add state busy');
    await app.press('esc', ':', ...'filter reset', 'enter');
    expect(app.state().filter.editor.text).toBe('');
    expect(app.rows()[HEADS - 1]).toContain('108');
  });

  it('show conversations, enter one, and leave it', async () => {
    await begin({ conversations: 30 });
    await app.press(':', ...'show conversations sorted', 'enter');
    expect(app.text()).toContain(' [2] ');
    expect(app.text()).toContain('INVITE 4151504->5660066');
    await app.press('esc', ':', ...'conversation 2', 'enter', ':');
    expect(footer()).toContain('SipInv[conversation 2]:');
    await app.press('esc', ':', ...'show', 'enter');
    expect(app.text()).toMatch(/\[1\] .* 100 Trying/);
    await app.press('esc', ':', ...'exit', 'enter', ':');
    expect(footer()).not.toContain('SipInv');
    await app.press('esc');
    expect(app.text()).toContain('[2 Conversations]');
    expect(app.rows()[HEADS + 1]).toContain('4151502');
  });
});

describe('what the engine knows, after the colon', () => {
  /** What stands on the ":" line. */
  function line(): string {
    const { dialog } = app.state();
    return dialog?.kind === 'command' ? dialog.editor.text : '';
  }

  it('completes Call-IDs with what they are, and the numbers of messages', async () => {
    await begin({ conversations: 30 });
    const { callId } = (await app.engine.request('conversation', { index: rowId(0) }))!;
    await app.press(':', ...'show conversation ');
    expect(app.text()).toContain('INVITE 4151502->5660066');
    await app.press('tab');
    expect(line()).toBe(`show conversation ${callId}`);
    await app.press(...' message ', 'tab', 'tab');
    expect(line()).toBe(`show conversation ${callId} message 1`);
    expect(app.text()).toContain('100 Trying');
    await app.press('shift+tab');
    expect(line()).toBe(`show conversation ${callId} message 0`);
  });

  it('completes files, quoted where they hold blanks', async () => {
    await begin();
    await app.press(':', ...'open m', 'tab');
    expect(line()).toBe('open "my calls.pcap"');
    await app.press('esc', ':', ...'load c', 'tab');
    expect(line()).toBe('load calls.pcap');
  });

  it('takes a Tab that comes before the answer, and drops an answer that comes too late', async () => {
    await begin({ conversations: 30 });
    app.engine.hold(true);
    await app.press(':', ...'conversation ', 'tab');
    expect(line()).toBe('conversation ');
    app.engine.hold(false);
    await app.settle();
    expect(line()).toMatch(/^conversation \S+@/);
    await app.press('esc');
    app.engine.hold(true);
    await app.press(':', ...'conversation ', 'tab', ...'zzz');
    app.engine.hold(false);
    await app.settle();
    expect(line()).toBe('conversation zzz');
    expect(app.text()).not.toContain('4151502->');
  });

  it('starts a capture in the words of the command line, and says why there is none', async () => {
    await begin();
    const machine = new Machine(app.engine);
    await app.press(':', ...'capture start lo -b "port 5060"', 'enter');
    expect(status()).toContain('capture stop ends it.');
    expect(machine.captures).toHaveLength(1);
    machine.refusal = 'lo cannot be captured: it is asleep.';
    await app.press(':', ...'capture start lo', 'enter');
    expect(status()).toContain('lo cannot be captured: it is asleep.');
    await app.press(':', ...'capture start lo udp port 5060', 'enter');
    expect(status()).toContain('-b "udp port 5060"');
  });

  it('has the commands of where one is', async () => {
    await begin({ conversations: 30 });
    await app.press(':', ...'conversation 2', 'enter');
    await app.press(':', ...'show m', 'tab');
    expect(line()).toBe('show message');
    await app.press('esc', ':', 'e', 'x', 'tab');
    expect(line()).toBe('exit');
  });
});

describe('the account of what was read', () => {
  it('adds up before the eyes of the user, and says why there is nothing', async () => {
    // Link types from 147 on are for private use: nobody can read them.
    const unreadable = framesFile(147, ...Array.from({ length: 10 }, () => Buffer.alloc(60)));
    // What tshark's protocol hierarchy counts in the sample: 16 SIP, 480 RTP, 4 RTCP.
    await begin({ paths: [sample('call-two-legs.pcap'), unreadable] });
    await app.press('i');
    const counts = [...app.text().matchAll(/^ {3}(SIP|other traffic|undecodable|read) +([\d,]+)$/gm)];
    expect(counts.map(([, name, count]) => `${name} ${count}`)).toEqual([
      'SIP 16',
      'other traffic 484',
      'undecodable 10',
      'read 510',
    ]);
    expect(app.text()).toMatch(/rtp +480\n.*rtcp +4\n.*together +484/);
  });

  it('says why there is nothing', async () => {
    await begin({ paths: [espFile()] });
    await app.press('i');
    expect(app.text()).toContain('all inside ESP, which is encrypted');
    await app.press('esc');
    expect(app.text()).toContain('all inside ESP, which is encrypted');
  });
});

describe('what was captured twice', () => {
  /** A call that was captured on two interfaces, into a file each; the names tell which is first. */
  function seenTwice(): string[] {
    const where = folder();
    return ['bond0', 'eth0'].map(name => {
      writeFileSync(join(where, name), officeCalls(0, 1).pcap());
      return join(where, name);
    });
  }

  it('is one arrow, and several with what captured each where one wants to see them', async () => {
    await begin({ paths: seenTwice(), columns: 200 });
    await app.press('enter', '+');
    expect(app.text()).toContain('INVITE SDP seen twice: bond0, eth0');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(1);
    await app.press('U');
    expect(status()).toContain('U folds it');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(2);
    expect(app.text()).toContain('seen again by eth0');
    expect(app.text()).toContain('INVITE SDP by bond0');
    await app.press('down', '+', '4');
    expect(app.text()).toContain('seen again by eth0, 10.10.10.2');
    await app.press('esc');
    await app.press('u');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(1);
  });

  it('is counted in a column of the list', async () => {
    // The server sends through a VLAN: each of the seven INVITEs is there twice.
    await begin({
      paths: [sample('call-unanswered-nat.pcap')],
      preferences: { columns: [{ id: 'copies', width: 0 }] },
    });
    const shown = app
      .rows()
      .slice(3, 11)
      .map(row => row.replace(/\D/g, ''));
    expect(shown.filter(count => count !== '')).toEqual(['7']);
  });
});
