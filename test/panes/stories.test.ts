/** The program as a user meets it: keys in, text on the screen out. */
import { afterEach, describe, expect, it } from 'vitest';
import { conversation, fakeEngine, message } from './fake-engine.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp(options);
}

afterEach(() => app.stop());

/** The last rows: status line and footer. */
const status = () => app.rows().at(-2) ?? '';
const footer = () => app.rows().at(-1) ?? '';

describe('looking at a capture', () => {
  it('walks from the list to the flow to the message and back', async () => {
    await begin();
    expect(app.text()).toContain('[2 Conversations]');
    await app.press('down', 'enter');
    expect(app.text()).toContain('[3 Flow]');
    expect(footer()).toContain('message 1 of 7');
    await app.press('down', 'down', 'enter');
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('SIP/2.0 180 Ringing');
    await app.press('esc', 'esc');
    expect(app.text()).toContain('[2 Conversations]');
    expect(footer()).toContain('row 2 of 1,083');
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
    expect(app.text()).toContain('2 conversations, 16 messages');
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
    expect(footer()).toContain('row 16 of 1,083');
    await app.press(':', ...'goto 1,000', 'enter');
    expect(status()).toContain('No time, no row and no Call-ID');
    await app.press(':', ...'goto 1000', 'enter');
    expect(footer()).toContain('row 1,000 of 1,083');
  });

  it('follows the newest conversation while the capture grows, until one moves up', async () => {
    const engine = fakeEngine(50);
    await begin({ engine });
    await app.press('G');
    expect(footer()).toContain('row 50 of 50');
    engine.answers.rows = () => ({ rows: [], first: 0, total: 60 });
    engine.progress({ conversations: 60 });
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
    expect(app.rows()[0]).toContain('216 of 1,083 match');
    await app.press(...' nonsense');
    expect(app.rows()[0]).toContain('216 of 1,083 match');
    expect(app.rows()[1]).toContain('There is no field of that name.');
    await app.press('enter');
    expect(status()).toContain('the last right filter');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('points at the mistake', async () => {
    const engine = fakeEngine(5);
    engine.answers.result = ({ query }) =>
      query === '' ? { fault: null } : { fault: { start: 7, end: 10, message: 'no number' } };
    await begin({ engine });
    await app.press('/', ...'srcnum 5-6');
    const text = app.rows()[0]!.indexOf('5-6');
    expect(app.rows()[1]!.indexOf('^ no number')).toBe(text);
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
    expect(app.rows()[0]).toContain('216 of 1,083 match');
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
    expect(app.rows()[0]).toContain('216 of 1,083 match');
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
      ask: { query: '', sort: { key: 'time', descending: true } },
    });
  });

  it('makes any header a column and asks the engine for it', async () => {
    await begin({ columns: 200, rows: 50 });
    await app.press(':', ...'column Diversion', 'enter');
    expect(status()).toContain('Column Diversion is shown');
    const rows = app.engine.asked.filter(({ kind }) => kind === 'rows').at(-1)!;
    expect(rows.ask).toMatchObject({ headers: ['Diversion'] });
    await app.press(...Array.from({ length: 30 }, () => 'right'));
    expect(app.rows()[2]).toContain('Diversion');
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
    await click(app.rows()[2]!.indexOf('Method') + 1, 2);
    expect(status()).toContain('by method ↑');
    await click(20, 6);
    expect(footer()).toContain('row 4 of 1,083');
  });
});

