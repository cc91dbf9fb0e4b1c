/** What a search finds, asked hit by hit. */
import type { FindHit } from '../../../src/engine/protocol/query.js';
import type { MessageId } from '../../../src/model/ids.js';
import type { CoreSession } from '../core-session.js';

export const BY_INDEX = { key: 'index', descending: false } as const;

/** Every hit from one end to the other. */
export async function allHits({ ask }: CoreSession, backwards = false): Promise<FindHit[]> {
  const hits: FindHit[] = [];
  for (let from: MessageId | null = null; ; ) {
    const { hit }: { hit: FindHit | null } = await ask('findNext', { from, backwards });
    if (hit === null) return hits;
    hits.push(hit);
    from = hit.message;
  }
}
