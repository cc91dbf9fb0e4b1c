/**
 * Answers requests about live capture: devices, sources that come as they happen, pings, where packets go, and what
 * is kept.
 */
import type { ProgressMeter } from '../figures/progress-meter.js';
import type { OpenSources } from '../ingest/open-sources.js';
import type { Interfaces } from '../live/interfaces.js';
import type { LiveSinks } from '../live/live-sinks.js';
import type { Pings } from '../live/pings.js';
import type { LiveRequests } from '../protocol/live.js';
import type { Retention } from '../spool/retention.js';
import { leftovers, removeLeftover } from '../spool/spool-folders.js';
import type { Handlers } from './handlers.js';

interface Parts {
  sources: OpenSources;
  interfaces: Interfaces;
  pings: Pings;
  sinks: LiveSinks;
  retention: Retention;
  progress: ProgressMeter;
}

export function liveHandlers({
  sources,
  interfaces,
  pings,
  sinks,
  retention,
  progress,
}: Parts): Handlers<LiveRequests> {
  return {
    devices: () => interfaces.now(),
    checkBpf: async ({ bpf }) => {
      const { bpfFault } = await import('../../live/children/bpf-check.js');
      return { fault: await bpfFault(bpf) };
    },
    openLive: async ({ inputs }) => {
      const answer = await sources.openLive(inputs);
      progress.invalidate();
      return answer;
    },
    stopLive: ({ source }) => {
      sources.stopLive(source);
      return {};
    },
    ping: ask => pings.begin(ask),
    pinged: ({ source }) => pings.report(source),
    stopPing: () => {
      pings.stop();
      return {};
    },
    record: ({ path, overwrite, keep, media }) => ({ failed: sinks.record(path, overwrite, keep, media) }),
    recorded: () => {
      sinks.settle();
      return sinks.recorded;
    },
    forward: async ({ host, port, key }) => ({ failed: await sinks.forward(host, port, key) }),
    forwarded: () => sinks.forwarded(),
    retain: ({ keep }) => {
      retention.set(keep);
      return {};
    },
    leftovers: () => leftovers(),
    removeLeftover: ({ folder }) => {
      removeLeftover(folder);
      return {};
    },
  };
}
