/** Calls with several legs in the built program, as a user sees them in a terminal of 120 by 40. */
import { describe, it } from 'vitest';
import { legsFile } from '../panes/composed-legs.js';
import { withoutTerminal } from './harness.js';
import { keys, open } from './program.js';

describe.skipIf(withoutTerminal)('a call with several legs', () => {
  it('is one row, unfolds, is one ladder, says why, and is joined and taken apart by hand', async () => {
    const story = await open([legsFile()], { columns: 120, rows: 40 });
    await story.waitFor('3 calls (6 conversations)');
    // The title counts the legs that were just found, a moment before the rows show them.
    await story.waitFor(/ \+ \? .*leg 3 of 3: no reply to 7 INVI/);

    await keys(story, 'U');
    await story.waitFor(/└3 \? .*no reply to 7 INVITEs from 10\.1\.2\.3/);
    await keys(story, 'U', 'Enter');
    await story.waitFor('leg 1 of 3, 15 messages');
    await story.waitFor(/◆─ INVITE/);

    await keys(story, 'x');
    await story.waitFor('Only leg 1 of 3');
    await keys(story, 'x');
    await story.waitFor('3 legs on one ladder');

    await keys(story, 'E');
    await story.waitFor('Why they are one call');
    await story.waitFor(/called number +5660066 +0015660066/);
    await keys(story, 'Down', 'Down', 'Enter');
    await story.waitFor('INVITE sip:0015660066@10.1.2.3 SIP/2.0');

    await keys(story, 'Esc', 'Esc', 'B');
    await story.waitFor('5 calls (6 conversations)');
    await keys(story, 'Space', 'Space', 'J');
    await story.waitFor('One call of 2 legs');
    await story.waitFor('4 calls (6 conversations)');

    await keys(story, 'X');
    await story.waitFor('[2 Conversations]');
    await keys(story, ...':set calls on', 'Enter');
    await story.waitFor('4 calls (6 conversations)');
  });
});
