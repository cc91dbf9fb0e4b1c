/** Counts the packets of interfaces once a second while their list is open, and starts capturing those chosen. */
import type { CaptureSettings, LiveInput } from '../../engine/protocol/live.js';
import type { Engine } from '../../engine/protocol/engine.js';
import type { After } from '../../terminal/keys.js';
import { says } from '../notice.js';
import { withCount } from '../view/devices.js';
import type { State } from '../state.js';
import type { StateHolder } from '../state-holder.js';

const COUNT_INTERVAL_MS = 1000;

/** Returns what counts from when the list is opened until it is closed; it rejects where the engine does. */
export function createDeviceCounts(holder: StateHolder, engine: Engine, after: After): () => Promise<void> {
  let turn = 0;
  return async () => {
    const own = ++turn;
    while (own === turn && holder.get().dialog?.kind === 'devices') {
      const { devices, timeMs } = await engine.request('devices', {});
      holder.change(state =>
        state.dialog?.kind === 'devices' ? { ...state, dialog: withCount(state.dialog, devices, timeMs) } : state,
      );
      await new Promise<void>(resolve => after(COUNT_INTERVAL_MS, resolve));
    }
  };
}

export interface Watched {
  devices: readonly string[];
  bpf: string;
}

/** Captures interfaces beside what is open. `capture` says how; its filter is not used. */
export async function watchDevices(
  { devices, bpf }: Watched,
  holder: StateHolder,
  engine: Engine,
  { capture }: { capture: CaptureSettings },
): Promise<void> {
  const { fault } = await engine.request('checkBpf', { bpf });
  if (fault) {
    return holder.change(state => {
      const next = says(state, fault.message, 'error');
      if (next.dialog?.kind !== 'devices') return next;
      const editor = { ...next.dialog.bpf, cursor: Math.min(fault.start, next.dialog.bpf.text.length) };
      return { ...next, dialog: { ...next.dialog, bpf: editor, writing: true, busy: false, fault } };
    });
  }
  const settings = { ...capture, bpf };
  const inputs = devices.map((device): LiveInput => ({ kind: 'device', device, settings }));
  const { opened, refused, warnings } = await engine.request('openLive', { inputs });
  const [first] = refused;
  const captured = devices.filter(device => !refused.some(({ name }) => name === device));
  holder.change(state => {
    const next = opened.length > 0 ? closed(state) : idle(state);
    if (first) return says(next, first.reason, 'error');
    if (warnings[0] !== undefined) return says(next, warnings[0], 'warning');
    const only = bpf === '' ? '' : `, only "${bpf}"`;
    return says(next, `Watching ${captured.join(', ')}${only}.`);
  });
}

function closed(state: State): State {
  return state.dialog?.kind === 'devices' ? { ...state, dialog: null } : state;
}

function idle(state: State): State {
  return state.dialog?.kind === 'devices' ? { ...state, dialog: { ...state.dialog, busy: false } } : state;
}
