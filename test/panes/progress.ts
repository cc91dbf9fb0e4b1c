/** Figures of a progress, as they are told of an interface on which much happens. */
import type { LiveFigures } from '../../src/engine/protocol/live.js';
import type { Progress } from '../../src/engine/protocol/progress.js';
import type { SourceInfo } from '../../src/engine/protocol/figures.js';
import { ETH0 } from '../engine/machine.js';

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
    input: ETH0,
    ...change,
  };
}

/** Where nothing is captured live. */
export function progress(change: Partial<Progress> = {}): Progress {
  return {
    ...{ revision: 1, sources: [source()], loading: false, share: null, bytesPerSecond: null, remainingMs: null },
    ...{
      packets: 2_400_000,
      sipPackets: 1_234_567,
      undecodable: 0,
      messages: 1_234_567,
      conversations: 5,
      calls: null,
    },
    ...{ gone: { conversations: 0, messages: 0 }, hidden: 0, matched: 5, searched: 1, fuzzy: false },
    ...{ finding: null, live: null, troubles: [], background: null, whyEmpty: null },
    ...change,
  };
}

/** While it captures. */
export function live(figures: Partial<LiveFigures> = {}, change: Partial<Progress> = {}): Progress {
  return progress({ live: { ...FIGURES, ...figures }, ...change });
}
