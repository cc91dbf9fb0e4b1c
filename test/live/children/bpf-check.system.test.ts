/** Capture filters against libpcap itself: what it rejects, and where a person would point. */
import { describe, expect, it } from 'vitest';
import { bpfFault } from '../../../src/live/children/bpf-check.js';
import { withoutPeer } from '../../peer.js';

const RIGHT = ['', '  ', 'udp', 'udp port 5060 or tcp port 5060', 'vlan and (udp or tcp)', 'udp[8:4] = 0x494e5649'];

/** The filter and the word that is wrong in it; "" where something is missing at the end. */
const WRONG: [filter: string, word: string, why: RegExp][] = [
  ['udp port 5060 adn host 10.0.0.1', 'adn', /syntax error/],
  ['and udp', 'and', /syntax error/],
  ['port', '', /syntax error/],
  ['udp and (port 5060', '', /syntax error/],
  ['udp and (port 5060 or tcp))', ')', /syntax error/],
  ['udp port 506000', '506000', /illegal port/],
  ['host nosuchhost.invalid and udp', 'nosuchhost.invalid', /unknown host/],
  ['udp &&& tcp', '&&&', /syntax error/],
];

describe.skipIf(withoutPeer('tcpdump'))('a capture filter', () => {
  it.each(RIGHT)('%j is right', async filter => {
    expect(await bpfFault(filter)).toBeNull();
  });

  it.each(WRONG)('%j is wrong at %j', async (filter, word, why) => {
    const fault = await bpfFault(filter);
    expect(fault?.message).toMatch(why);
    expect(filter.slice(fault?.start, fault?.end)).toBe(word);
    if (word !== '') expect(fault?.message).toContain(`"${word}"`);
    else expect(fault).toMatchObject({ start: filter.length, end: filter.length });
  });

  it('takes no option for one', async () => {
    expect((await bpfFault('-w /tmp/x'))?.message).toMatch(/wrong/);
  });
});
