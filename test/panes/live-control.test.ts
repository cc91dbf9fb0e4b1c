import type { LiveInput } from '../../src/engine/protocol/live.js';
import { SETTINGS } from '../engine/machine.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { inFolder } from '../engine/core-session.js';
import type { FedCapture } from '../engine/fed-capture.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { send } from '../live/traffic.js';
import { officeCalls } from './composed.js';
import { type WholeApp, wholeApp } from './whole-app.js';

let app: WholeApp;
let machine: Machine;

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
/** Sentences may take several lines. */
const said = () => app.rows().slice(-4, -1).join(' ').replace(/ +/g, ' ');

/** The program with a live source, of which nothing has come yet. */
async function watching(input: LiveInput = ETH0): Promise<FedCapture> {
  const engine = new EngineInProcess();
  machine = new Machine(engine);
  app = await wholeApp({ engine, paths: [], opened: true });
  machine.capture(input);
  await app.settle();
  return machine.captures[0]!;
}

/** The same with a call of seven messages, which are in no file. */
async function withUnsaved(): Promise<FedCapture> {
  const capture = await watching();
  await capture.give(officeCalls(0, 1));
  await app.settle();
  return capture;
}

const ended = () => {
  let over = false;
  void app.ended.then(() => {
    over = true;
  });
  return app.settle().then(() => over);
};

/** The same when capturing has ended and that was told: its sentence does not take the place of another. */
async function withUnsavedAfterwards(): Promise<void> {
  (await withUnsaved()).end();
  await app.settle();
}

describe('leaving', () => {
  it('asks nothing where everything is in a file', async () => {
    await watching();
    await app.press('q');
    expect(await ended()).toBe(true);
  });

  it.each(['q', 'ctrl+c'])('%s asks where messages are in no file; Esc stays, q quits', async key => {
    await withUnsaved();
    await app.press(key);
    expect(app.text()).toContain('7 messages captured live are in no file.');
    expect(app.text()).toContain('s save them, then quit');
    await app.press('esc');
    expect(app.state().dialog).toBeNull();
    expect(await ended()).toBe(false);
    await app.press(key, key);
    expect(await ended()).toBe(true);
  });

  it('saves, and quits when it is saved', async () => {
    inFolder();
    writeFileSync('capture.pcap', 'what was there before');
    await withUnsavedAfterwards();
    await app.press('q', 's', 'enter');
    await app.until(() => app.text().includes('capture.pcap exists already'));
    // What was on its way is in it, too.
    expect(app.engine.asks('stopLive')).toEqual([{ source: null }]);
    expect(await ended()).toBe(false);
    await app.press('enter');
    expect(app.engine.asks('save').at(-1)).toMatchObject({ selection: { all: true }, overwrite: true });
    expect(await ended()).toBe(true);
    expect(readFileSync('capture.pcap', 'latin1').match(/^Call-ID: 35e857d6-0@/gm)).toHaveLength(7);
  });

  it('tells only what is in no file: what came after the save, or was not in it', async () => {
    const capture = await withUnsaved();
    await capture.give(officeCalls(1, 1));
    await app.settle();
    inFolder();
    // One of two calls with seven messages each.
    await app.press(':', ...'filter num 4151502', 'enter');
    await app.press(':', ...'w one.pcap', 'enter');
    await app.until(() => app.text().includes('one.pcap: 1 conversation'));
    await app.press('q');
    expect(app.text()).toContain('7 messages captured live are in no file.');
    // Saved twice, it is saved once.
    await app.press('esc', ':', ...'w again.pcap', 'enter');
    await app.until(() => app.text().includes('again.pcap: 1 conversation'));
    await app.press('q');
    expect(app.text()).toContain('7 messages captured live are in no file.');
    await app.press('esc', ':', ...'filter method INVITE', 'enter');
    await app.press(':', ...'w both.pcap', 'enter');
    await app.until(() => app.text().includes('both.pcap: 2 conversations'));
    // A call that is rejected has four messages.
    await capture.give(officeCalls(2, 1));
    await app.settle();
    await app.press('q');
    expect(app.text()).toContain('4 messages captured live are in no file.');
    await app.press('esc', ':', ...'w all.pcap', 'enter');
    await app.until(() => app.text().includes('all.pcap: 3 conversations'));
    await app.press('q');
    expect(await ended()).toBe(true);
  });

  it('keeps the question about the file on the screen when capturing ends', async () => {
    inFolder();
    writeFileSync('capture.pcap', 'what was there before');
    await withUnsaved();
    await app.press('q', 's', 'enter');
    // The end of the capture is told while the dialog asks.
    await app.until(() => app.state().troubles.length > 0 && app.state().notice !== null);
    await app.settle();
    expect(app.text()).toContain('capture.pcap exists already: Enter writes over it');
  });

  it('asks nothing where nothing can be saved any more', async () => {
    await withUnsaved();
    app.engine.die('The part that reads captures stopped: out of memory. Start the program again.');
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
  });

  it('stays where it could not be saved', async () => {
    await withUnsavedAfterwards();
    app.engine.instead('save', () => ({ failed: 'capture.pcap cannot be written: no space left on device' }));
    await app.press('q', 's', 'enter');
    await app.until(() => status().includes('no space left'));
    expect(await ended()).toBe(false);
  });

  it('opening and closing take nothing away without a question', async () => {
    await withUnsaved();
    await app.press(':', ...'open other.pcap', 'enter');
    expect(status()).toContain('7 messages captured live are in no file: F2 saves them');
    expect(app.engine.asks('close')).toEqual([]);
    await app.press(':', ...'close', 'enter');
    expect(app.text()).toContain('7 messages captured live are in no file. Close what captured them all the same?');
    await app.press('n');
    expect(app.engine.asks('close')).toEqual([]);
    await app.press(':', ...'close all', 'enter');
    await app.press('y');
    expect(app.engine.asks('close')).toEqual([{ source: null }]);
    expect(app.text()).toContain('No capture is open');
  });
});