describe('files', () => {
  it('offers captures where none was named, and opens the one chosen', async () => {
    await begin({ paths: [] });
    expect(app.text()).toContain('Open a capture');
    expect(app.text()).toContain('samples/call-busy.pcap');
    await app.press(...'tues', 'enter');
    expect(app.engine.asked).toContainEqual({
      kind: 'open',
      ask: { paths: ['/captures/tuesday.pcapng'], limit: null },
    });
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('opens a path that is typed', async () => {
    await begin({ paths: [] });
    await app.press(...'/tmp/x.pcap', 'enter');
    expect(app.engine.asked).toContainEqual({ kind: 'open', ask: { paths: ['/tmp/x.pcap'], limit: null } });
  });

  it('says why a file cannot be opened', async () => {
    const engine = fakeEngine(0);
    engine.answers.open = () => ({
      opened: [],
      refused: [{ path: 'x.cap', reason: 'This is a Network Monitor file, which is not read.' }],
    });
    await begin({ engine, paths: ['x.cap'] });
    expect(status()).toContain('x.cap: This is a Network Monitor file');
  });

  it('asks before it writes over a file', async () => {
    await begin();
    app.engine.answers.save = ({ overwrite }) =>
      overwrite ? { conversations: 1083, messages: 5415, packets: 5415, bytes: 9 } : { exists: true };
    await app.press('s', 'enter');
    expect(app.text()).toContain('Enter writes over it');
    await app.press('enter');
    expect(status()).toContain('1,083 conversations, 5,415 messages in 5,415 packets');
    expect(app.engine.asked.filter(({ kind }) => kind === 'save').map(({ ask }) => ask)).toEqual([
      { selection: { all: true }, path: 'capture.pcap', format: 'pcap', overwrite: false },
      { selection: { all: true }, path: 'capture.pcap', format: 'pcap', overwrite: true },
    ]);
  });

  it('saves what is marked by :w', async () => {
    await begin();
    await app.press('space', ':', ...'w /tmp/one.txt', 'enter');
    expect(app.engine.asked).toContainEqual({
      kind: 'save',
      ask: { selection: { conversations: [0] }, path: '/tmp/one.txt', format: 'txt', overwrite: false },
    });
  });

  it('asks before it clears', async () => {
    await begin();
    await app.press('f5', 'n');
    expect(app.engine.asked.some(({ kind }) => kind === 'close')).toBe(false);
    await app.press('f5', 'y');
    expect(app.engine.asked).toContainEqual({ kind: 'close', ask: { source: null } });
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
    expect(app.text()).toContain('+0.980');
    await app.press(':', ...'set save', 'enter');
    expect(app.did.find(([what]) => what === 'save-settings')?.[1]).toMatchObject({ time: 'relative' });
    expect(status()).toContain('The settings are kept');
  });

  it('answers keys of later parts in a sentence', async () => {
    await begin();
    for (const key of ['x', 'm', 'K']) {
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
    app.engine.fail('The part that reads captures stopped. Start the program again.');
    await app.settle();
    expect(status()).toContain('Start the program again.');
    expect(app.text()).toContain('4151502');
    await app.press('down', '?');
    expect(app.text()).toContain('[Help]');
  });

  it('keeps the other panes when one cannot be drawn', async () => {
    const engine = fakeEngine(5);
    await begin({ engine });
    // An answer no engine gives: a message without a length.
    const { length: _, ...broken } = message(1, 0);
    engine.answers.messages = () => JSON.parse(JSON.stringify({ rows: [broken], first: 0, total: 1 }));
    await app.press('down');
    expect(app.text()).toContain('The message could not be drawn');
    expect(app.text()).toContain('4151503');
    delete engine.answers.messages;
    await app.press('down');
    expect(app.text()).toContain('sip:4151504@10.10.10.2');
  });

  it('survives an answer that nothing can be made of', async () => {
    const engine = fakeEngine(5);
    await begin({ engine });
    engine.answers.messages = () => JSON.parse('{"rows":[{"id":7,"src":5}],"first":0,"total":1}');
    await app.press('down');
    expect(status()).toContain('went wrong inside the program');
    await app.press('?');
    expect(app.text()).toContain('[Help]');
  });

  it('lets nothing from a capture reach the terminal as a control', async () => {
    const engine = fakeEngine(1);
    engine.answers.rows = () => ({
      rows: [{ ...conversation(0), from: 'a\x1b[2Jb\u202e', outcome: '\x07' }],
      first: 0,
      total: 1,
    });
    await begin({ engine });
    expect(app.text()).toContain('a␛[2Jb');
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

  it('asks for a window of rows, as large at a million conversations as at a thousand', async () => {
    await begin({ conversations: 1_000_000 });
    await app.press('G', 'up');
    expect(footer()).toContain('row 999,999 of 1,000,000');
    for (const { ask } of app.engine.asked.filter(({ kind }) => kind === 'rows')) {
      expect(ask).toMatchObject({ count: expect.toSatisfy((count: number) => count < 200) });
    }
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
    expect(footer()).toContain('message 4 of 9');
    await app.press('down', 'D');
    expect(app.text()).toContain('100 Trying');
  });

  it('walks on where a window of messages ends, its lanes where they were', async () => {
    const engine = fakeEngine(3);
    const total = 2500;
    engine.answers.messages = ({ first, count }) => {
      const positions = Array.from({ length: Math.min(count, total - first) }, (_, at) => first + at);
      return { rows: positions.map(at => ({ ...message(0, at % 2), id: at, branch: at })), first, total, events: [] };
    };
    const gateway = { ...message(0, 0), src: '10.9.9.9:5060' };
    engine.answers.hops = () => [message(0, 0), message(0, 1), gateway];
    await begin({ engine });
    await app.press('enter');
    const head = app.rows().findIndex(row => row.includes('10.9.9.9'));
    const lanes = app.rows()[head]!.slice(0, 60);
    for (let page = 0; page < 110; page++) await app.press('pagedown');
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
    const heads = () => app.rows()[2]!;
    await drag(heads().indexOf('To') + 1, heads().indexOf('From') + 1, 2);
    expect(ids()).toEqual(['time', 'method', 'to', 'from']);
    const edge = heads().indexOf('From') - 2;
    await drag(edge, edge + 10, 2);
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
    const engine = fakeEngine(1083);
    engine.answers.keep = ({ only }) => ({ hidden: only === 'result' ? 867 : 0 });
    await begin({ engine });
    await app.press('f9');
    expect(status()).toContain('Write a filter first');
    await app.press('/', ...'state busy', 'enter');
    await app.press('f9');
    expect(app.text()).toContain('Put the 867 conversations aside that do not match?');
    await app.press('y');
    expect(app.engine.asked).toContainEqual({ kind: 'keep', ask: { only: 'result' } });
    expect(status()).toContain('867 conversations put aside');
    engine.progress({ hidden: 867 });
    await app.press(':', ...'keep-all', 'enter');
    expect(app.engine.asked).toContainEqual({ kind: 'keep', ask: { only: 'all' } });
  });
});

describe('the terms of a filter', () => {
  const filter = () => app.state().filter.editor.text;

  async function beginWith(text: string): Promise<void> {
    const engine = fakeEngine(1083);
    engine.answers.result = () => ({ fault: null });
    engine.answers.counts = ({ queries }) => ({
      counts: queries.map(query => (query === 'method INVITE' ? 1000 : 45)),
    });
    await begin({ engine });
    await app.press('/', ...text);
  }

  it('say how many conversations each matches, under each', async () => {
    await beginWith('method INVITE and not state busy');
    const [first, second] = app.rows();
    expect(second!.indexOf('1,000')).toBe(first!.indexOf('method INVITE'));
    expect(second!.indexOf('all but 45')).toBe(first!.indexOf('state busy'));
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
    await app.press('right', '!');
    expect(filter()).toBe('from 4151502 and not to 5660066');
    await app.press('right', '=');
    expect(filter()).toBe('peer 178.19.48.48:5060');
    await app.press('right', '&');
    expect(filter()).toBe('peer 178.19.48.48:5060 and state completed');
  });

  it('takes the number, the header or the status of the line of a message', async () => {
    await begin();
    const values: string[] = [];
    await app.press('4');
    for (let line = 0; line < 8; line++) {
      await app.press('=');
      values.push(filter());
      await app.press('down');
    }
    expect(values).toEqual([
      'method INVITE',
      'header.Via = "SIP/2.0/UDP 10.10.10.2:5060;branch=z9hG4bK0;rport"',
      'header.Max-Forwards = 70',
      'from 4151502',
      'to 5660066',
      'callid = 35e857d6-0@10.10.10.2',
      'cseq = "102 INVITE"',
      'diversion 5660001',
    ]);
  });

  it('takes the method or the status of an arrow', async () => {
    await begin();
    await app.press('enter', 'down', 'down', '=');
    expect(filter()).toBe('status 180');
  });

  it('says where a number was found, without being asked', async () => {
    const engine = fakeEngine(3);
    engine.answers.rows = () => ({ rows: [{ ...conversation(0), found: 'To, Diversion' }], first: 0, total: 1 });
    await begin({ engine });
    expect(app.rows()[2]).toMatch(/To +Found in/);
    expect(app.rows()[3]).toContain('5660066  To, Diversion');
  });

  it('says that nothing matches exactly', async () => {
    await begin({ filter: 'state busy' });
    app.engine.progress({ fuzzy: true });
    await app.settle();
    expect(app.rows()[0]).toContain('216 of 1,083 nearly match, none exactly');
  });
});

describe('finding text in all messages', () => {
  /** Messages 3 of conversations 0, 2 and 700 hold it. */
  function withHits(): ReturnType<typeof fakeEngine> {
    const engine = fakeEngine(1083);
    const found = [3, 203, 70_003];
    engine.answers.find = ({ text }) => ({ fault: text === '/(/' ? 'This is no regular expression.' : null });
    engine.answers.findNext = ({ from, backwards }) => {
      const later = backwards ? found.filter(id => id < (from ?? 1e9)).at(-1) : found.find(id => id > (from ?? -1));
      if (later === undefined) return { hit: null };
      const conversationOf = Math.floor(later / 100);
      return { hit: { message: later, conversation: conversationOf, number: found.indexOf(later), start: 0, end: 3 } };
    };
    return engine;
  }

  it('goes from hit to hit, opening conversation and message, and says where it ends', async () => {
    await begin({ engine: withHits() });
    await app.press(':', ...'find rport', 'enter');
    expect(app.engine.asked).toContainEqual({ kind: 'find', ask: { text: 'rport' } });
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toMatch(/› {2}Via: .*branch=z9hG4bK3;|› Via: .*branch=z9hG4bK3;/);
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
    const engine = withHits();
    await begin({ engine });
    await app.press('f3', ...'/(/', 'enter');
    expect(status()).toContain('This is no regular expression.');
    await app.press('f3', ...'rport', 'enter');
    engine.progress({ finding: { found: 3, searched: 0.4 } });
    await app.settle();
    expect(status()).toContain('"rport" in 3 messages, this is 1, searched 40 %');
    await app.press('esc', 'esc', 'esc');
    expect(app.engine.asked.at(-1)).toEqual({ kind: 'find', ask: { text: '' } });
  });

  it('says that nothing holds it', async () => {
    const engine = withHits();
    engine.answers.findNext = () => ({ hit: null });
    await begin({ engine });
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
    expect(app.rows()[0]).toContain('216 of 1,083 match');
    expect(status()).toContain('216 conversations');
    await app.press(':', ...'filter show', 'enter');
    expect(app.text()).toContain(' set condition or');
    expect(app.text()).toContain(' add state busy');
    await app.press('esc', ':', ...'filter reset', 'enter');
    expect(app.state().filter.editor.text).toBe('');
    expect(app.rows()[1]).toContain('1,083');
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
    expect(app.rows()[3]).toContain('4151502');
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
    const { callId } = (await app.engine.request('conversation', { index: 0 }))!;
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
    app.engine.answers.openLive = ({ inputs }) => {
      const [input] = inputs;
      if (input?.kind === 'device' && input.settings.bpf === 'port 5060')
        return { opened: [0], refused: [], warnings: [] };
      return { opened: [], refused: [{ name: 'lo', reason: 'lo cannot be captured: it is asleep.' }], warnings: [] };
    };
    await app.press(':', ...'capture start lo -b "port 5060"', 'enter');
    expect(status()).toContain('capture stop ends it.');
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
    const engine = fakeEngine(0);
    await begin({ engine });
    await app.press('i');
    const counts = [...app.text().matchAll(/^ {3}(SIP|other traffic|undecodable|read) +([\d,]+)$/gm)];
    expect(counts.map(([, name, count]) => `${name} ${count}`)).toEqual([
      'SIP 11,000',
      'other traffic 990',
      'undecodable 10',
      'read 12,000',
    ]);
    expect(app.text()).toMatch(/rtp +980\n.*stun +10\n.*together +990/);
    await app.press('esc');
    engine.progress({ whyEmpty: '12,000 packets, no SIP: all inside ESP, which is encrypted.' });
    await app.settle();
    expect(app.text()).toContain('all inside ESP, which is encrypted');
  });
});

describe('what was captured twice', () => {
  /** Every message of the first conversation, and its copy on another interface. */
  function seenTwice(): ReturnType<typeof fakeEngine> {
    const engine = fakeEngine(50);
    engine.answers.messages = () => {
      const rows = [0, 1, 2].flatMap(at => {
        const row = { ...message(0, at), seenBy: 'eth0' };
        return [row, { ...row, id: row.id + 50, copy: true, seenBy: 'bond0' }];
      });
      return { rows, first: 0, total: rows.length, events: [] };
    };
    return engine;
  }

  it('is one arrow, and several with what captured each where one wants to see them', async () => {
    await begin({ engine: seenTwice(), columns: 200 });
    await app.press('enter', '+');
    expect(app.text()).toContain('INVITE SDP seen twice: eth0, bond0');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(1);
    await app.press('U');
    expect(status()).toContain('U folds it');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(2);
    expect(app.text()).toContain('seen again by bond0');
    expect(app.text()).toContain('INVITE SDP by eth0');
    await app.press('down', '+', '4');
    expect(app.text()).toContain('seen again by bond0, 10.10.10.2');
    await app.press('esc');
    await app.press('u');
    expect(app.rows().filter(row => row.includes('100 Trying'))).toHaveLength(1);
  });

  it('is counted in a column of the list', async () => {
    const engine = fakeEngine(3);
    const rows = [0, 1, 2].map(index => ({ ...conversation(index), copies: index * 7 }));
    engine.answers.rows = () => ({ rows, first: 0, total: 3 });
    await begin({ engine, preferences: { columns: [{ id: 'copies', width: 0 }] } });
    const shown = app
      .rows()
      .slice(2, 6)
      .map(row => row.replace(/\D/g, ''));
    expect(shown).toEqual(['', '', '7', '14']);
  });
});
