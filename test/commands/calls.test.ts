/** Calls of several legs as `list --calls`, `show --call` and `flow --call` of the built program print them. */
import { describe, expect, it } from 'vitest';
import { callObject } from '../../src/commands/conversations/whole-call.js';
import { messageId, rowId } from '../../src/model/ids.js';
import { answeredCall, busyCall, isoAt, refusedCall } from '../engine/legs.js';
import { sample } from '../sample.js';
import { conversationRow } from '../store/conversation-row.js';
import { json, run } from './program.js';

interface Shown {
  conversation: number | null;
  callId: string | null;
  index: number;
}

const SAMPLES = ['call-unanswered-nat', 'call-caller-id-rejected', 'registration-challenge', 'options-ping-tcp'];

describe('list --calls --json', () => {
  it('has the fields of list for the whole, then the call, its legs and their links', async () => {
    const [call] = await json('list', '--calls', answeredCall());
    const { links, ...rest } = call as { links: unknown[] };
    expect(Object.entries(rest)).toEqual(
      Object.entries({
        ...{ index: 0, callId: 'first', start: isoAt(0), end: isoAt(9015), durationMs: 9015, method: 'INVITE' },
        ...{ from: '4151502', to: '5660066', fromUri: 'sip:4151502@10.0.0.1', toUri: 'sip:5660066@10.0.0.2' },
        ...{ src: '10.0.0.1:5060', dst: '10.0.0.20:5060', transport: 'UDP', messages: 12, retransmissions: 0 },
        ...{ state: 'completed', status: 200, reason: 'OK', ringMs: 205, setupMs: 2000, hungUpBy: 'caller' },
        ...{ cause: null, outcome: 'answered after 2.0 s, caller hung up after 7.0 s', call: 0, legs: [0, 2] },
      }),
    );
    expect(Object.keys(call!).at(-1)).toBe('links');
    expect(links).toMatchObject([{ a: 0, b: 2, reason: 'session-id', certainty: 'certain' }]);
    expect(Object.keys(links[0]!)).toEqual(['a', 'b', 'reason', 'certainty', 'evidence']);
  });

  it('says of a failure which leg it was', async () => {
    const [call] = await json('list', '--calls', busyCall());
    expect(call).toMatchObject({ state: 'busy', status: 486, reason: 'Busy Here', setupMs: null, legs: [0, 2] });
    expect(call!['outcome']).toBe('leg 2 of 2: busy (486 Busy Here) in 2.0 s');
  });

  it('lists every conversation once, and alone as list does', async () => {
    for (const path of SAMPLES.map(name => sample(`${name}.pcap`))) {
      const listed = await json<{ index: number; call: number }>('list', path);
      const calls = await json<{ legs: number[] }>('list', '--calls', path);
      expect(calls.flatMap(({ legs }) => legs).sort((a, b) => a - b)).toEqual([...listed.keys()]);
      const alone = listed.filter(({ index }) => calls.some(({ legs }) => legs.length === 1 && legs[0] === index));
      expect(alone.length).toBeGreaterThan(0);
      const lone = calls.filter(({ legs }) => legs.length === 1);
      expect(lone).toEqual(alone.map(row => ({ ...row, legs: [row.index], links: [] })));
    }
  });

  it('has the numbers of the evidence in show', () => {
    const evidence = { conversation: rowId(3), message: messageId(9), number: 1, shows: 'sent on', header: 'X-Cid' };
    const link = { a: rowId(0), b: rowId(3), reason: 'call-id-header', certainty: 'certain', because: '' } as const;
    const whole = conversationRow();
    const links = [{ ...link, points: 100, evidence: [{ ...evidence, value: 'first' }] }];
    const legs = [conversationRow({ index: rowId(0) }), conversationRow()];
    expect(callObject({ call: rowId(0), legs, whole, links, evicted: 0 })['links']).toEqual([
      {
        ...{ a: 0, b: 3, reason: 'call-id-header', certainty: 'certain' },
        evidence: [{ conversation: 3, message: 1, header: 'X-Cid', value: 'first' }],
      },
    ]);
  });

  it('matches a call by one of its legs, and lists all of them', async () => {
    const path = answeredCall();
    expect(await json('list', '--calls', path, '-f', 'dst 10.0.0.20')).toMatchObject([{ call: 0, legs: [0, 2] }]);
    expect(await json('list', '--calls', path, '-f', 'method OPTIONS')).toMatchObject([{ call: 1, legs: [1] }]);
    expect(await json('list', path, '-f', 'call 0')).toMatchObject([{ index: 0 }, { index: 2 }]);
    const { status, stderr } = await run(['list', '--calls', path, '-f', 'call 2']);
    expect([status, stderr]).toEqual([1, 'sipvestigator: None of 3 conversations matches.\n']);
  });
});

describe('list --calls', () => {
  it('prints a line a call, with its legs and why', async () => {
    const { stdout } = await run(['list', '--calls', answeredCall()]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\[0\] .* 12 messages .* {2}legs 0 2 {2}joined because .+ \(certain\)$/);
    expect(lines[1]).toMatch(/^\[1\] .*no reply yet to OPTIONS$/);
  });

  it('is of list only', async () => {
    expect(await run(['stats', '--calls', 'x.pcap'])).toMatchObject({
      status: 2,
      stderr: 'sipvestigator: --calls is an option of list, not of stats.\n',
    });
  });
});

