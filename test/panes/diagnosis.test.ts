/** What is wrong, as a user meets it: in the row, in its panel, above the list, and in the list of incidents. */
import { afterEach, describe, expect, it } from 'vitest';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { sample } from '../sample.js';
import { officeCalls, officeFile } from './composed.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

const NAT = sample('call-unanswered-nat.pcap');
const THREE_LEGS = sample('call-three-legs.pcap');
const GOOD = sample('options-ping-tcp.pcap');

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp({ paths: [NAT], columns: 200, rows: 50, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const filter = () => app.state().filter.editor.text;
/** The lines above the title of the list, below the filter. */
const strip = () =>
  app.rows().slice(
    1,
    app.rows().findIndex(row => /^─[[ ]2 C/.test(row)),
  );
/** The row of the list that holds a text. */
const row = (text: string) => app.rows().find(line => /^[› ]/.test(line) && line.includes(text)) ?? '';
/** The cursor of the list on the call that nobody answered. */
const onUnanswered = () => app.press('down', 'down', 'down', 'down');

describe('the row', () => {
  it('says the verdict in place of the outcome, which the panel says', async () => {
    await begin();
    expect(row('4151502')).toContain('no reply, NAT or firewall closed? last heard 2 min 21 s before');
    expect(row('4151500')).toContain('busy (486 Busy Here) in 154 ms');
    await onUnanswered();
    await app.press('V');
    expect(app.text()).toContain('INVITE 4151502 to 5660066  no reply to 7 INVITEs in 31.5 s');
  });

  it('names the leg of a call, and each leg has its own', async () => {
    await begin({ paths: [THREE_LEGS] });
    expect(row('INVITE')).toContain('leg 3 of 3: no reply, NAT or firewall closed?');
    await app.press('end', 'U');
    expect(row('└1')).toContain('leg 3: no reply, NAT or firewall closed?');
    expect(row('└3')).toMatch(/unanswered +no reply, NAT or firewall closed\?/);
  });

  it('offers the cause as the filter of its cell', async () => {
    await begin({
      preferences: {
        columns: [
          { id: 'to', width: 0 },
          { id: 'outcome', width: 0 },
        ],
      },
    });
    await onUnanswered();
    await app.press('right', 'right', '=');
    expect(filter()).toBe('cause nat-binding-closed');
    expect(app.rows()[0]).toContain('1 of 8 match');
  });

  it('has the cause and what it is about as columns, which sort and filter', async () => {
    const columns = ['to', 'cause', 'about'].map(id => ({ id, width: 0 }));
    await begin({ preferences: { columns } });
    expect(row('nat-binding')).toMatch(/5660066 +nat-binding-closed +178\.19\.48\.48:5060$/);
    await app.press(':', ...'sort about', 'enter');
    expect(app.rows().findIndex(line => line.includes('nat-binding-closed '))).toBe(4);
    await app.press(':', ...'filter about 178.19', 'enter');
    expect(app.rows()[0]).toContain('1 of 8 match');
    await app.press(':', ...'filter cause none', 'enter');
    expect(app.rows()[0]).toContain('7 of 8 match');
  });
});

describe('the panel of a row', () => {
  it('has the verdict, what proves it, what to do, and where that is written', async () => {
    await begin();
    await onUnanswered();
    await app.press('V');
    expect(app.text()).toContain('[What is wrong]');
    expect(app.text()).toContain(
      'likely    no reply to 7 INVITEs (each captured twice) from 178.19.48.48:5060 in 31.5 s',
    );
    expect(app.text()).toContain('conversation 0, message 6  the last that 178.19.48.48:5060 sent');
    expect(app.text()).toContain('Assuming  the capture sees what the destination sends');
    expect(app.text()).toContain('Next      Let the phone register');
    expect(app.text()).toContain('Source    RFC 4787 REQ-5');
  });

  it('opens each piece of evidence, also of another conversation', async () => {
    await begin();
    await onUnanswered();
    await app.press('V');
    await app.press('enter');
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('› BYE sip:4151509@10.10.10.2:5060 SIP/2.0');
    await app.press('esc', 'esc', 'V');
    await app.press('down', 'enter');
    expect(app.text()).toContain('› INVITE sip:5660066@178.19.48.48 SIP/2.0');
    expect(app.rows().at(-1)).toContain('line 1 of');
  });

  it('tells when its cause is said and when not, and goes back', async () => {
    await begin();
    await onUnanswered();
    await app.press('V');
    await app.press('w');
    expect(app.text()).toContain('Said      A request over UDP is left without any response');
    expect(app.text()).toContain('Not if    the destination sent anything while it was silent');
    await app.press('esc');
    expect(app.text()).toContain('[What is wrong]');
    await app.press('esc');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('begins with the leg where the trouble is, and says what the others made of it', async () => {
    await begin({ paths: [THREE_LEGS] });
    await app.press('end');
    await app.press('V');
    const verdicts = app.rows().filter(line => /^ (certain|likely|hint) /.test(line));
    expect(verdicts[0]).toMatch(/likely +leg 3: no reply to/);
    expect(verdicts[1]).toMatch(/leg 1: .*, because of leg 3: no reply to/);
    await app.press('enter');
    expect(app.text()).toContain('[4 Message]');
  });

  it('says that nothing is wrong where nothing is, as far as the capture shows', async () => {
    await begin();
    await app.press('V');
    expect(app.text()).toContain('Nothing is wrong, as far as the capture shows.');
    expect(app.text()).toContain('answered after 4.4 s, caller hung up after 41.7 s');
  });

  it('says that a failure has no cause that the capture proves', async () => {
    await begin({ paths: [officeFile(30)], filter: 'state rejected' });
    await app.press('V');
    expect(app.text()).toContain('It failed, but the capture proves no cause.');
  });

  it('is there in the flow, for what is in it', async () => {
    await begin();
    await onUnanswered();
    await app.press('enter');
    await app.press('V');
    expect(app.text()).toContain('likely    no reply to 7 INVITEs (each captured twice) from 178.19.48.48:5060');
  });
});

describe('the incidents above the list', () => {
  it('are not there where nothing is wrong: no row is lost', async () => {
    await begin({ paths: [GOOD] });
    expect(strip()).toEqual([]);
  });

  it('are the worst ones, as many as there is room for', async () => {
    await begin({ paths: [THREE_LEGS, officeFile(30)], columns: 80, rows: 24 });
    expect(strip()).toEqual([
      expect.stringMatching(/^ ✗ 6 of 21 unsuccessful: no reply from 178\.19\.48\.48:5060 \(certain\) +I all 2$/),
    ]);
    await app.resize(120, 40);
    expect(strip()).toHaveLength(2);
    expect(strip()[1]).toMatch(
      /3 of 21 unsuccessful: no answer from 10\.20\.1\.44:5060 since 10:25:30: .* \(likely\) +I more$/,
    );
  });

  it('are put away by a key and a setting, and come back', async () => {
    await begin();
    expect(strip()).toHaveLength(1);
    await app.press('-');
    expect(strip()).toEqual([]);
    expect(status()).toContain('I all of them');
    await app.press('-');
    expect(strip()).toHaveLength(1);
    await app.press(':', ...'set incidents off', 'enter');
    expect(strip()).toEqual([]);
    expect(app.state().preferences.incidents).toBe(false);
  });

  it('open all of them by a click', async () => {
    await begin();
    const at = { kind: 'mouse', button: 'left', column: 10, row: 1, ctrl: false, alt: false, shift: false } as const;
    await app.send({ ...at, action: 'press' });
    expect(app.text()).toContain('[Incidents]');
  });

  it('are those of what the filter shows', async () => {
    await begin();
    await app.press('/', ...'state completed', 'enter');
    expect(strip()).toEqual([]);
  });

  it('count all legs of a list of calls', async () => {
    await begin({ paths: [THREE_LEGS] });
    expect(app.text()).toContain('[2 Calls]');
    expect(strip()[0]).toContain('3 of 3 unsuccessful');
  });
});

describe('the list of incidents', () => {
  it('has all, worst first, and filters the list on one; Esc goes back', async () => {
    await begin({ paths: [THREE_LEGS, officeFile(30)], preferences: { calls: false } });
    await app.press('I');
    expect(app.text()).toContain('21 of 35 conversations did not succeed; 2 causes explain 9.');
    expect(app.text()).toContain('nat-binding-closed  10:27:05  3 conversations: ');
    await app.press('down', 'enter');
    expect(filter()).toBe('cause nat-binding-closed and about = 10.20.1.44:5060');
    expect(app.rows()[0]).toContain('3 of 35 match');
    await app.press('enter', 'esc', 'esc');
    expect(filter()).toBe('');
    expect(app.text()).toContain('[Incidents]');
    await app.press('enter');
    expect(app.rows()[0]).toContain('3 of 35 match');
    await app.press('esc', 'esc');
    expect(app.text()).toContain('35 ─');
  });

  it('keeps to the filter there was, and returns to it', async () => {
    await begin({ paths: [officeFile(30)], filter: 'method INVITE', preferences: { calls: false } });
    await app.press('I', 'enter');
    expect(filter()).toMatch(/^method INVITE and cause invite-never-answered and about = 178\.19\.48\.48:5060$/);
    await app.press('esc', 'esc');
    expect(filter()).toBe('method INVITE');
  });

  it('finds the legs of an incident in a list of calls whose filter matches another leg', async () => {
    await begin({ paths: [THREE_LEGS], filter: 'src 10.10.20.31' });
    const [calls] = /\d of \d calls match/.exec(app.rows()[0]!) ?? [];
    await app.press('I', 'enter');
    expect(filter()).toContain('cause nat-binding-closed');
    expect(app.rows()[0]).toContain(calls ?? 'calls match');
  });

  it('goes nowhere by Esc where the filter was changed since', async () => {
    await begin();
    await app.press('I', 'enter');
    await app.press('/', 'ctrl+u', ...'state busy', 'enter', 'esc');
    expect(filter()).toBe('state busy');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('says that nothing is wrong where nothing is', async () => {
    await begin({ paths: [GOOD] });
    await app.press('I');
    expect(app.text()).toContain('Nothing is wrong with the');
  });
});

describe('an incident that begins while traffic is watched', () => {
  it('is said once', async () => {
    const engine = new EngineInProcess();
    const machine = new Machine(engine);
    await begin({ engine, paths: [], opened: true });
    machine.capture(ETH0);
    await app.settle();
    await machine.captures[0]!.give(officeCalls(0, 5));
    await app.settle();
    expect(status()).toContain('An incident begins: no reply from 178.19.48.48:5060 (certain). I shows all.');
    await app.press('up');
    await machine.captures[0]!.give(officeCalls(5, 20));
    await app.settle();
    expect(strip()[0]).toContain('5 of 15 unsuccessful: no reply from 178.19.48.48:5060');
    expect(status()).not.toContain('An incident begins');
  });
});
