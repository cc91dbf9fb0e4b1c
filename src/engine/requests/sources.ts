/**
 * Answers requests about sources: opening, reading, closing, and the figures of what they hold.
 */
import type { CurrentIndex } from '../capture-index.js';
import type { ProgressMeter } from '../figures/progress-meter.js';
import { statistics } from '../figures/statistics.js';
import type { OpenSources } from '../ingest/open-sources.js';
import type { Reading } from '../ingest/reading.js';
import type { SourceRequests } from '../protocol/requests.js';
import type { Result } from '../search/result.js';
import { inSlices } from '../slices.js';
import type { Secrets } from '../sources/secrets.js';
import type { Handlers } from './handlers.js';

interface Parts {
  index: CurrentIndex;
  sources: OpenSources;
  reading: Reading;
  secrets: Secrets;
  result: Result;
  progress: ProgressMeter;
}

export function sourceHandlers({
  index,
  sources,
  reading,
  secrets,
  result,
  progress,
}: Parts): Handlers<SourceRequests> {
  return {
    open: async ({ paths, limit, forwards }) => {
      const answer = await sources.open(paths, limit ?? Number.POSITIVE_INFINITY, forwards);
      progress.invalidate();
      return answer;
    },
    loaded: async ({ sources }) => {
      await (sources ? reading.finished(sources) : reading.loaded());
      return { messages: index.current.conversations.messages.count };
    },
    close: async ({ source }) => {
      const closed = await sources.close(source);
      progress.invalidate();
      return { closed };
    },
    keyLog: ({ path }) => ({ failed: secrets.follow(path) }),
    sources: () => Array.from(index.current.sources.values(), file => file.info()),
    stats: ({ ofResult }) => {
      const { rows } = index.current.conversations;
      const some = ofResult && result.count < rows.count ? Array.from(result.ids()) : undefined;
      return inSlices(statistics(index.current, some));
    },
  };
}
