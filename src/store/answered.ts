/**
 * An answer of the engine, with the question it belongs to. An answer takes time, and meanwhile the user moves on: what is asked for
 * and what is there then differ, and each pane decides whether the older answer is better than none. All questions of the store keep
 * their answers this way (sync/questions.ts lists them), so nothing else has to remember what a value belongs to.
 */
export interface Answered<Key extends string | number, Value> {
  /** What is asked for now; null before anything was. */
  readonly asked: Key | null;
  /** What `value` is the answer to; null before the first answer. */
  readonly answered: Key | null;
  readonly value: Value;
}

/** Nothing asked yet; `value` stands for the answer until there is one. */
export function unasked<Key extends string | number, Value>(value: Value): Answered<Key, Value> {
  return { asked: null, answered: null, value };
}

/** Whether `value` is what is asked for: no answer is awaited. */
export function isCurrent({ asked, answered }: Answered<string | number, unknown>): boolean {
  return asked === answered;
}

/** Asks for `key`; the same object where that is asked for already. */
export function asking<Key extends string | number, Value>(
  question: Answered<Key, Value>,
  key: Key,
): Answered<Key, Value> {
  return question.asked === key ? question : { ...question, asked: key };
}

/** Asks for `key` even where it was answered before: the answer may be another by now. */
export function askingAnew<Key extends string | number, Value>(
  question: Answered<Key, Value>,
  key: Key,
): Answered<Key, Value> {
  return { ...question, asked: key, answered: null };
}

/** Takes the answer to `key`. It is not current where something else is asked for by then. */
export function take<Key extends string | number, Value>(
  question: Answered<Key, Value>,
  key: Key,
  value: Value,
): Answered<Key, Value> {
  return { ...question, answered: key, value };
}
