/**
 * The type of what answers requests. Each file beside this one answers one topic of engine/protocol/requests.ts; the
 * core puts them together, and this type makes sure that no request is left without its answer.
 */

/** Any request, and its answer. */
interface Exchange {
  ask: unknown;
  answer: unknown;
}

/**
 * A handler for each request of a topic; it rejects where the request itself failed, never because of what a capture
 * holds.
 */
export type Handlers<Topic> = {
  [Kind in keyof Topic]: Topic[Kind] extends Exchange
    ? (ask: Topic[Kind]['ask']) => Topic[Kind]['answer'] | Promise<Topic[Kind]['answer']>
    : never;
};

/** Rows and messages of one answer, however many are asked for. */
export const MAX_ROWS = 5000;
