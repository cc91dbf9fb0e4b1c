/** Choosing interfaces and watching them: keys in, text on the screen and requests of the engine out. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Device } from '../../src/engine/protocol/live.js';
import { type FakeEngine, fakeEngine } from './fake-engine.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;
let engine: FakeEngine;
let packets = 0;
let timeMs = 0;

function device(name: string, more: Partial<Device> = {}): Device {
  return { name, addresses: [], up: true, packets, description: null, ...more };
}

/** Three interfaces; between two counts a second passes, and 1,204 packets. */
async function begin(options: WholeAppOptions = {}): Promise<void> {
  packets = 0;
  timeMs = 0;
  engine = fakeEngine(50);
  engine.answers.devices = () => {
    packets += 1204;
    timeMs += 1000;
    const eth0 = device('eth0', { addresses: ['10.0.0.5', 'fe80::1'] });
    return { devices: [device('any'), eth0, device('down0', { up: false, packets: null })], timeMs };
  };
  engine.answers.openLive = ({ inputs }) => ({ opened: inputs.map((_, id) => id), refused: [], warnings: [] });
  app = await wholeApp({ engine, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const asked = (kind: string) => engine.asked.filter(request => request.kind === kind);

describe('the start page', () => {
  it('offers the interfaces that are up beside files', async () => {
    await begin({ paths: [] });
    expect(app.text()).toContain('Watch an interface');
    expect(app.text()).toContain('live traffic of any, eth0');
    expect(app.text()).toContain('samples/call-busy.pcap');
    await app.press('enter');
    expect(app.text()).toContain('[Watch an interface]');
  });
});

describe('choosing an interface', () => {
  it('shows packets a second, state and addresses, and counts only while it is open', async () => {
    await begin();
    await app.press('L');
    await app.settle();
    expect(app.text()).toMatch(/eth0 +1,204 +up +10\.0\.0\.5, fe80::1/);
    expect(app.text()).toMatch(/down0 +down/);
    const counts = asked('devices').length;
    await app.settle();
    expect(asked('devices').length).toBeGreaterThan(counts);
    await app.press('esc');
    const closed = asked('devices').length;
    await app.settle();
    await app.settle();
    expect(asked('devices').length).toBe(closed);
  });

  it('watches the one under the cursor', async () => {
    await begin();
    await app.press('L');
    await app.press('down', 'enter');
    const [request] = asked('openLive');
    expect(request?.ask).toMatchObject({ inputs: [{ kind: 'device', device: 'eth0', settings: { bpf: '' } }] });
    expect(status()).toContain('Watching eth0.');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('watches several, with a capture filter', async () => {
    await begin();
    await app.press('L');
    await app.press('down', 'space', 'space', 'tab', ...'udp port 5060', 'enter');
    expect(asked('checkBpf')[0]?.ask).toEqual({ bpf: 'udp port 5060' });
    expect(asked('openLive')[0]?.ask).toMatchObject({
      inputs: [
        { device: 'eth0', settings: { bpf: 'udp port 5060' } },
        { device: 'down0', settings: { bpf: 'udp port 5060' } },
      ],
    });
    expect(status()).toContain('Watching eth0, down0, only "udp port 5060".');
  });

  it('says where a capture filter is wrong, and captures nothing', async () => {
    await begin();
    const message = 'The capture filter is wrong at "prot": syntax error.';
    engine.answers.checkBpf = () => ({ fault: { message, start: 4, end: 8 } });
    await app.press('L');
    await app.press('tab', ...'udp prot', 'enter');
    expect(status()).toContain(message);
    expect(asked('openLive')).toEqual([]);
    expect(app.state().dialog).toMatchObject({ kind: 'devices', writing: true, bpf: { cursor: 4 } });
    engine.answers.checkBpf = () => ({ fault: null });
    await app.press('end', 'backspace', 'backspace', 'backspace', ...'ort', 'enter');
    expect(asked('openLive')).toHaveLength(1);
  });

  it('says why an interface cannot be captured, and stays open to try another', async () => {
    await begin();
    const reason = 'any cannot be captured: tcpdump has no permission; allow it with: sudo setcap …';
    engine.answers.openLive = () => ({ opened: [], refused: [{ name: 'any', reason }], warnings: [] });
    await app.press('L');
    await app.press('enter');
    expect(status()).toContain('any cannot be captured: tcpdump has no permission');
    expect(app.text()).toContain('[Watch an interface]');
    await app.press('down', 'enter');
    expect(asked('openLive')).toHaveLength(2);
  });

  it('is not asked for where the interface is named', async () => {
    await begin();
    await app.press(':', ...'watch eth0,down0 port 5060', 'enter');
    expect(asked('openLive')[0]?.ask).toMatchObject({
      inputs: [{ device: 'eth0', settings: { bpf: 'port 5060' } }, { device: 'down0' }],
    });
  });

  it('watches none twice, and offers the filter in force', async () => {
    await begin();
    const settings = { bpf: 'port 5060', engine: 'auto', snapLength: 1, ringBytes: 1, promiscuous: true } as const;
    const office = app.state().newest?.sources[0];
    expect(office).toBeDefined();
    const input = { kind: 'device', device: 'eth0', settings } as const;
    engine.progress({ sources: [{ ...office!, name: 'eth0', live: true, finished: false, input }] });
    await app.press('L');
    expect(app.text()).toMatch(/eth0 .* watched +10\.0\.0\.5/);
    await app.press('down', 'enter');
    expect(status()).toContain('eth0 is watched already');
    expect(asked('openLive')).toEqual([]);
    await app.press('up', 'enter');
    expect(asked('openLive')[0]?.ask).toMatchObject({ inputs: [{ device: 'any', settings: { bpf: 'port 5060' } }] });
  });

  it('says the whole sentence that mends it, also where it is narrow', async () => {
    const mend =
      'allow it with: sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/tcpdump (or run as root: sudo sipvestigator …).';
    await begin({ columns: 80, rows: 24 });
    const reason = `eth0 cannot be captured: tcpdump has no permission; ${mend}`;
    engine.answers.openLive = () => ({ opened: [], refused: [{ name: 'eth0', reason }], warnings: [] });
    await app.press(':', ...'watch eth0', 'enter');
    const said = app.rows().slice(-4, -1);
    expect(said.map(row => row.trim()).join(' ')).toBe(reason);
    expect(app.rows().at(-1)).toContain('Enter open');
    await app.press('down');
    expect(app.rows().slice(-4, -2).join(' ')).not.toContain('setcap');
    expect(app.rows()).toHaveLength(24);
  });

  it('cuts what is too long even so', async () => {
    await begin({ columns: 40, rows: 24 });
    const reason = `eth0 cannot be captured: ${'because '.repeat(40)}.`;
    engine.answers.openLive = () => ({ opened: [], refused: [{ name: 'eth0', reason }], warnings: [] });
    await app.press(':', ...'watch eth0', 'enter');
    expect(app.rows().every(row => row.length <= 40)).toBe(true);
    expect(app.rows().at(-2)).toMatch(/…$/);
  });
});
