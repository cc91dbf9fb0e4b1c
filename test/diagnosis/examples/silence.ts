/** Silence: nobody answered. */
import type { Example, NearExample } from './example.js';

/** A call from b to a, long before. */
const HEARD = `
  0    b>a INVITE 1 id=before from=bob
  0.1  a>b 200_OK 1 id=before from=bob to=alice
  0.2  b>a ACK 1 id=before from=bob to=alice branch=k
  9    b>a BYE 2 id=before from=bob to=alice
  9.1  a>b 200_OK 2 of=BYE id=before from=bob to=alice
`;

/** Seven INVITEs as timer A sends them. */
const SEVEN = [100, 100.5, 101.5, 103.5, 107.5, 115.5, 131.5].map(at => `${at} a>b INVITE 1 id=silent`).join('\n');

export const SILENCE: readonly Example[] = [
  {
    cause: 'nat-binding-closed',
    script: HEARD + SEVEN,
    row: 1,
    certainty: 'likely',
    sentence:
      'no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s; it was heard last at 00:00:09, 1 min 31 s before: its NAT or firewall most likely closed',
    evidence: ['0:3', '1:0', '1:6'],
  },
  {
    cause: 'invite-never-answered',
    script: SEVEN,
    certainty: 'certain',
    sentence: 'no reply to 7 INVITEs from 10.0.0.2:5060 in 31.5 s',
    evidence: ['0:0', '0:6'],
  },
];

export const NEARLY_SILENCE: readonly NearExample[] = [
  {
    notCause: 'nat-binding-closed',
    script: `${HEARD + SEVEN}
      120 b>a OPTIONS 1 id=alive from=bob`,
    why: 'it sent something while it was silent',
  },
  {
    notCause: 'invite-never-answered',
    script: '0 a>b INVITE 1\n0.5 a>b INVITE 1\n1.5 a>b INVITE 1',
    end: 2,
    why: 'the capture ends while an answer is awaited',
  },
];
