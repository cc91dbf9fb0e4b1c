/**
 * Turns a tree into a predicate over conversations: a test of one row at a time, so that the engine can run it in slices, stop it, and
 * ask again for what changed.
 */
import { bareTerm } from './bare-words.js';
import { NO_MESSAGE, type RowId } from '../../model/ids.js';
import { fieldNamed } from '../language/fields.js';
import type { NumberPlan } from '../values/numbers.js';
import { combine, EVERY, negate, type Predicate } from './predicate.js';
import { print } from '../language/print.js';
import { anyMessage, placeNames, type Scope } from './scope.js';
import type { Subject } from './subject.js';
import { fieldTerm } from './terms.js';
import { type TextTerm, TextTerms } from './text-term.js';
import type { Query, Term } from '../language/tree.js';

export interface Compiled {
  /** Holds once the text terms have looked at every message of the conversation that `mightMatch` lets through. */
  matches(row: RowId): boolean;
  /** What columns alone say: where it is false, no message of the conversation need be read. */
  mightMatch(row: RowId): boolean;
  /** What must be looked for in the texts of messages. */
  texts: readonly TextTerm[];
  /** What matches before all texts were looked at matches after it too. */
  onlyGrows: boolean;
  /** Array look-ups a row, roughly; for the size of a slice. */
  cost: number;
  /** A number was asked for: `found` has something to say. */
  asksNumber: boolean;
  /** Where the numbers asked for occur in a conversation: "To, Diversion"; null where none was asked for or none occurs. */
  found(row: RowId): string | null;
  /** The same as bits of a mask over NUMBER_KINDS. */
  placesFound(row: RowId): number;
  /** Bare words were asked for: where nothing matches, compile again with `fuzzy`. */
  hasBareWords: boolean;
  /** A state was asked for, which changes with the clock as well as with messages. */
  asksState: boolean;
}

export interface CompileOptions {
  plan: NumberPlan;
  /** Bare words also match what is nearly right. */
  fuzzy?: boolean;
  /** Text terms of other queries to the same subject with the same plan: what they found need not be looked for again. */
  known?: TextTerms;
}

/** What is known of a tree while it is compiled. */
interface CompileState {
  known: TextTerms;
  texts: Set<TextTerm>;
  onlyGrows: boolean;
}

/** Compiles for one subject. Nothing is read yet. */
export function compile(tree: Query, subject: Subject, options: CompileOptions): Compiled {
  const asked: ((number: number) => boolean)[] = [];
  let kindsFound = 0;
  const collect = (number: number, kinds: number) => {
    if (asked.some(passes => passes(number))) kindsFound |= kinds;
    return false;
  };
  const placesFound = (row: RowId) => {
    kindsFound = 0;
    if (asked.length > 0) subject.numbers(row, collect);
    return kindsFound;
  };
  const state: CompileState = { known: options.known ?? new TextTerms(Infinity), texts: new Set(), onlyGrows: true };
  const scope = {
    subject,
    plan: options.plan,
    fuzzy: options.fuzzy ?? false,
    oneMessage: false,
    numberAsked: (passes: (number: number) => boolean) => asked.push(passes),
    placesFound,
  };
  const { test, might, cost } = predicateOf(tree, withTextTerms(tree, scope, state), state);
  return {
    matches: row => test(row, NO_MESSAGE, null),
    mightMatch: row => might(row, NO_MESSAGE, null),
    texts: [...state.texts],
    onlyGrows: state.onlyGrows,
    cost,
    asksNumber: asked.length > 0,
    found: row => placeNames(placesFound(row)),
    placesFound,
    hasBareWords: someTerm(tree, ({ field }) => field === null),
    asksState: someTerm(tree, ({ field }) => field === null || fieldNamed(field).followsClock),
  };
}

function predicateOf(tree: Query, scope: Scope, state: CompileState): Predicate {
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
            parts.map(part => predicateOf(part, scope, state)),
          );
    }
    case 'not': {
      if (isOff(tree.part)) return EVERY;
      const part = predicateOf(tree.part, { ...scope, numberAsked: () => {} }, state);
      if (part.readsText && !scope.oneMessage) state.onlyGrows = false;
      return negate(part);
    }
    case 'message': {
      if (isOff(tree.part)) return EVERY;
      const part = predicateOf(tree.part, { ...scope, oneMessage: true }, state);
      return anyMessage(withTextTerms(tree, scope, state), part);
    }
    case 'term':
      return termOf(tree, scope.oneMessage ? scope : withTextTerms(tree, scope, state));
  }
}

/** The scope in which a text term is known by what it asks. */
function withTextTerms(tree: Query, scope: Omit<Scope, 'textTerm'>, { known, texts }: CompileState): Scope {
  const textTerm = (part: Predicate) => {
    const term = known.of(`${scope.fuzzy ? 'nearly ' : ''}${print(tree)}`, part);
    texts.add(term);
    return term;
  };
  return { ...scope, textTerm };
}

function termOf(term: Term, scope: Scope): Predicate {
  return isFieldTerm(term) ? fieldTerm(scope, term) : bareTerm(scope, term.values[0]!);
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

function someTerm(tree: Query, asked: (term: Term) => boolean): boolean {
  if (tree.kind === 'term') return asked(tree);
  if ('parts' in tree) return tree.parts.some(part => someTerm(part, asked));
  return (tree.kind === 'not' || tree.kind === 'message') && someTerm(tree.part, asked);
}
