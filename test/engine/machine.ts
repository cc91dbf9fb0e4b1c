/**
 * A machine with three interfaces, of which the engine captures what a test feeds. The one under the tests has others, or
 * nobody who may capture them; how it is asked is for test/live/.
 */
import type { BpfFault, CaptureSettings, Device, LiveInput } from '../../src/engine/protocol/live.js';
import { liveName, RING_BYTES, SNAP_LENGTH } from '../../src/live/live-input.js';
import { FedCapture } from './fed-capture.js';
import type { EngineInProcess } from './in-process.js';

export const SETTINGS: CaptureSettings = {
  bpf: 'port 5060',
  engine: 'auto',
  snapLength: SNAP_LENGTH,
  ringBytes: RING_BYTES,
  promiscuous: true,
};

export const ETH0: Extract<LiveInput, { kind: 'device' }> = { kind: 'device', device: 'eth0', settings: SETTINGS };

/** Packets of an interface from one count to the next, a second later. */
const PACKETS = 1204;

export class Machine {
  /** What was captured so far, in the order in which it began. */
  readonly captures: FedCapture[] = [];
  /** Why interfaces cannot be captured; null if they can. */
  refusal: string | null = null;
  /** What libpcap has against any filter; null: nothing. */
  fault: BpfFault | null = null;
  readonly #engine: EngineInProcess;
  #counts = 0;

  constructor(engine: EngineInProcess) {
    this.#engine = engine;
    engine.instead('devices', async () => this.#devices());
    engine.instead('checkBpf', async () => ({ fault: this.fault }));
    engine.instead('openLive', async ({ inputs }, own) => {
      const wanted = inputs.filter(hasInterface);
      if (this.refusal !== null) {
        const reason = this.refusal;
        return { opened: [], refused: wanted.map(input => ({ name: liveName(input), reason })), warnings: [] };
      }
      const opened = wanted.map(input => this.capture(input));
      const answer = await own({ inputs: inputs.filter(input => !hasInterface(input)) });
      return { ...answer, opened: [...opened, ...answer.opened] };
    });
  }

  /** Captures beside what is open, as if the user had asked for it (null: for a ping); the number of the source. */
  capture(input: LiveInput | null): number {
    const capture = new FedCapture(input === null ? 'ping' : liveName(input));
    const file = this.#engine.core.sources.watch(capture.source, input);
    if ('refused' in file) throw new Error(file.refused);
    this.captures.push(capture);
    return file.id;
  }

  #devices(): { devices: Device[]; timeMs: number } {
    this.#counts++;
    const packets = this.#counts * PACKETS;
    const device = { addresses: [], up: true, packets, description: null };
    return {
      devices: [
        { ...device, name: 'any' },
        { ...device, name: 'eth0', addresses: ['10.0.0.5', 'fe80::1'] },
        { ...device, name: 'down0', up: false, packets: null },
      ],
      timeMs: this.#counts * 1000,
    };
  }
}

function hasInterface(input: LiveInput): boolean {
  return input.kind === 'device' || input.kind === 'ssh';
}