describe('the capture filter', () => {
  /** The filters that were asked for, in order. */
  const filters = () =>
    app.engine
      .asks('openLive')
      .flatMap(({ inputs }) => inputs.map(input => ('settings' in input ? input.settings.bpf : null)));

  it('is changed without a gap: the new capture runs before the old one ends', async () => {
    await watching();
    await app.press('b');
    expect(app.rows().at(-1)).toContain(':bpf port 5060');
    await app.press(...' or port 5070', 'enter');
    expect(app.engine.asks('checkBpf')).toEqual([{ bpf: 'port 5060 or port 5070' }]);
    await app.press('b', ...' and udp', 'enter');
    const order = app.engine.asked.map(({ kind }) => kind).filter(kind => kind === 'openLive' || kind === 'stopLive');
    expect(order).toEqual(['openLive', 'stopLive', 'openLive', 'stopLive']);
    expect(app.engine.asks('openLive').at(-1)).toEqual({
      inputs: [{ kind: 'device', device: 'eth0', settings: { ...SETTINGS, bpf: 'port 5060 or port 5070 and udp' } }],
    });
    expect(status()).toContain('Only "port 5060 or port 5070 and udp" is captured on eth0.');
    const sources = await app.engine.request('sources', {});
    expect(sources.map(({ finished }) => finished)).toEqual([true, true, false]);
  });

  it('that is wrong is a sentence, and the old one goes on', async () => {
    await watching();
    machine.fault = { message: 'The capture filter is wrong at "prt": …', start: 0, end: 3 };
    await app.press(':', ...'bpf prt 5060', 'enter');
    expect(status()).toContain('wrong at "prt"');
    expect(status()).toContain('The one in force stays.');
    expect(app.engine.asks('openLive')).toEqual([]);
    expect(app.engine.asks('stopLive')).toEqual([]);
  });

  it('that cannot be had leaves the old one as it is', async () => {
    await watching();
    machine.refusal = 'eth0 cannot be captured: tcpdump has no permission.';
    await app.press(':', ...'bpf udp', 'enter');
    expect(status()).toContain(`${machine.refusal} It is captured as before.`);
    expect(app.engine.asks('stopLive')).toEqual([]);
  });

  it('is asked for on every interface and host, and on nothing else', async () => {
    await watching();
    machine.capture({ kind: 'ssh', host: 'sbc', device: 'any', settings: SETTINGS });
    machine.capture({ ...ETH0, device: 'eth1' });
    machine.captures[2]!.end();
    const hep: LiveInput = { kind: 'hep', address: '127.0.0.1', port: 0, key: null };
    await app.engine.request('openLive', { inputs: [hep] });
    await app.settle();
    app.engine.asked.length = 0;
    await app.press(':', ...'bpf ""', 'enter');
    const inputs = app.engine.asks('openLive').flatMap(ask => ask.inputs);
    expect(inputs.map(({ kind }) => kind)).toEqual(['device', 'ssh']);
    expect(filters()).toEqual(['', '']);
  });

  it('is not there where no interface is captured', async () => {
    app = await wholeApp({ conversations: 5 });
    await app.press('b');
    expect(status()).toContain('No interface is captured');
  });
});

const KILLED = 'tcpdump ended: it was killed by SIGKILL';

