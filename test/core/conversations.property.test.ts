/** The tables of the core say what those in TypeScript say, whatever comes and in whatever order. */
import { describe, expect, it, test } from 'vitest';
import { messageId, rowId } from '../../src/model/ids.js';
import { Random } from '../fuzz/random.js';
import { trials } from '../runs.js';
import { ConversationsPair } from './conversations-agreement.js';
import { decodedOf, differencesOf } from './conversations-trial.js';
import { arrived, randomCalls, randomLarge } from './random-calls.js';

const SEED = 20_261_127;
const LOCATION = { file: 0, recordOffset: 0, payloadDelta: 0, placeUs: 0, dated: true, parts: undefined };

test('random conversations', () => {
  for (let trial = 0; trial < trials(100); trial++) {
    const random = new Random(SEED, trial);
    const arriving = randomCalls(random, 1 + random.below(random.pick([20, 200, 1000])));
    expect([trial, differencesOf(arriving, random)]).toEqual([trial, []]);
  }
}, 120_000);

describe('a conversation of thousands of messages', () => {
  it('that come in any order', () => {
    for (let trial = 0; trial < trials(4); trial++) {
      const random = new Random(SEED + 1, trial);
      const arriving = randomLarge(random, 6000);
      expect([trial, differencesOf(arriving, random, 50)]).toEqual([trial, []]);
    }
  }, 120_000);
});

describe('the comparison of tables', () => {
  const twoCalls = () => {
    const pair = new ConversationsPair();
    const random = new Random(1, 1);
    for (const at of [0, 1, 2])
      pair.add(decodedOf(arrived(`${at} a>b INVITE ${at} id=${at % 2} branch=x`, random, false)), LOCATION);
    return pair;
  };

  it.each<[string, (pair: ConversationsPair) => void]>([
    ['flags', ({ ours }) => ours.messages.flags.set(messageId(1), 0)],
    ['branch', ({ ours }) => ours.messages.branch.set(messageId(2), 12)],
    ['toTag', ({ ours }) => ours.messages.toTag.set(messageId(1), 12)],
    ['source', ({ ours }) => ours.messages.source.set(messageId(2), 2)],
    ['repeats', ({ ours }) => ours.table.repeats.set(rowId(0), 1)],
    ['messagesOf', ({ ours }) => ours.messages.previousMessage.set(messageId(2), messageId(-1))],
    ['postings', ({ ours }) => ours.table.postings.set(rowId(1), 0)],
    ['headers', ({ ours }) => ours.table.headerSet.set(rowId(1), 0)],
    ['answeredTag', ({ ours }) => ours.table.answeredTag.set(rowId(1), 1)],
    ['ids', ({ ours }) => void ours.agents.intern(new Uint8Array(3))],
  ])('sees that %s differs', (name, spoil) => {
    const pair = twoCalls();
    expect(pair.allDifferences()).toEqual([]);
    spoil(pair);
    expect(pair.allDifferences().join()).toContain(name);
  });

  it('sees that changed rows differ', () => {
    const pair = twoCalls();
    pair.ours.takeChanged();
    expect(pair.differencesOfChanged()).toHaveLength(1);
  });
});
