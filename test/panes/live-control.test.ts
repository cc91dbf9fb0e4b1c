/** Working with live capture: leaving it, another capture filter, what goes wrong with it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { SourceInfo } from '../../src/engine/protocol/figures.js';
import type { LiveInput } from '../../src/engine/protocol/live.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import type { RequestKind } from '../../src/engine/protocol/requests.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';
import { live, SETTINGS, source } from './live-progress.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;
let engine: FakeEngine;

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const asked = (kind: RequestKind) => engine.asked.filter(each => each.kind === kind).map(({ ask }) => ask);

async function told(change: Partial<Progress>): Promise<void> {
  engine.progress(change);
  await app.settle();
}

async function watching(sources: SourceInfo[] = [source()]): Promise<void> {
  engine = fakeEngine(5);
  app = await wholeApp({ engine });
  await told(live({ unsaved: 0 }, { sources }));
}

const ended = () => {
  let over = false;
  void app.ended.then(() => {
    over = true;
  });
  return app.settle().then(() => over);
};

describe('leaving', () => {
  it('asks nothing where everything is in a file', async () => {
    await watching();
    await app.press('q');
    expect(await ended()).toBe(true);
  });

  it.each(['q', 'ctrl+c'])('%s asks where messages are in no file; Esc stays, q quits', async key => {
    await watching();
    await told(live({ unsaved: 1204 }));
    await app.press(key);
    expect(app.text()).toContain('1,204 messages captured live are in no file.');
    expect(app.text()).toContain('s save them, then quit');
    await app.press('esc');
    expect(app.state().dialog).toBeNull();
    expect(await ended()).toBe(false);
    await app.press(key, key);
    expect(await ended()).toBe(true);
  });

  it('saves, and quits when it is saved', async () => {
    await watching();
    await told(live({ unsaved: 3 }));
    engine.answers.save = () => ({ exists: true });
    await app.press('q', 's', 'enter');
    expect(app.text()).toContain('capture.pcap exists already');
    // What was on its way is in it, too.
    expect(engine.asked.map(({ kind }) => kind)).toContain('stopLive');
    expect(await ended()).toBe(false);
    engine.answers.save = () => ({ conversations: 3, messages: 15, packets: 15, bytes: 7000 });
    await app.press('enter');
    expect(asked('save').at(-1)).toMatchObject({ selection: { all: true }, path: 'capture.pcap', overwrite: true });
    expect(await ended()).toBe(true);
  });

  it('asks nothing where nothing can be saved any more', async () => {
    await watching();
    await told(live({ unsaved: 3 }));
    engine.fail('The part that reads captures stopped: out of memory. Start the program again.');
    await app.press('q');
    expect(await ended()).toBe(true);
  });

  it('for a while asks too: put aside, nothing is captured', async () => {
    await watching();
    await app.press('ctrl+z');
    expect(app.text()).toContain('nothing is captured but what the kernel can hold');
    await app.press('n');
    expect(app.did).not.toContainEqual(['suspend']);
    await app.press('ctrl+z');
    await app.press('y');
    expect(app.did).toContainEqual(['suspend']);
    await told(live({ capturing: 0, unsaved: 0 }, { sources: [source({ finished: true })] }));
  });

  it('stays where it could not be saved', async () => {
    await watching();
    await told(live({ unsaved: 3 }));
    engine.answers.save = () => ({ failed: 'capture.pcap cannot be written: no space left on device' });
    await app.press('q', 's', 'enter');
    expect(status()).toContain('no space left');
    expect(await ended()).toBe(false);
  });

  it('opening and closing take nothing away without a question', async () => {
    await watching();
    await told(live({ unsaved: 3 }));
    await app.press(':', ...'open other.pcap', 'enter');
    expect(status()).toContain('3 messages captured live are in no file: F2 saves them');
    expect(asked('close')).toEqual([]);
    await app.press(':', ...'close', 'enter');
    expect(app.text()).toContain('3 messages captured live are in no file. Close what captured them all the same?');
    await app.press('n');
    expect(asked('close')).toEqual([]);
    await app.press(':', ...'close all', 'enter');
    await app.press('y');
    expect(asked('close')).toEqual([{ source: null }]);
  });
});

const bpfOf = (input: LiveInput) => ('settings' in input ? input.settings.bpf : null);

describe('the capture filter', () => {
  it('is changed without a gap: the new capture runs before the old one ends', async () => {
    await watching();
    await app.press('b');
    expect(app.rows().at(-1)).toContain(':bpf port 5060');
    await app.press(...' or port 5070', 'enter');
    expect(asked('checkBpf')).toEqual([{ bpf: 'port 5060 or port 5070' }]);
    engine.answers.openLive = () => ({ opened: [7], refused: [], warnings: [] });
    await app.press('b', ...' and udp', 'enter');
    const order = engine.asked.map(({ kind }) => kind).filter(kind => kind === 'openLive' || kind === 'stopLive');
    expect(order).toEqual(['openLive', 'openLive', 'stopLive']);
    expect(asked('openLive').at(-1)).toEqual({
      inputs: [{ kind: 'device', device: 'eth0', settings: { ...SETTINGS, bpf: 'port 5060 and udp' } }],
    });
    expect(asked('stopLive')).toEqual([{ source: 1 }]);
    expect(status()).toContain('Only "port 5060 and udp" is captured on eth0.');
  });

  it('that is wrong is a sentence, and the old one goes on', async () => {
    await watching();
    engine.answers.checkBpf = () => ({
      fault: { message: 'The capture filter is wrong at "prt": …', start: 0, end: 3 },
    });
    await app.press(':', ...'bpf prt 5060', 'enter');
    expect(status()).toContain('wrong at "prt"');
    expect(status()).toContain('The one in force stays.');
    expect(asked('openLive')).toEqual([]);
    expect(asked('stopLive')).toEqual([]);
  });

  it('that cannot be had leaves the old one as it is', async () => {
    await watching();
    const reason = 'eth0 cannot be captured: tcpdump has no permission.';
    engine.answers.openLive = () => ({ opened: [], refused: [{ name: 'eth0', reason }], warnings: [] });
    await app.press(':', ...'bpf udp', 'enter');
    expect(status()).toContain(`${reason} It is captured as before.`);
    expect(asked('stopLive')).toEqual([]);
  });

  it('is asked for on every interface and host, and on nothing else', async () => {
    const hep: LiveInput = { kind: 'hep', address: '0.0.0.0', port: 9060, key: null };
    await watching([
      source(),
      source({ id: 2, name: 'sbc:any', input: { kind: 'ssh', host: 'sbc', device: 'any', settings: SETTINGS } }),
      source({ id: 3, name: 'HEP', input: hep }),
      source({ id: 4, finished: true }),
    ]);
    await app.press(':', ...'bpf ""', 'enter');
    const inputs = asked('openLive').flatMap(ask => (ask as { inputs: LiveInput[] }).inputs);
    expect(inputs.map(input => [input.kind, bpfOf(input)])).toEqual([
      ['device', ''],
      ['ssh', ''],
    ]);
  });

  it('is not there where no interface is captured', async () => {
    await watching([source({ live: false, input: null })]);
    await app.press('b');
    expect(status()).toContain('No interface is captured');
  });
});

describe('what goes wrong', () => {
  const died = source({
    finished: true,
    damage: [{ offset: 9, length: 0, what: 'tcpdump ended: it was killed by SIGKILL' }],
  });

  it('is said by itself, once, and what can be captured again is offered', async () => {
    await watching();
    await told(live({ capturing: 0 }, { sources: [died] }));
    expect(status()).toContain('eth0: tcpdump ended: it was killed by SIGKILL. ":restart" captures again.');
    await app.press('down');
    await told(live({ capturing: 0 }, { sources: [died] }));
    expect(status()).not.toContain('SIGKILL');
    expect(status()).toContain('ended');
    await app.press(':', ...'restart', 'enter');
    expect(asked('openLive')).toEqual([{ inputs: [died.input] }]);
    await app.press(':', ...'troubles', 'enter');
    expect(app.text()).toContain('killed by SIGKILL');
  });

  it('is said each time a source is started again, and what cannot be read only once', async () => {
    await watching();
    const again = { offset: 9, length: 0, what: 'tcpdump ended: it was killed by SIGKILL, and is started again' };
    const unread = { offset: 20, length: 4, what: 'bytes that are no packet' };
    for (const damage of [[again], [again, unread], [again, unread, unread, again]]) {
      await told(live({}, { sources: [source({ damage })] }));
      expect(status()).toContain(damage.length === 2 ? 'eth0: bytes that are no packet' : 'eth0: tcpdump ended');
      await app.press('down');
      await told(live({}, { sources: [source({ damage })] }));
      expect(status()).toContain('1,204/s');
    }
  });

  it('makes room for the figures after a while, and is counted beside them', async () => {
    await watching();
    await told(live({}, { troubles: ['x.pcapng is written no further: no space left on device.'] }));
    expect(status()).toContain('no space left on device');
    await app.wait();
    expect(status()).toContain('eth0  1 trouble  1,204/s');
  });

  it('of a pipe that ends: that it ended, with nothing offered', async () => {
    await watching();
    const input: LiveInput = { kind: 'standard input' };
    await told(live({ capturing: 0 }, { sources: [source({ name: '-', finished: true, packets: 12, input })] }));
    expect(status()).toMatch(/Standard input has ended after 12 packets\. *$/);
    await app.press(':', ...'restart', 'enter');
    expect(status()).toContain('There is nothing to capture again.');
  });

  it('with the disk is said, however its count grows', async () => {
    await watching();
    const unsent = (count: number) => live({}, { troubles: [`${count} messages could not be sent as HEP.`] });
    await told(unsent(1));
    expect(status()).toContain('1 messages could not be sent as HEP.');
    await app.press('down');
    await told(unsent(2));
    expect(status()).not.toContain('HEP');
    await told(
      live({}, { troubles: ['2 messages could not be sent as HEP.', 'x.pcapng is written no further: ENOSPC.'] }),
    );
    expect(status()).toContain('x.pcapng is written no further');
  });

  it('is no trouble where the filter was changed', async () => {
    await watching();
    await told(live({}, { sources: [source({ finished: true }), source({ id: 2 })] }));
    expect(status()).toContain('1,204/s');
    expect(status()).not.toContain('ended');
  });

  it('is nothing of a ping, which is over when it is answered', async () => {
    await watching();
    await told(live({}, { sources: [source(), source({ id: 2, name: 'ping sbc', finished: true, input: null })] }));
    expect(status()).toContain('1,204/s  1,234,567 seen');
  });

  it('comes in: what cannot be read is said once', async () => {
    await watching();
    const damage = [{ offset: 0, length: 12, what: '192.0.2.1 sent what is no HEP' }];
    await told(live({}, { sources: [source({ name: 'HEP :9060', damage })] }));
    expect(status()).toContain('HEP :9060: 192.0.2.1 sent what is no HEP; i tells how often.');
  });

  it('stopping is no trouble; it can be captured again', async () => {
    await watching();
    await app.press(':', ...'stop eth0', 'enter');
    expect(asked('stopLive')).toEqual([{ source: 1 }]);
    await app.press(':', ...'stop eth7', 'enter');
    expect(status()).toContain('There is nothing called "eth7" to stop.');
  });
});

describe('counts beside the terms', () => {
  it('are asked for twice a second at most, however much comes', async () => {
    await watching();
    await app.press('/', ...'state busy');
    const before = asked('counts').length;
    // No timer runs meanwhile: the rest lasts.
    for (let i = 0; i < 10; i++) {
      engine.progress(live());
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    expect(asked('counts').length - before).toBe(1);
    await app.settle();
    expect(asked('counts').length - before).toBe(2);
    // Another term is counted at once.
    await app.press(...' state ringing');
    expect(asked('counts').at(-1)).toEqual({ queries: ['state busy', 'state ringing'] });
  });
});
