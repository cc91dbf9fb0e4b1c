/**
 * Answers requests to find text across messages.
 */
import type { FindRequests } from '../protocol/requests.js';
import type { Find } from '../search/find.js';
import type { Handlers } from './handlers.js';

export function findHandlers({ find }: { find: Find }): Handlers<FindRequests> {
  return {
    find: ({ text }) => ({ fault: find.start(text) }),
    findNext: async ({ from, backwards }) => ({ hit: await find.hit(from, backwards) }),
  };
}
