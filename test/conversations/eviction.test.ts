/** What a conversation leaves behind when it is let go. */
import { expect, test } from 'vitest';
import { Eviction } from '../../src/conversations/eviction.js';
import { messageId, rowId } from '../../src/model/ids.js';
import { index, messages } from './script.js';

const TWO = `
  0   a>b INVITE 1 id=first
  0.1 b>a 200_OK 1 id=first to=bob
  1   a>b INVITE 1 id=second`;

test('what was let go is no longer counted as in no file', () => {
  const conversations = index(messages(TWO));
  const table = conversations.messages;
  for (const id of [0, 1, 2]) table.setUnsaved(messageId(id), true);
  table.setUnsaved(messageId(1), false);
  expect(table.unsaved).toBe(2);

  const eviction = new Eviction(conversations);
  const gone = [rowId(0)];
  eviction.close(rowId(0));
  for (const _ of eviction.count(gone));
  eviction.raise(gone, rowId(1), []);
  for (const _ of eviction.free(gone, messageId(2)));
  expect(table.unsaved).toBe(1);

  // A file that was being written meanwhile is complete only now.
  table.setUnsaved(messageId(0), false);
  expect(table.unsaved).toBe(1);
});
