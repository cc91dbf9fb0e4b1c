/** What the engine tells of live capture, made up: an interface on which much happens. */
import type { SourceInfo } from '../../src/engine/protocol/figures.js';
import type { CaptureSettings, LiveFigures } from '../../src/engine/protocol/live.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import { RING_BYTES, SNAP_LENGTH } from '../../src/live/live-input.js';

export const SETTINGS: CaptureSettings = {
  bpf: 'port 5060',
  engine: 'auto',
  snapLength: SNAP_LENGTH,
  ringBytes: RING_BYTES,
  promiscuous: true,
};

const FIGURES: LiveFigures = {
  capturing: 1,
  packetsPerSecond: 2408.5,
  messagesPerSecond: 1204,
  lagMs: 12.3,
  packets: 2_400_000,
  dropped: { kernel: 0, interface: 0 },
  uncounted: 0,
  spoolBytes: 1_234_567_890,
  recorded: null,
  unsaved: 1_234_567,
};

export function source(change: Partial<SourceInfo> = {}): SourceInfo {
  return {
    ...{ id: 1, name: 'eth0', format: 'pcap, live', dated: true, packets: 2_400_000, startUs: 0, endUs: 1 },
    ...{ damage: [], damageNotKept: 0, bytesRead: 1, size: 0, finished: false, live: true },
    dropped: { kernel: 0, interface: 0 },
    input: { kind: 'device', device: 'eth0', settings: SETTINGS },
    ...change,
  };
}

/** The newest word while it captures. */
export function live(figures: Partial<LiveFigures> = {}, change: Partial<Progress> = {}): Partial<Progress> {
  return { sources: [source()], share: null, messages: 1_234_567, live: { ...FIGURES, ...figures }, ...change };
}
