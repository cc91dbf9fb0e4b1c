/** Opens or removes what a run that was killed left of its capture. */
import type { Engine } from '../../engine/protocol/engine.js';
import type { Leftover } from '../../engine/protocol/live.js';
import { size } from '../../format/sizes.js';
import { localTime } from '../../format/times.js';
import { says } from '../notice.js';
import { type Choice, LEFT } from '../dialog.js';
import type { StateHolder } from '../state-holder.js';

/** Length of a date and a time of day without seconds. */
const MINUTES = 'YYYY-MM-DD hh:mm'.length;

/** "12 MB (2026-11-20 13:02)". */
export function leftText({ bytes, timeMs }: Leftover): string {
  return `${size(bytes)} (${localTime(Math.floor(timeMs) * 1000, true).slice(0, MINUTES)})`;
}

/** The choice on the start page; none where nothing was left. */
export function leftChoice([newest]: readonly Leftover[]): Choice[] {
  if (newest === undefined) return [];
  return [{ id: LEFT, label: 'Recover what was captured', detail: `never saved, ${leftText(newest)}`, on: null }];
}

/** Opens what the latest such run left. */
export async function recover(holder: StateHolder, engine: Engine): Promise<void> {
  const [newest] = await engine.request('leftovers', {});
  const tell = (text: string) => holder.change(state => says({ ...state, dialog: null }, text));
  if (newest === undefined) return tell('No run left anything behind.');
  const { refused } = await engine.request('open', { paths: newest.files, limit: null });
  if (refused[0]) return holder.change(state => says(state, refused[0]!.reason, 'error'));
  tell(`${size(newest.bytes)} recovered: F2 saves it, ":recover remove" removes it.`);
}

/** Removes what all such runs left. */
export async function removeLeft(holder: StateHolder, engine: Engine): Promise<void> {
  const left = await engine.request('leftovers', {});
  for (const { folder } of left) await engine.request('removeLeftover', { folder });
  const bytes = left.reduce((sum, leftover) => sum + leftover.bytes, 0);
  const text = left.length === 0 ? 'No run left anything behind.' : `${size(bytes)} of old captures removed.`;
  holder.change(state => says(state, text));
}
