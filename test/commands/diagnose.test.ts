/** `diagnose` as a shell runs it: what it prints, the objects it promises, and its exit statuses. */
import { describe, expect, it } from 'vitest';
import { sample } from '../sample.js';
import { json, run } from './program.js';

const NAT = sample('call-unanswered-nat.pcap');
const GOOD = sample('options-ping-tcp.pcap');

describe('diagnose', () => {
  it('prints what is wrong, worst first, and then each finding with its proof', async () => {
    const { status, stdout, stderr } = await run(['diagnose', NAT]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('3 of 8 conversations did not succeed; 1 cause explains 1.');
    expect(stdout).toMatch(/^ {2}1 {2}1 of 3 {2}.*178\.19\.48\.48:5060.* likely {2}\[4\]$/m);
    expect(stdout).toMatch(/^\[4\] {2}no reply to 7 INVITEs \(each captured twice\) from 178\.19\.48\.48:5060/m);
    expect(stdout).toMatch(/^ {6}next: /m);
    expect(stdout).toContain('RFC 4787 REQ-5');
  });

  it('prints objects as they are promised', async () => {
    const objects = await json('diagnose', NAT);
    const [incident, finding] = objects;
    expect(incident).toMatchObject({
      ...{
        kind: 'incident',
        cause: 'nat-binding-closed',
        key: '178.19.48.48:5060',
        count: 1,
        of: 3,
        conversations: [4],
      },
      ...{ first: '2018-04-16T16:41:37.979995Z', last: '2018-04-16T16:41:37.979995Z' },
    });
    expect(finding).toMatchObject({
      ...{ kind: 'finding', conversation: 4, call: 4, cause: 'nat-binding-closed', certainty: 'likely' },
      slots: { peer: '178.19.48.48:5060' },
    });
    expect(finding!['sources']).toContain('RFC 4787 REQ-5');
    expect(Object.keys(finding!)).toEqual([
      ...['kind', 'conversation', 'call', 'cause', 'certainty', 'sentence', 'slots', 'evidence', 'sources', 'next'],
    ]);
    expect(Object.keys(incident!)).toEqual([
      ...['kind', 'cause', 'key', 'count', 'of', 'first', 'last', 'conversations', 'sentence'],
    ]);
    for (const each of finding!['evidence'] as object[])
      expect(Object.keys(each)).toEqual(['conversation', 'message', 'header', 'value']);
  });

  it('gives the verdict that list has as its cause', async () => {
    const listed = await json('list', NAT);
    expect(listed.map(({ cause }) => cause)).toEqual([null, null, null, null, 'nat-binding-closed', null, null, null]);
    expect(Object.keys(listed[0]!).slice(-3)).toEqual(['call', 'cause', 'outcome']);
  });

  it('ends with 1 where nothing is wrong, and says so', async () => {
    const { status, stdout } = await run(['diagnose', GOOD]);
    expect({ status, stdout }).toEqual({
      status: 1,
      stdout: expect.stringMatching(/^Nothing is wrong with the conversation, as far as the capture shows\.\n$/),
    });
    expect(await run(['diagnose', '--json', GOOD])).toMatchObject({ status: 1, stdout: '' });
  });

  it('ends with 1 where the filter matches nothing', async () => {
    const { status, stderr } = await run(['diagnose', NAT, '-f', 'num 0000']);
    expect(status).toBe(1);
    expect(stderr).not.toBe('');
  });

  it('ends with 2 where it is not used right', async () => {
    const wrong = await run(['diagnose', NAT, '--certainty', 'sure']);
    expect(wrong).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toContain('certain, likely or hint');
    expect(await run(['diagnose'])).toMatchObject({ status: 2 });
    expect(await run(['list', NAT, '--certainty', 'hint'])).toMatchObject({ status: 2 });
  });

  it('says only what is as sure as is asked for', async () => {
    // What it has is likely: there is nothing that is certain.
    expect(await run(['diagnose', '--json', '--certainty', 'certain', NAT])).toMatchObject({ status: 1, stdout: '' });
  });

  it('filters by a cause, and by none', async () => {
    const found = await json('list', NAT, '-f', 'cause nat-binding-closed');
    expect(found.map(({ index }) => index)).toEqual([4]);
    expect(await json('list', NAT, '-f', 'cause none')).toHaveLength(7);
  });
});
