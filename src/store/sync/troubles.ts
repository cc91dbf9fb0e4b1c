/** Says what went wrong with live capture as the engine reports it: each trouble once, with what to do about it. */
import type { Progress } from '../../engine/protocol/progress.js';
import type { SourceInfo } from '../../engine/protocol/figures.js';
import { plural } from '../../format/counts.js';
import { says } from '../notice.js';
import { canBeOpenedAgain, capturingSources, endedSources } from '../view/live-sources.js';
import type { Notice, State, Trouble } from '../state.js';

const WEIGHT: Record<Notice['kind'], number> = { info: 0, warning: 1, error: 2 };

/** The state with new troubles added; the newest are shown, unless what is said now matters more. */
export function withTroubles(state: State): State {
  const known = new Set(state.troubles.map(({ key }) => key));
  const [first, ...others] = troublesOf(state.newest).filter(({ key }) => !known.has(key));
  if (!first) return state;
  const more = others.length > 0 ? ` And ${plural(others.length, 'more thing')}: ":troubles" tells.` : '';
  const next = { ...state, troubles: [...state.troubles, first, ...others] };
  return mattersMore(state, first) ? next : says(next, first.text + more, first.kind);
}

/** Whether the notice is graver than a trouble, or what a dialog waits to be answered. */
function mattersMore({ notice, dialog }: State, { kind }: Trouble): boolean {
  if (notice === null) return false;
  return WEIGHT[notice.kind] > WEIGHT[kind] || (dialog !== null && notice.kind !== 'info');
}

function troublesOf(progress: Progress | null): Trouble[] {
  if (!progress) return [];
  // A count in a sentence grows without being another trouble.
  const kept = progress.troubles.map((text): Trouble => ({ key: text.replace(/\d+/g, ''), text, kind: 'error' }));
  if (!progress.live) return kept;
  const damaged = capturingSources(progress).flatMap(damage);
  return [...kept, ...endedSources(progress).map(end), ...damaged];
}

/**
 * Troubles of a source that goes on: each event that cost no bytes (its program ended and is started again). Unreadable
 * bytes are reported once; the statistics have their number.
 */
function damage({ id, name, damage: places }: SourceInfo): Trouble[] {
  const happened = places.filter(({ length }) => length === 0);
  const last = happened[happened.length - 1];
  const unread = places.find(({ length }) => length > 0);
  const troubles: Trouble[] = [];
  if (last)
    troubles.push({ key: `happened ${id} ${happened.length}`, text: `${called(name)}: ${last.what}.`, kind: 'error' });
  if (unread)
    troubles.push({
      key: `damage ${id}`,
      text: `${called(name)}: ${unread.what}; i tells how often.`,
      kind: 'warning',
    });
  return troubles;
}

function end({ id, name, packets, damage: places, input }: SourceInfo): Trouble {
  const key = `end ${id}`;
  const again = input !== null && canBeOpenedAgain(input) ? ' ":restart" captures again.' : '';
  const last = places[places.length - 1];
  // What ends a source takes no bytes of it, but has a place.
  if (last?.length !== 0 || last.offset === null)
    return { key, text: `${called(name)} has ended after ${plural(packets, 'packet')}.${again}`, kind: 'info' };
  return { key, text: `${called(name)}: ${last.what}.${again}`, kind: 'error' };
}

function called(name: string): string {
  return name === '-' ? 'Standard input' : name;
}
