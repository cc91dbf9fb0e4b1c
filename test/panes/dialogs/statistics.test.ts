/** The accounts panel: all sources side by side, and the account of each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Capture, type CapturedPacket } from '../../../samples/compose/capture.js';
import { endpoint } from '../../../samples/compose/endpoint.js';
import { stream } from '../../../samples/compose/rtp.js';
import { pcapFileHeader, pcapRecord } from '../../../src/capture/formats/pcap-writer.js';
import { folder } from '../../engine/core-session.js';
import type { FedCapture } from '../../engine/fed-capture.js';
import { EngineInProcess } from '../../engine/in-process.js';
import { ETH0, Machine } from '../../engine/machine.js';
import { officeCalls, START_US } from '../composed.js';
import { type WholeApp, wholeApp } from '../whole-app.js';

let app: WholeApp;

afterEach(() => app.stop());

const LINKTYPE_ETHERNET = 1;
/** Bytes that the snap length took from a message. */
const CUT = 20;

function records(packets: readonly CapturedPacket[], cut = 0): Uint8Array[] {
  return packets.map(({ timeUs, frame }) => pcapRecord(timeUs, frame, 0, frame.length - cut, frame.length));
}

function speech(packets: number): Capture {
  const capture = new Capture();
  stream(capture, {
    ...{ from: endpoint('10.10.10.2', 14_000), to: endpoint('178.19.48.48', 20_000) },
    ...{ timeUs: START_US, packets, pitch: 120 },
  });
  return capture;
}

/** 50 messages of 10 calls, 7 of them cut; 100 packets of speech and their goodbye. */
function officeCapture(): string {
  const path = join(folder(), 'a/very/long/path/to/the/captures/of');
  mkdirSync(path, { recursive: true });
  const calls = officeCalls(0, 10).packets();
  const bytes = [...records(calls.slice(0, 7), CUT), ...records(calls.slice(7)), ...records(speech(100).packets())];
  writeFileSync(join(path, 'office.pcap'), Buffer.concat([pcapFileHeader(LINKTYPE_ETHERNET), ...bytes]));
  return join(path, 'office.pcap');
}

/** The office, and an interface with 25 messages of 5 other calls, 4 of them captured twice, and 11 other packets. */
async function begin(columns: number): Promise<FedCapture> {
  const engine = new EngineInProcess();
  const machine = new Machine(engine);
  app = await wholeApp({ engine, columns, rows: 40, paths: [officeCapture()] });
  machine.capture(ETH0);
  const [eth0] = machine.captures;
  eth0!.lost = { kernel: 12, interface: 3 };
  const calls = officeCalls(10, 5).packets();
  await eth0!.giveBytes(
    ...calls.slice(0, 4).flatMap(packet => records([packet, { ...packet, timeUs: packet.timeUs + 3 }])),
    ...records(calls.slice(4)),
    ...records(speech(10).packets()),
  );
  await app.settle();
  await app.press('i');
  return eth0!;
}

const row = (name: string) => app.rows().find(text => text.includes(name)) ?? '';
const figures = (name: string) => row(name).split(name)[1]?.trim().split(/\s+/) ?? [];

describe('the accounts of several sources', () => {
  it('stand side by side, all together first', async () => {
    await begin(120);
    expect(row('packets').trim().split(/\s+/)).toEqual([
      ...['packets', 'SIP', 'other', 'undecodable', 'cut', 'incomplete', 'twice', 'malformed', 'damage', 'dropped'],
    ]);
    expect(figures('all together')).toEqual(['191', '79', '112', '0', '7', '0', '4', '0', '0', '15']);
    expect(figures('office.pcap')).toEqual(['151', '50', '101', '0', '7', '0', '0', '0', '0', '0']);
    expect(figures('eth0')).toEqual(['40', '29', '11', '0', '0', '0', '4', '0', '0', '15']);
    expect(app.text()).toContain('dropped: 12 by the kernel, 3 by the interface');
  });

  it('are shown one by one', async () => {
    await begin(120);
    expect(app.text()).toMatch(/conversations +15/);
    await app.press('right');
    expect(row('› ')).toContain('office.pcap');
    expect(app.text()).toMatch(/cut short by the capture +7/);
    expect(app.text()).not.toMatch(/captured twice|conversations +15/);
    await app.press('right');
    expect(row('› ')).toContain('eth0');
    expect(app.text()).toMatch(/captured twice +4/);
    await app.press('right');
    expect(row('› ')).toContain('all together');
    await app.press('left');
    expect(row('› ')).toContain('eth0');
  });

  it('show what there is room for, the account below is whole', async () => {
    await begin(80);
    expect(app.rows().every(text => text.length <= 80)).toBe(true);
    expect(figures('eth0').slice(0, 4)).toEqual(['40', '29', '11', '0']);
  });

  it('say of whom nobody counts what was dropped', async () => {
    const eth0 = await begin(120);
    await app.press('esc');
    eth0.lost = null;
    await eth0.give(officeCalls(15, 1));
    await app.settle();
    await app.press('i');
    expect(figures('eth0').at(-1)).toBe('?');
    expect(figures('all together').at(-1)).toBe('?');
    expect(app.text()).toContain('what was dropped before it is not known');
  });

  it('say what this program dropped itself', async () => {
    const eth0 = await begin(120);
    await app.press('esc');
    eth0.lost = { kernel: 12, interface: 3, program: 4 };
    await eth0.give(officeCalls(15, 1));
    await app.settle();
    await app.press('i');
    expect(figures('eth0').at(-1)).toBe('19');
    expect(app.text()).toContain('dropped: 12 by the kernel, 3 by the interface, 4 by this program');
  });

  it('tell what was let go to keep to a bound', async () => {
    const eth0 = await begin(120);
    await app.press('esc');
    // A day after the others, which are all over by then or were never heard of again.
    await app.engine.request('retain', { keep: { us: 3600 * 1_000_000 } });
    await eth0.give(officeCalls(57_600, 10));
    await app.settle();
    await eth0.give(officeCalls(57_610, 10));
    await app.settle();
    await app.press('i');
    expect(app.text()).toMatch(/conversations let go \(--keep\) +5/);
  });
});

describe('the account of one source', () => {
  it('says what a log tells of its messages', async () => {
    const log = join(folder(), 'no-times.log');
    const head = '<--- SIP read from UDP:203.0.113.9:5060 --->';
    const options = ['OPTIONS sip:a@b SIP/2.0', 'Call-ID: 1@b', 'CSeq: 1 OPTIONS', 'Content-Length: 0', '', ''];
    writeFileSync(log, [head, ...options, '<------------->', ''].join('\n'));
    app = await wholeApp({ paths: [log], rows: 40, columns: 80 });
    await app.press('i');
    expect(app.text()).toContain('told of 1 messages: time 0, both addresses 0, transport 1, direction 1');
  });

  it('needs no table', async () => {
    app = await wholeApp({ paths: [officeCapture()], rows: 40 });
    await app.press('i');
    expect(app.text()).not.toContain('all together');
    await app.press('right');
    expect(app.text()).toMatch(/conversations +10/);
  });
});
