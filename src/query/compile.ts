/**
 * Turns a tree into a predicate over conversations. In: the tree, the subject it is asked of, the settings' number plan. Out:
 * a test of one row at a time, so that the engine can run it in slices, stop it, and ask again for what changed.
 */
import { bareTerm } from './bare-words.js';
import type { NumberPlan } from './numbers.js';
import { COST, combine, EVERY, negate, type Predicate, predicate } from './predicate.js';
import { placeNames, reader, type Scope } from './scope.js';
import type { Subject } from './subject.js';
import { fieldTerm } from './terms.js';
import type { TextTest } from './texts.js';
import type { Query, Term } from './tree.js';

export interface Compiled {
  matches(row: number): boolean;
  /** Some rows need the text of their messages: run it in the order of the sources, with progress. */
  needsText: boolean;
  /**
   * Where not null: a conversation matches only if the whole text of one of its messages passes this. Messages can be looked
   * through in the order they lie, and only the conversations of those that pass be asked.
   */
  textTest: TextTest | null;
  /** Array look-ups a row, roughly; for the size of a slice. */
  cost: number;
  /** A number was asked for: `found` has something to say. */
  asksNumber: boolean;
  /** Where the numbers asked for occur in a conversation: "To, Diversion"; null where none was asked for or none occurs. */
  found(row: number): string | null;
  /** Bare words were asked for: where nothing matches, compile again with `fuzzy`. */
  hasBareWords: boolean;
  /** A state was asked for, which changes with the clock as well as with messages. */
  asksState: boolean;
}

export interface CompileOptions {
  plan: NumberPlan;
  /** Bare words also match what is nearly right. */
  fuzzy?: boolean;
}

/** Compiles for one subject. Nothing is read yet. */
export function compile(tree: Query, subject: Subject, options: CompileOptions): Compiled {
  const asked: ((number: number) => boolean)[] = [];
  const scope: Scope = {
    subject,
    plan: options.plan,
    fuzzy: options.fuzzy ?? false,
    oneMessage: false,
    read: reader(subject),
    numberAsked: passes => asked.push(passes),
  };
  const { test, cost, readsText, needs } = predicateOf(tree, scope);
  let kindsFound = 0;
  const collect = (number: number, kinds: number) => {
    if (asked.some(passes => passes(number))) kindsFound |= kinds;
    return false;
  };
  return {
    matches: row => test(row, -1),
    needsText: readsText,
    textTest: needs,
    cost,
    asksNumber: asked.length > 0,
    found: row => {
      if (asked.length === 0) return null;
      kindsFound = 0;
      subject.numbers(row, collect);
      return placeNames(kindsFound);
    },
    hasBareWords: someTerm(tree, ({ field }) => field === null),
    asksState: someTerm(tree, ({ field }) => field === null || field === 'state' || field === 'outcome'),
  };
}

function predicateOf(tree: Query, scope: Scope): Predicate {
  switch (tree.kind) {
    case 'all':
    case 'off':
      return EVERY;
    case 'and':
    case 'or': {
      const parts = tree.parts.filter(part => !isOff(part));
      return parts.length === 0
        ? EVERY
        : combine(
            tree.kind,
            parts.map(part => predicateOf(part, scope)),
          );
    }
    case 'not':
      return isOff(tree.part) ? EVERY : negate(predicateOf(tree.part, { ...scope, numberAsked: () => {} }));
    case 'message':
      return isOff(tree.part) ? EVERY : anyMessage(predicateOf(tree.part, { ...scope, oneMessage: true }), scope);
    case 'term':
      return isFieldTerm(tree) ? fieldTerm(scope, tree) : bareTerm(scope, tree.values[0]!);
  }
}

function isFieldTerm(term: Term): term is Term & { field: string } {
  return term.field !== null;
}

/** True where nothing but switched-off terms is left. */
function isOff(tree: Query): boolean {
  if (tree.kind === 'off' || tree.kind === 'all') return true;
  if ('parts' in tree) return tree.parts.every(isOff);
  return tree.kind !== 'term' && isOff(tree.part);
}

/** One message of the conversation passes. */
function anyMessage(part: Predicate, { subject }: Scope): Predicate {
  const { test } = part;
  let current = -1;
  const visit = (message: number) => test(current, message);
  const any = (row: number) => {
    current = row;
    return subject.messages(row, visit);
  };
  return { ...predicate(any, part.cost + COST.messages), needs: part.needs };
}

function someTerm(tree: Query, asked: (term: Term) => boolean): boolean {
  if (tree.kind === 'term') return asked(tree);
  if ('parts' in tree) return tree.parts.some(part => someTerm(part, asked));
  return (tree.kind === 'not' || tree.kind === 'message') && someTerm(tree.part, asked);
}
