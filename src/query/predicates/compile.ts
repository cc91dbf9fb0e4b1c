/**
 * Compiles a tree to a predicate over conversations. It tests one row at a time, so the engine can run it in slices,
 * stop it, and test changed rows again.
 */
import { bareTerm } from './bare-words.js';
import { NO_MESSAGE, type RowId } from '../../model/ids.js';
import { fieldNamed } from '../language/fields.js';
import type { NumberPlan } from '../values/numbers.js';
import { combine, EVERY, negate, type Predicate } from './predicate.js';
import { print } from '../language/print.js';
import { spelledOut } from '../language/stand-ins.js';
import { anyMessage, placeNames, type Scope } from './scope.js';
import type { Subject } from './subject.js';
import { fieldTerm } from './terms.js';
import { type TextTerm, TextTerms } from './text-term.js';
import type { Query, Term } from '../language/tree.js';

export interface Compiled {
  /** Valid once the text terms have seen every message of the conversation, if `mightMatch` is true. */
  matches(row: RowId): boolean;
  /** The answer from columns alone: if false, no message of the conversation need be read. */
  mightMatch(row: RowId): boolean;
  /** The terms that need the texts of messages. */
  texts: readonly TextTerm[];
  /** A row that matches before all texts are read still matches after. */
  onlyGrows: boolean;
  /** Approximate array look-ups per row; decides the size of a slice. */
  cost: number;
  /** The query looks for a number, so `found` has an answer. */
  asksNumber: boolean;
  /**
   * Where the numbers of the query occur in a conversation: "To, Diversion"; null if the query has none or none
   * occurs.
   */
  found(row: RowId): string | null;
  /** The same, as a bit mask over NUMBER_KINDS. */
  placesFound(row: RowId): number;
  /** The query has bare words: if nothing matches, compile it again with `fuzzy`. */
  hasBareWords: boolean;
  /** The query tests a state, which changes with the clock as well as with messages. */
  asksState: boolean;
  /** The query tests the call, which changes as legs are joined. */
  asksCall: boolean;
  /** The query tests the cause, which is found out of the whole capture. */
  asksCause: boolean;
}

export interface CompileOptions {
  plan: NumberPlan;
  /** Bare words also match what looks similar. */
  fuzzy?: boolean;
  /** Text terms of other queries to the same subject with the same plan; their results are used again. */
  known?: TextTerms;
}

/** State of one compilation. */
interface CompileState {
  known: TextTerms;
  texts: Set<TextTerm>;
  onlyGrows: boolean;
}

/** Compiles for one subject. Reads nothing yet. */
export function compile(written: Query, subject: Subject, options: CompileOptions): Compiled {
  const tree = spelledOut(written);
  const numberTests: ((number: number) => boolean)[] = [];
  let kindsFound = 0;
  const collect = (number: number, kinds: number) => {
    if (numberTests.some(passes => passes(number))) kindsFound |= kinds;
    return false;
  };
  const placesFound = (row: RowId) => {
    kindsFound = 0;
    if (numberTests.length > 0) subject.numbers(row, collect);
    return kindsFound;
  };
  const state: CompileState = { known: options.known ?? new TextTerms(Infinity), texts: new Set(), onlyGrows: true };
  const scope = {
    subject,
    plan: options.plan,
    fuzzy: options.fuzzy ?? false,
    oneMessage: false,
    numberAsked: (passes: (number: number) => boolean) => numberTests.push(passes),
    placesFound,
  };
  const { test, might, cost } = predicateOf(tree, withTextTerms(tree, scope, state), state);
  return {
    matches: row => test(row, NO_MESSAGE, null),
    mightMatch: row => might(row, NO_MESSAGE, null),
    texts: [...state.texts],
    onlyGrows: state.onlyGrows,
    cost,
    asksNumber: numberTests.length > 0,
    found: row => placeNames(placesFound(row)),
    placesFound,
    hasBareWords: someTerm(tree, ({ field }) => field === null),
    asksState: someTerm(tree, ({ field }) => field === null || fieldNamed(field).followsClock),
    asksCall: someTerm(tree, ({ field }) => field !== null && fieldNamed(field).followsCalls),
    asksCause: someTerm(tree, ({ field }) => field !== null && fieldNamed(field).followsCauses),
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

/** The scope in which text terms are shared by their text. */
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

/** True if only switched-off terms are left. */
function isOff(tree: Query): boolean {
  if (tree.kind === 'off' || tree.kind === 'all') return true;
  if ('parts' in tree) return tree.parts.every(isOff);
  return tree.kind !== 'term' && isOff(tree.part);
}

function someTerm(tree: Query, passes: (term: Term) => boolean): boolean {
  if (tree.kind === 'term') return passes(tree);
  if ('parts' in tree) return tree.parts.some(part => someTerm(part, passes));
  return (tree.kind === 'not' || tree.kind === 'message') && someTerm(tree.part, passes);
}