describe('show --call', () => {
  it('has the messages of all legs in one order of time, numbered in each', async () => {
    const path = answeredCall();
    const whole = await json<Shown>('show', path, '--call', '2');
    const placed = (row: number, callId: string) => async () =>
      (await json('show', path, String(row))).map(message => ({ ...message, callId, conversation: row }));
    const [first, second] = await Promise.all([placed(0, 'first')(), placed(2, 'second')()]);
    const from = (conversation: number) => whole.filter(message => message.conversation === conversation);
    expect([from(0), from(2)]).toEqual([first, second]);
    // INVITE on, ringing back, answer back with the ACK that crosses it, BYE on, its answer back.
    expect(whole.map(({ conversation }) => conversation)).toEqual([0, 2, 2, 0, 2, 0, 2, 0, 0, 2, 0, 2]);
    expect(Object.keys(whole[0]!).slice(-2)).toEqual(['callId', 'conversation']);
  });

  it('takes any leg, by its index or its Call-ID, and a conversation that is alone', async () => {
    const path = answeredCall();
    const whole = await json('show', path, '--call', '0');
    for (const leg of ['2', 'first', 'second']) expect(await json('show', path, '--call', leg)).toEqual(whole);
    expect(await json('show', '--call', '1', path)).toMatchObject([{ callId: 'stranger', conversation: 1, index: 0 }]);
    expect((await run(['show', path, '--call', '9'])).status).toBe(1);
  });

  it('names the leg of each message, and what holds the legs together', async () => {
    const { stdout } = await run(['show', busyCall(), '--call', '2']);
    const [head, first, second, link, ...messages] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^Call 0 .* 4151502 → 5660066 {2}leg 2 of 2: busy \(486 Busy Here\) in 2\.0 s$/);
    expect(first).toBe('leg 1  conversation 0  first  480 Unavailable by 10.0.0.9 in 2.0 s');
    expect(second).toBe('leg 2  conversation 2  second  busy (486 Busy Here) in 2.0 s');
    expect(link).toMatch(/^conversations 0 and 2 joined because .+ \(certain\)$/);
    expect(messages.slice(0, 3)).toEqual([
      '[0] 08:00:00.000000  leg 1  10.0.0.1:5060 → 10.0.0.9:5060  INVITE',
      '[0] 08:00:00.040000  leg 2  10.0.0.9:5060 → 10.0.0.20:5060  INVITE',
      '[1] 08:00:00.200000  leg 2  10.0.0.20:5060 → 10.0.0.9:5060  180 Ringing',
    ]);
    expect(messages).toHaveLength(8);
  });

  it('shows texts and events, each of its leg', async () => {
    const path = refusedCall();
    const { stdout } = await run(['show', path, '--call', '0', '--messages', '--events']);
    expect(stdout).toContain('  * 08:00:00.041000  leg 2  10.0.0.20 → 10.0.0.9  ICMP port unreachable, about [0]\n');
    expect(stdout.match(/^Call-ID: (first|second)$/gm)).toEqual(['Call-ID: first', 'Call-ID: second']);
    const events = (await json('show', path, '--call', '0', '--events')).filter(object => 'event' in object);
    expect(events).toEqual([
      {
        ...{ event: 'icmp-port-unreachable', time: isoAt(41), src: '10.0.0.20', dst: '10.0.0.9', message: 0 },
        ...{ detail: 'port unreachable', callId: 'second', conversation: 2 },
      },
    ]);
  });

  it.each([
    [
      ['--message', '1'],
      'Messages are numbered in each conversation: give --message with the conversation, without --call.',
    ],
    [['--call-id', 'first'], 'Name the conversation once: with --call, or with --call-id.'],
  ])('is refused with %s', async (others, sentence) => {
    const { status, stdout, stderr } = await run(['show', answeredCall(), '--call', '0', ...others]);
    expect([status, stdout, stderr]).toEqual([2, '', `sipvestigator: ${sentence}\n`]);
  });
});

describe('flow --call', () => {
  it('draws all legs between three hosts, in their order', async () => {
    const { status, stdout } = await run(['flow', '--ascii', answeredCall(), '--call', 'second']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Call 0 .*\nleg 1 .* first .*\nleg 2 .* second /);
    expect(stdout).toMatch(/ 10\.0\.0\.1 +10\.0\.0\.9 +10\.0\.0\.20\n/);
    const arrows = stdout.split('\n').filter(line => /^ \d\d:/.test(line));
    const names = arrows.map(line => /INVITE|180|200 OK|ACK|BYE/.exec(line)?.[0]);
    expect(names.slice(0, 8)).toEqual(['INVITE', 'INVITE', '180', '180', '200 OK', '200 OK', 'ACK', 'ACK']);
    expect(arrows).toHaveLength(12);
  });

  it('has the objects of show --call --events as JSON', async () => {
    const path = refusedCall();
    expect(await json('flow', path, '--call', '0')).toEqual(await json('show', path, '--call', '0', '--events'));
  });
});
