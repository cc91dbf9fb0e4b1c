/**
 * A wrong filter as people read it. In: its text and where it is wrong. Out: the sentence, the filter, and a caret under the
 * place.
 */
import type { QueryFault } from '../engine/protocol/query.js';
import { width } from '../terminal/text.js';
import { stripControls } from './printing.js';

export function filterFault(filter: string, { start, end, message }: QueryFault): string {
  const shown = (text: string) => stripControls(text);
  const before = shown(filter.slice(0, start));
  const at = shown(filter.slice(start, end));
  const caret = ' '.repeat(width(before)) + '^'.repeat(Math.max(1, width(at)));
  return `${shown(message)}\n  ${shown(filter)}\n  ${caret}`;
}
