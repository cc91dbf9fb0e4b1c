/** Changes the capture filter, stops capturing and captures again. What was captured stays. */
import { plural } from '../../format/counts.js';
import type { Engine } from '../../engine/protocol/engine.js';
import type { LiveInput } from '../../engine/protocol/live.js';
import { says } from '../notice.js';
import type { StateHolder } from '../state-holder.js';
import { canBeOpenedAgain, capturingSources, endedSources, filteredSources } from '../view/live-sources.js';

export interface LiveCapture {
  /** Captures with another filter: the new capture runs before the old one ends. */
  refilter: (bpf: string) => Promise<void>;
  /** Captures what has ended again; "" stands for all of it. */
  restart: (name: string) => Promise<void>;
  /** Ends capturing; "" stands for all. */
  stop: (name: string) => Promise<void>;
}

export function createLiveCapture(holder: StateHolder, engine: Engine): LiveCapture {
  const say = (text: string, kind: 'info' | 'warning' | 'error' = 'info') =>
    holder.change(state => says(state, text, kind));

  async function refilter(bpf: string): Promise<void> {
    const filtered = filteredSources(holder.get().newest);
    if (filtered.length === 0) return say('No interface is captured: L chooses one.', 'warning');
    const { fault } = await engine.request('checkBpf', { bpf });
    if (fault) return say(`${fault.message} The one in force stays.`, 'error');
    const reasons = await Promise.all(
      filtered.map(async ({ id, input }) => {
        const again: LiveInput = { ...input, settings: { ...input.settings, bpf } };
        const { opened, refused } = await engine.request('openLive', { inputs: [again] });
        if (opened.length > 0) await engine.request('stopLive', { source: id });
        return refused.map(({ reason }) => reason);
      }),
    );
    const [reason] = reasons.flat();
    if (reason !== undefined) return say(`${reason} It is captured as before.`, 'error');
    const names = filtered.map(({ name }) => name).join(', ');
    say(bpf === '' ? `Everything on ${names} is captured.` : `Only "${bpf}" is captured on ${names}.`);
  }

  async function restart(name: string): Promise<void> {
    const ended = endedSources(holder.get().newest).filter(source => name === '' || source.name === name);
    const inputs = ended.flatMap(({ input }) => (input !== null && canBeOpenedAgain(input) ? [input] : []));
    if (inputs.length === 0) return say(nothingTo('capture again', name), 'warning');
    const { refused, warnings } = await engine.request('openLive', { inputs });
    const [reason] = [...refused.map(no => no.reason), ...warnings];
    if (reason !== undefined) return say(reason, 'error');
    say(`${plural(inputs.length, 'source')} captured again.`);
  }

  async function stop(name: string): Promise<void> {
    const capturing = capturingSources(holder.get().newest).filter(source => name === '' || source.name === name);
    if (capturing.length === 0) return say(nothingTo('stop', name), 'warning');
    await Promise.all(capturing.map(({ id }) => engine.request('stopLive', { source: id })));
    say(`${capturing.map(source => source.name).join(', ')}: capturing ends; ":restart" captures again.`);
  }

  return { refilter, restart, stop };
}

function nothingTo(what: string, name: string): string {
  return name === '' ? `There is nothing to ${what}.` : `There is nothing called "${name}" to ${what}.`;
}
