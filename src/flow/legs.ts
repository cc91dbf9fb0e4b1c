/**
 * The legs of a call in its ladder: their numbers, and where a host in the middle turns one into the next: the first request it
 * sends of a leg that came from another.
 */
import type { MessageRow } from '../engine/protocol/rows.js';
import type { MessageId, RowId } from '../model/ids.js';

export interface Leg {
  /** From 1. */
  number: number;
  /** The number of the leg it came from; null where that is not known. */
  from: number | null;
}

/** Legs by their conversations, in the order of their numbers. */
export type Legs = ReadonlyMap<RowId, Leg>;

export const NO_LEGS: Legs = new Map();

/** The first request of each leg that came from another, with the number of that. */
export function turnsOf(legs: Legs, rows: readonly MessageRow[]): Map<MessageId, number> {
  const turns = new Map<MessageId, number>();
  const begun = new Set<RowId>();
  for (const { id, conversation, method } of legs.size > 0 ? rows : []) {
    if (method === null || begun.has(conversation)) continue;
    begun.add(conversation);
    const from = legs.get(conversation)?.from ?? null;
    if (from !== null) turns.set(id, from);
  }
  return turns;
}
