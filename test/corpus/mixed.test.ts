/**
 * A capture in which each Call-ID carries a REGISTER and an INVITE. Its numbers are TShark's: 1,334 Call-IDs, and 1,148 whose INVITE
 * got a 403.
 */
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { readTogether } from '../engine/core-session.js';

describe.skipIf(!hasCorpus)(`registrations and calls${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it('the calls decide', async () => {
    const session = await readTogether(corpusFile('goffinet/branch-scenario-sipp.pcapng'));
    const rows = await session.rows();
    expect(rows).toHaveLength(1334);
    const rejected = rows.filter(({ state }) => state === 'rejected');
    expect(rejected).toHaveLength(1148);
    for (const { status, outcome } of rejected) {
      expect(status).toBe(403);
      expect(outcome).toMatch(/^403 Error by 127\.0\.0\.1 in [\d.]+ (?:ms|s); registered before$/);
    }
    expect(rows.filter(({ state }) => state === 'registered')).toEqual([]);

    await session.ask('result', { query: 'state rejected', sort: { key: 'index', descending: false } });
    await session.ask('settled', {});
    expect(await session.rows()).toHaveLength(1148);
  });
});
