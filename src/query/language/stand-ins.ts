/**
 * Words that stand for something else than themselves: `none` for no value at all, and words for several values (`bad`).
 * Like names of fields they are lower case or capitals; quoted, they are ordinary text.
 */
import { type Field, fieldNamed, FIELDS } from './fields.js';
import { join, type Query, type Term, type Value } from './tree.js';

export const NONE = 'none';

/** Its words for several states are also terms by themselves. */
const STATE = fieldNamed('state');

const STAND_INS: ReadonlySet<string> = new Set([NONE, ...FIELDS.flatMap(({ groups }) => [...groups.keys()])]);

/** True for a word that must be quoted to be a text. */
export function isStandIn(word: string): boolean {
  return STAND_INS.has(lowered(word));
}

/** True if the value asks for conversations without a value of the field. */
export function asksNone(field: Field, value: Value): boolean {
  return field.canBeAbsent && isExact(value) && lowered(value.text) === NONE;
}

/** The values of the field that a value stands for; null if it stands for itself. */
export function membersOf(field: Field, value: Value): readonly string[] | null {
  return isExact(value) ? (field.groups.get(lowered(value.text)) ?? null) : null;
}

/** Every word a value of the field may be, where they are few. */
export function wordsOf({ words, groups, canBeAbsent }: Field): string[] {
  return [...words, ...groups.keys(), ...(canBeAbsent ? [NONE] : [])];
}

/** "rejected, failed or unanswered" */
export function groupText(members: readonly string[]): string {
  return `${members.slice(0, -1).join(', ')} or ${members.at(-1)}`;
}

/** Words that are terms by themselves, with what they stand for. */
export function bareGroups(): { word: string; members: readonly string[] }[] {
  return Array.from(STATE.groups, ([word, members]) => ({ word, members }));
}

/** The tree in which every word stands for itself: `ringtime none` is `not ringtime *`. */
export function spelledOut(tree: Query): Query {
  if (tree.kind === 'all') return tree;
  if (tree.kind === 'term') return termSpelledOut(tree);
  return 'parts' in tree ? join(tree.kind, tree.parts.map(spelledOut)) : { ...tree, part: spelledOut(tree.part) };
}

function termSpelledOut(term: Term): Query {
  if (term.field === null) return bareSpelledOut(term);
  const field = fieldNamed(term.field);
  const none = term.values.find(value => asksNone(field, value));
  const values = term.values
    .filter(value => !asksNone(field, value))
    .flatMap(value => membersOf(field, value)?.map(text => ({ ...value, text })) ?? [value]);
  const parts: Query[] = values.length > 0 ? [{ ...term, values }] : [];
  if (none) parts.push({ kind: 'not', part: { ...term, values: [{ ...none, text: '*' }] } });
  return join('or', parts);
}

function bareSpelledOut(term: Term): Query {
  const [value] = term.values;
  const members = value === undefined ? null : membersOf(STATE, value);
  if (value === undefined || members === null) return term;
  return { ...term, field: STATE.name, values: members.map(text => ({ ...value, text })) };
}

function isExact({ form, comparison }: Value): boolean {
  return form === 'word' && (comparison === '' || comparison === '=');
}

/** The word as the maps have it; of mixed case it is an ordinary word and stays. */
function lowered(word: string): string {
  return word === word.toUpperCase() ? word.toLowerCase() : word;
}
