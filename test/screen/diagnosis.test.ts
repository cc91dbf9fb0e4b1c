/** What is wrong, in the built program, as a user sees it in terminals of three sizes. */
import { describe, it } from 'vitest';
import { sample } from '../sample.js';
import { withoutTerminal } from './harness.js';
import { keys, open } from './program.js';

describe.skipIf(withoutTerminal)('what is wrong', () => {
  it.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('is above the list, in the row, in its panel and filtered on, at %s by %s', async (columns, rows) => {
    const story = await open([sample('call-unanswered-nat.pcap')], { columns, rows });
    await story.waitFor(/✗ 1 of 3 unsuccessful: no answer from 178\.19\.48\.48:5060 sin.*\(likely\) +I more/);

    await keys(story, 'I');
    await story.waitFor('3 of 8 conversations did not succeed; 1 cause explains 1.');
    await keys(story, 'Enter');
    await story.waitFor('cause nat-binding-closed and about = 178.19.48.48:5060');
    await story.waitFor('1 of 8 match');

    await keys(story, 'V');
    await story.waitFor('conversation 0, message 6  the last that 178.19.48.48:5060 sent');
    await keys(story, 'w');
    await story.waitFor('nat-binding-closed');
    await story.waitFor('the destination sent anything while it was silent');
    await keys(story, 'Esc');
    await story.waitFor('[What is wrong]');
    await keys(story, 'Enter');
    await story.waitFor('BYE sip:4151509@10.10.10.2:5060 SIP/2.0');

    await keys(story, 'Esc', 'Esc', 'Esc');
    await story.waitFor('[Incidents]');
    await keys(story, 'Esc', '-');
    await story.waitFor('The incidents above the list are put away');
    await story.waitFor(/row \d of 8/);
  });
});