describe('what goes wrong', () => {
  it('is said by itself, once, and what can be captured again is offered', async () => {
    const eth0 = await watching();
    eth0.end(KILLED);
    await app.settle();
    expect(status()).toContain(`eth0: ${KILLED}. ":restart" captures again.`);
    await app.press('down');
    expect(status()).not.toContain('SIGKILL');
    expect(status()).toContain('ended');
    await app.press(':', ...'restart', 'enter');
    expect(app.engine.asks('openLive')).toEqual([{ inputs: [ETH0] }]);
    await app.press(':', ...'troubles', 'enter');
    expect(app.text()).toContain('killed by SIGKILL');
  });

  it('is said each time a source is started again, and what cannot be read only once', async () => {
    const eth0 = await watching();
    const again = async () => {
      eth0.interrupt(`${KILLED}, and is started again`);
      await app.settle();
    };
    const unreadable = async () => {
      await eth0.giveBytes(Buffer.alloc(200, 0xff));
      await eth0.give(officeCalls(0, 2));
      await app.settle();
    };
    await again();
    expect(status()).toContain('eth0: tcpdump ended');
    await app.press('down');
    expect(status()).not.toContain('tcpdump');
    await unreadable();
    expect(said()).toMatch(/eth0: .*; i tells how often\./);
    await app.press('down');
    await unreadable();
    expect(said()).not.toContain('i tells how often');
    await again();
    expect(status()).toContain('eth0: tcpdump ended');
  });

  it('makes room for the figures after a while, and is counted beside them', async () => {
    await watching();
    app.engine.tell({ troubles: ['x.pcapng is written no further: no space left on device.'] });
    await app.settle();
    expect(status()).toContain('no space left on device');
    await app.wait();
    expect(status()).toContain('eth0  1 trouble  0/s');
  });

  it('of a pipe that ends: that it ended, with nothing offered', async () => {
    const pipe = await watching({ kind: 'standard input' });
    await pipe.give(officeCalls(2, 3));
    pipe.end();
    await app.settle();
    // A rejected call, a busy one and one that rings.
    expect(status()).toMatch(/Standard input has ended after 11 packets\. *$/);
    await app.press(':', ...'restart', 'enter');
    expect(status()).toContain('There is nothing to capture again.');
  });

  it('with the disk is said, however its count grows', async () => {
    await watching();
    const told = async (...troubles: string[]) => {
      app.engine.tell({ troubles });
      await app.settle();
    };
    await told('1 messages could not be sent as HEP.');
    expect(status()).toContain('1 messages could not be sent as HEP.');
    await app.press('down');
    await told('2 messages could not be sent as HEP.');
    expect(status()).not.toContain('HEP');
    await told('2 messages could not be sent as HEP.', 'x.pcapng is written no further: ENOSPC.');
    expect(status()).toContain('x.pcapng is written no further');
  });

  it('is no trouble where the filter was changed', async () => {
    const before = await watching();
    machine.capture(ETH0);
    before.end();
    await app.settle();
    expect(status()).toContain('eth0  0/s');
    expect(status()).not.toContain('ended');
  });

  it('is nothing of a ping, which is over when it is answered', async () => {
    await watching();
    machine.capture(null);
    machine.captures[1]!.end();
    await app.settle();
    expect(status()).toContain('0/s  0 seen');
    expect(status()).not.toContain('ended');
  });

  it('stopping is no trouble; it can be captured again', async () => {
    await watching();
    await app.press(':', ...'stop eth7', 'enter');
    expect(status()).toContain('There is nothing called "eth7" to stop.');
    await app.press(':', ...'stop eth0', 'enter');
    const [first] = await app.engine.request('sources', {});
    expect(app.engine.asks('stopLive')).toEqual([{ source: first!.id }]);
    expect(status()).toContain('":restart" captures again');
  });
});

describe('a HEP listener', () => {
  it('says once that what comes cannot be read', async () => {
    app = await wholeApp({ paths: [], opened: true });
    const hep: LiveInput = { kind: 'hep', address: '127.0.0.1', port: 0, key: null };
    await app.engine.request('openLive', { inputs: [hep] });
    const [listener] = await app.engine.request('sources', {});
    const port = Number(listener!.name.split(':').at(-1));
    await send(port, Buffer.from('no HEP at all'));
    await app.until(() => said().includes('i tells how often'));
    expect(said()).toMatch(/HEP 127\.0\.0\.1:\d+: .*127\.0\.0\.1.* HEP; i tells how often\./);
    await app.press('down');
    await send(port, Buffer.from('no HEP either'));
    await app.settle();
    expect(said()).not.toContain('i tells how often');
  });
});

describe('counts beside the terms', () => {
  it('are asked for twice a second at most, however much comes', async () => {
    const eth0 = await watching();
    await app.press('/', ...'state busy');
    await app.settle();
    const before = app.engine.asks('counts').length;
    // No timer of the store runs meanwhile: the rest lasts.
    for (let index = 0; index < 10; index++) {
      await eth0.give(officeCalls(index, 1));
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(app.engine.asks('counts').length - before).toBe(1);
    await app.settle();
    expect(app.engine.asks('counts').length - before).toBe(2);
    // Another term is counted at once.
    await app.press(...' state ringing');
    expect(app.engine.asks('counts').at(-1)).toEqual({ queries: ['state busy', 'state ringing'] });
  });
});
