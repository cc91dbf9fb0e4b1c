/** The cause travels through the legs of a call, and only where it is the reason. */
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../src/diagnosis/rule.js';
import { callsOf, inOrder, joined } from '../calls/scripted.js';
import { type Diagnosed, diagnosed } from './diagnosed.js';

/** An INVITE of a leg that is sent until nobody answers, from a second on; later, the host that was silent is heard. */
function silent(id: string, way: string, from: number, options = ''): string {
  const times = [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5];
  const invites = times.map(at => `${(from + at).toFixed(3)} ${way} INVITE 1 id=call-of-${id} from=${id} ${options}`);
  const back = way.split('>').reverse().join('>');
  return `${invites.join('\n')}
    ${from + 50} ${back} OPTIONS 1 id=alive-${id} from=alive-${id}
    ${from + 50.1} ${way} 200_OK 1 of=OPTIONS id=alive-${id} from=alive-${id} to=t`;
}

/** An INVITE of a leg at a second, with its final response and ACK at another. */
function refused(id: string, way: string, from: number, at: number, status: string, options = ''): string {
  const back = way.split('>').reverse().join('>');
  return `
    ${from} ${way} INVITE 1 id=call-of-${id} from=${id} ${options}
    ${(from + 0.001).toFixed(3)} ${back} 100 1 id=call-of-${id} from=${id}
    ${at} ${back} ${status} 1 id=call-of-${id} from=${id} to=t
    ${(at + 0.001).toFixed(3)} ${way} ACK 1 id=call-of-${id} from=${id} to=t branch=INVITE-1-${id}`;
}

/** Rows of legs by Call-ID. */
function rowOf({ conversations }: Diagnosed, id: string): number {
  return conversations.find(`call-of-${id}`);
}

async function verdictOf(script: string, id: string) {
  const found = await diagnosed(script);
  const [finding] = found.findings(rowOf(found, id));
  return finding && { certainty: finding.certainty, sentence: sentenceOf(finding), assumes: finding.assumes ?? [] };
}

const SILENT_B = silent('b', 'r>d', 0.02, '+X-CID:call-of-a');

describe('a leg', () => {
  it('fails because nobody answered the one behind it', async () => {
    const script = inOrder(refused('a', 'a>r', 0, 32.02, '503_Unavailable'), SILENT_B);
    expect(await verdictOf(script, 'a')).toEqual({
      certainty: 'certain',
      sentence: '503 Unavailable, because of leg 2: no reply to 7 INVITEs from 10.0.0.4:5060 in 31.5 s',
      assumes: [],
    });
  });

  it('shows the messages of the leg behind it first, and then what was made of them', async () => {
    const found = await diagnosed(inOrder(refused('a', 'a>r', 0, 32.02, '503_Unavailable'), SILENT_B));
    const [a, b] = [rowOf(found, 'a'), rowOf(found, 'b')];
    const [finding] = found.findings(a);
    expect(finding!.evidence.map(({ conversation }) => conversation)).toEqual([b, b, a]);
    expect(finding!.evidence.at(-1)!.shows).toBe('what was made of it');
    expect(finding!.behind).toEqual({ conversation: b, leg: 2, status: '503 Unavailable' });
  });

  it('is only likely to fail for it where the legs are only likely to be one call', async () => {
    const script = inOrder(refused('a', 'a>r', 0, 32.02, '503_Unavailable'), silent('b', 'r>d', 0.02));
    expect(await verdictOf(script, 'a')).toEqual({
      certainty: 'likely',
      sentence: '503 Unavailable, because of leg 2: no reply to 7 INVITEs from 10.0.0.4:5060 in 31.5 s',
      assumes: ['assuming that conversation 1 is a leg of this call'],
    });
  });

  it('fails for the last of three legs, each of which passed it back', async () => {
    const script = inOrder(
      refused('a', 'a>r', 0, 32.06, '500_Error'),
      refused('b', 'r>s', 0.02, 32.05, '408_Timeout', '+X-CID:call-of-a'),
      silent('c', 's>d', 0.04, '+X-CID:call-of-b'),
    );
    expect((await verdictOf(script, 'a'))!.sentence).toBe(
      '500 Error, because of leg 3: no reply to 7 INVITEs from 10.0.0.4:5060 in 31.5 s',
    );
    expect((await verdictOf(script, 'b'))!.sentence).toBe(
      '408 Timeout, because of leg 3: no reply to 7 INVITEs from 10.0.0.4:5060 in 31.5 s',
    );
  });

  it('fails at the hop where the host behind it stands', async () => {
    const script = inOrder(
      `0 a>p INVITE 1 id=call-of-a from=a branch=one
       0.001 p>r INVITE 1 id=call-of-a from=a branch=two
       32.02 r>p 503_Unavailable 1 id=call-of-a from=a to=t branch=two
       32.021 p>r ACK 1 id=call-of-a from=a to=t branch=two
       32.5 p>a 500_Error 1 id=call-of-a from=a to=t branch=one
       32.501 a>p ACK 1 id=call-of-a from=a to=t branch=one`,
      SILENT_B,
    );
    expect((await verdictOf(script, 'a'))!.sentence).toBe(
      '500 Error, because of leg 2: no reply to 7 INVITEs from 10.0.0.4:5060 in 31.5 s',
    );
  });

  it('fails for a leg that was given up when it was', async () => {
    const script = inOrder(
      refused('a', 'a>r', 0, 8.01, '480_Unavailable'),
      `0.02 r>d INVITE 1 id=call-of-b from=b +X-CID:call-of-a
       0.52 r>d INVITE 1 id=call-of-b from=b +X-CID:call-of-a
       1.52 r>d INVITE 1 id=call-of-b from=b +X-CID:call-of-a
       8.02 r>d CANCEL 1 id=call-of-b from=b
       50   d>r OPTIONS 1 id=alive-b from=alive-b
       50.1 r>d 200_OK 1 of=OPTIONS id=alive-b from=alive-b to=t`,
    );
    expect((await verdictOf(script, 'a'))!.sentence).toBe(
      '480 Unavailable, because of leg 2: no reply to 3 INVITEs from 10.0.0.4:5060 in 1.5 s',
    );
  });
});

