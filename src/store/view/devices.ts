/**
 * The list of interfaces, counted by the engine once a second while it is open. The cursor is kept by name: interfaces come and go
 * above it.
 */
import type { Device } from '../../engine/protocol/live.js';
import type { DevicesDialog } from '../dialog.js';
import { editorOf } from '../input/editor.js';

export function devicesDialog(bpf: string): DevicesDialog {
  return {
    kind: 'devices',
    devices: null,
    countedMs: 0,
    rates: new Map(),
    at: null,
    chosen: new Set(),
    bpf: editorOf(bpf),
    writing: false,
    fault: null,
    busy: false,
  };
}

/** The dialog after the next count. A counter that went back belongs to an interface rebuilt: its rate is not known yet. */
export function withCount(dialog: DevicesDialog, devices: readonly Device[], timeMs: number): DevicesDialog {
  const rates = new Map<string, number>();
  const seconds = (timeMs - dialog.countedMs) / 1000;
  for (const { name, packets } of devices) {
    const before = dialog.devices?.find(known => known.name === name)?.packets ?? null;
    if (packets !== null && before !== null && packets >= before && seconds > 0)
      rates.set(name, (packets - before) / seconds);
  }
  const names = new Set(devices.map(({ name }) => name));
  const chosen = new Set([...dialog.chosen].filter(name => names.has(name)));
  return { ...dialog, devices, countedMs: timeMs, rates, chosen };
}

/** Where the cursor stands among the interfaces. */
export function devicePosition({ devices, at }: DevicesDialog): number {
  return Math.max(
    0,
    (devices ?? []).findIndex(({ name }) => name === at),
  );
}

/** The names meant: those chosen, else the one under the cursor. `any` has all others in it. */
export function devicesMeant(dialog: DevicesDialog): readonly string[] {
  const names = (dialog.devices ?? []).map(({ name }) => name).filter(name => dialog.chosen.has(name));
  if (names.includes(EVERY)) return [EVERY];
  if (names.length > 0) return names;
  const under = dialog.devices?.[devicePosition(dialog)];
  return under ? [under.name] : [];
}

const EVERY = 'any';
