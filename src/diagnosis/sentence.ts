/**
 * Sentences with slots: "no reply to {requests} from {peer}[ in {span}]". A slot prints its value, "{n|reply|replies}" the word for a count,
 * and what stands in brackets is left out where one of its slots has no value.
 */
import { duration } from '../format/durations.js';
import { isoTime, localClock } from '../format/times.js';
import { isTold } from '../model/times.js';

/** A length of time. */
export interface Span {
  readonly ms: number;
}

/** A time; `dated` is false where its source tells the time of day only. */
export interface Moment {
  readonly timeUs: number;
  readonly dated: boolean;
}

export type Slot = string | number | Span | Moment;
/** The values of a sentence by name; absent where they are not known. The names are a promise of the JSON. */
export type Slots = Readonly<Record<string, Slot | undefined>>;

/** A length of time in µs as a slot; undefined where it is not known. */
export function span(us: number): Span | undefined {
  return isTold(us) ? { ms: us / 1000 } : undefined;
}

/** The sentence of a template. */
export function filled(template: string, slots: Slots): string {
  return fill(
    template.replace(/\[([^[\]]*)\]/g, (_, part: string) => (isKnown(part, slots) ? part : '')),
    slots,
  );
}

/** Names of the slots of a template. */
export function slotNames(template: string): string[] {
  return [...template.matchAll(SLOT)].map(([, name]) => name!);
}

/** The value of a slot as JSON has it: a length of time in ms, a time as every time. */
export function slotJson(slot: Slot): string | number | null {
  if (typeof slot !== 'object') return slot;
  if ('ms' in slot) return Math.round(slot.ms * 1000) / 1000;
  return isoTime(slot.timeUs, slot.dated);
}

const SLOT = /\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g;

function isKnown(part: string, slots: Slots): boolean {
  return slotNames(part).every(name => slots[name] !== undefined && text(slots[name]) !== '');
}

function fill(template: string, slots: Slots): string {
  return template.replace(SLOT, (_, name: string, one?: string, many?: string) => {
    const slot = slots[name];
    if (one !== undefined) return slot === 1 ? one : many!;
    return slot === undefined ? '?' : text(slot);
  });
}

/** Times are of the day: what is explained is seconds and minutes away. */
function text(slot: Slot): string {
  if (typeof slot !== 'object') return String(slot);
  if ('ms' in slot) return duration(slot.ms);
  return localClock(slot.timeUs, slot.dated).slice(0, 8);
}
