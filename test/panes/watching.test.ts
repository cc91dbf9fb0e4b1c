/** Choosing interfaces and watching them: keys in, text on the screen and requests of the engine out. */
import { afterEach, describe, expect, it } from 'vitest';
import type { RequestKind } from '../../src/engine/protocol/requests.js';
import { EngineInProcess } from '../engine/in-process.js';
import { ETH0, Machine } from '../engine/machine.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;
let machine: Machine;

/** On a machine with the interfaces any, eth0 and down0. */
async function begin(options: WholeAppOptions = {}): Promise<void> {
  const engine = new EngineInProcess();
  machine = new Machine(engine);
  app = await wholeApp({ engine, conversations: 5, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
const asked = <K extends RequestKind>(kind: K) => app.engine.asks(kind);

describe('the start page', () => {
  it('offers the interfaces that are up beside files', async () => {
    await begin({ paths: [] });
    expect(app.text()).toContain('Watch an interface');
    expect(app.text()).toContain('live traffic of any, eth0');
    expect(app.text()).toContain('call-caller-id-rejected.pcap');
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
    expect(asked('openLive')[0]).toMatchObject({ inputs: [{ kind: 'device', device: 'eth0', settings: { bpf: '' } }] });
    expect(status()).toContain('Watching eth0.');
    expect(app.text()).toContain('[2 Conversations]');
  });

  it('watches several, with a capture filter', async () => {
    await begin();
    await app.press('L');
    await app.press('down', 'space', 'space', 'tab', ...'udp port 5060', 'enter');
    expect(asked('checkBpf')[0]).toEqual({ bpf: 'udp port 5060' });
    expect(asked('openLive')[0]).toMatchObject({
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
    machine.fault = { message, start: 4, end: 8 };
    await app.press('L');
    await app.press('tab', ...'udp prot', 'enter');
    expect(status()).toContain(message);
    expect(asked('openLive')).toEqual([]);
    expect(app.state().dialog).toMatchObject({ kind: 'devices', writing: true, bpf: { cursor: 4 } });
    machine.fault = null;
    await app.press('end', 'backspace', 'backspace', 'backspace', ...'ort', 'enter');
    expect(asked('openLive')).toHaveLength(1);
  });

  it('says why an interface cannot be captured, and stays open to try another', async () => {
    await begin();
    machine.refusal = 'any cannot be captured: tcpdump has no permission; allow it with: sudo setcap …';
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
    expect(asked('openLive')[0]).toMatchObject({
      inputs: [{ device: 'eth0', settings: { bpf: 'port 5060' } }, { device: 'down0' }],
    });
  });

  it('watches none twice, and offers the filter in force', async () => {
    await begin();
    machine.capture(ETH0);
    await app.settle();
    await app.press('L');
    expect(app.text()).toMatch(/eth0 .* watched +10\.0\.0\.5/);
    await app.press('down', 'enter');
    expect(status()).toContain('eth0 is watched already');
    expect(asked('openLive')).toEqual([]);
    await app.press('up', 'enter');
    expect(asked('openLive')[0]).toMatchObject({ inputs: [{ device: 'any', settings: { bpf: 'port 5060' } }] });
  });

  it('says the whole sentence that mends it, also where it is narrow', async () => {
    const mend =
      'allow it with: sudo setcap cap_net_raw,cap_net_admin=eip /usr/bin/tcpdump (or run as root: sudo sipvestigator …).';
    await begin({ columns: 80, rows: 24 });
    machine.refusal = `eth0 cannot be captured: tcpdump has no permission; ${mend}`;
    await app.press(':', ...'watch eth0', 'enter');
    const said = app.rows().slice(-4, -1);
    expect(said.map(row => row.trim()).join(' ')).toBe(machine.refusal);
    expect(app.rows().at(-1)).toContain('Enter open');
    await app.press('down');
    expect(app.rows().slice(-4, -2).join(' ')).not.toContain('setcap');
    expect(app.rows()).toHaveLength(24);
  });

  it('cuts what is too long even so', async () => {
    await begin({ columns: 40, rows: 24 });
    machine.refusal = `eth0 cannot be captured: ${'because '.repeat(40)}.`;
    await app.press(':', ...'watch eth0', 'enter');
    expect(app.rows().every(row => row.length <= 40)).toBe(true);
    expect(app.rows().at(-2)).toMatch(/…$/);
  });
});