/** That a cause is not said to be that of leg a. */
async function isNotInherited(script: string): Promise<void> {
  // The legs are one call: it is not for want of that.
  expect(joined(callsOf(script).calls)).toHaveLength(1);
  const found = await diagnosed(script);
  expect(found.findings(rowOf(found, 'a')).filter(({ behind }) => behind !== undefined)).toEqual([]);
}

describe('a leg does not fail for', () => {
  it('one that failed long before it did', async () => {
    await isNotInherited(inOrder(refused('a', 'a>r', 0, 90, '503_Unavailable'), SILENT_B));
  });

  it('one that began before it', async () => {
    const script = inOrder(silent('b', 'r>d', 0, '+X-CID:call-of-a'), refused('a', 'a>r', 3, 32.5, '503_Unavailable'));
    await isNotInherited(script);
  });

  it('one that was answered', async () => {
    const script = inOrder(
      refused('a', 'a>r', 0, 5.02, '503_Unavailable'),
      `0.02 r>d INVITE 1 id=call-of-b from=b +X-CID:call-of-a
       1    d>r 200_OK 1 id=call-of-b from=b to=t
       1.01 r>d ACK 1 id=call-of-b from=b to=t branch=k
       5    r>d BYE 2 id=call-of-b from=b to=t
       5.01 d>r 200_OK 2 of=BYE id=call-of-b from=b to=t`,
    );
    await isNotInherited(script);
  });

  it('one that another host sent', async () => {
    await isNotInherited(
      inOrder(refused('a', 'a>r', 0, 32.02, '503_Unavailable'), silent('b', 'x>d', 0.02, '+X-CID:call-of-a')),
    );
  });

  it('one that failed before the one whose failure came back', async () => {
    const script = inOrder(
      refused('a', 'a>r', 0, 45.02, '486_Busy'),
      SILENT_B,
      refused('c', 'r>e', 33, 45, '486_Busy', '+X-CID:call-of-a'),
    );
    await isNotInherited(script);
  });

  it('one of which there is only a hint', async () => {
    const script = inOrder(
      refused('a', 'a>r', 0, 1.02, '403_Forbidden'),
      refused('b', 'r>d', 0.02, 1, '403_Forbidden', '+X-CID:call-of-a'),
    );
    const found = await diagnosed(script);
    for (const { behind, certainty } of found.findings(rowOf(found, 'a')))
      expect(behind === undefined || certainty !== 'hint').toBe(true);
  });

  it('one behind it, if it did not fail', async () => {
    const script = inOrder(
      `0    a>r INVITE 1 id=call-of-a from=a
       10   r>a 200_OK 1 id=call-of-a from=a to=t
       10.1 a>r ACK 1 id=call-of-a from=a to=t branch=k
       20   a>r BYE 2 id=call-of-a from=a to=t
       20.1 r>a 200_OK 2 of=BYE id=call-of-a from=a to=t`,
      SILENT_B,
    );
    await isNotInherited(script);
  });

  it('one behind it, if it is only challenged', async () => {
    await isNotInherited(inOrder(refused('a', 'a>r', 0, 32.02, '401_Unauthorized'), SILENT_B));
  });
});

describe('many legs', () => {
  it('that a host sent to itself are looked at once each', async () => {
    const legs = Array.from({ length: 40 }, (_, at) =>
      refused(`l${at}`, 'r>r', at / 1000, 1 - at / 1000, '500_Error', at === 0 ? '' : '+X-CID:call-of-l0'),
    );
    const found = await diagnosed(inOrder(...legs));
    expect(found.conversations.count).toBe(40);
    for (const row of found.conversations.rows) found.findings(row);
  });
});
