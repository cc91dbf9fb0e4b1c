/** A number that the far end does not take: of the caller, of who diverts, of the called. */
import type { NumberRange } from '../../../src/model/diagnosis-settings.js';
import { NO_SETTINGS, type Trunk } from '../../../src/model/diagnosis-settings.js';
import { accepted, refused } from './calls-of-numbers.js';
import type { Example, NearExample } from './example.js';

const V6 = '[2001:db8:0:0:0:0:0:22]>[2001:db8:0:0:0:0:0:13]';

function diversion(number: string, host = '10.0.0.1'): string[] {
  return [`Diversion: <sip:${number}@${host}>;reason=unconditional`];
}

function trunk(given: Partial<Trunk>): { settings: typeof NO_SETTINGS } {
  const all: Trunk = { peer: '10.0.0.2', allowed: null, format: null, diversion: null, channels: null };
  return {
    settings: {
      ...NO_SETTINGS,
      numbering: { country: '354', length: 7, own: [] },
      trunks: [{ ...all, ...given }],
    },
  };
}

const ALLOWED: readonly NumberRange[] = [{ from: '4151500', to: '4151599' }];

/** A registration for ten minutes. */
const REGISTERED = `
  0 c>b REGISTER 1 id=reg user=anna called=anna
  | Contact: <sip:anna@10.0.0.3>;expires=600
  0.1 b>c 200_OK 1 of=REGISTER id=reg user=anna called=anna to=r
  | Contact: <sip:anna@10.0.0.3>;expires=600`;

/** A trunk that registers with an account. */
const REGISTERED_TRUNK = `
  0 c>b REGISTER 1 id=reg user=trunk7 called=trunk7
  | Contact: <sip:trunk7@10.0.0.3>;expires=600
  0.1 b>c 200_OK 1 of=REGISTER id=reg user=trunk7 called=trunk7 to=r
  | Contact: <sip:trunk7@10.0.0.3>;expires=600`;

/** Foreign callers accepted with Diversion, and the number of who diverts called. */
const FORWARDED =
  accepted(0, 'b>a', 'in', 'user=8969669 called=4151502') +
  accepted(5, 'a>b', 'one', 'user=8631042 called=6621177', diversion('4151509')) +
  accepted(8, 'a>b', 'two', 'user=5812345 called=6907788', diversion('4151500'));

export const NUMBERS: readonly Example[] = [
  {
    cause: 'caller-id-extension',
    script:
      accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') + refused(20, 'a>b', 'bad', 'user=1502 called=5660066'),
    row: 1,
    certainty: 'likely',
    sentence:
      "403 from 10.0.0.2 for caller 1502 (4 digits); 10.0.0.1's accepted caller is 4151502, of which 1502 is the end",
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    // A longer plan, other hosts.
    cause: 'caller-id-extension',
    script:
      accepted(0, '192.0.2.7>198.51.100.9', 'good', 'user=+442079460123 called=+442079460999') +
      refused(20, '192.0.2.7>198.51.100.9', 'bad', 'user=123 called=+441632960001', [], '606_Not_Acceptable'),
    row: 1,
    certainty: 'likely',
    sentence:
      "606 from 198.51.100.9 for caller 123 (3 digits); 192.0.2.7's accepted caller is +442079460123, of which 123 is the end",
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    // IPv6, and the caller in P-Asserted-Identity.
    cause: 'caller-id-extension',
    script:
      accepted(0, V6, 'good', 'user=4151502 called=8969669 pai=4151502') +
      refused(20, V6, 'bad', 'user=4151502 called=5660066 pai=1502'),
    row: 1,
    certainty: 'likely',
    sentence:
      "403 from 2001:db8::13 for caller 1502 (4 digits); 2001:db8::22's accepted caller is 4151502, of which 1502 is the end",
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    // Nothing was accepted from there: what is known is a call to it.
    cause: 'caller-id-extension',
    script:
      accepted(0, 'b>a', 'in', 'user=8969669 called=4151502') + refused(20, 'a>b', 'bad', 'user=1502 called=5660066'),
    row: 1,
    certainty: 'hint',
    sentence: '403 from 10.0.0.2 for caller 1502 (4 digits); 10.0.0.1 has the number 4151502, of which 1502 is the end',
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    // Settings know what nobody called.
    cause: 'caller-id-extension',
    script: refused(20, 'a>b', 'bad', 'user=1502 called=5660066'),
    ...trunk({ allowed: ALLOWED }),
    certainty: 'certain',
    sentence:
      '403 from 10.0.0.2 for caller 1502 (4 digits); your settings allow 4151500-4151599 there, where 4151502 ends so',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'caller-id-not-accepted',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=4151503 called=8969670') +
      accepted(24, 'a>b', 'three', 'user=4151504 called=5812345') +
      refused(40, 'a>b', 'bad', 'user=9900 called=5660066'),
    row: 3,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2 for caller 9900 (4 digits); the calls it accepted from 10.0.0.1 show 7 digits, such as 4151502',
    evidence: ['0:0', '3:0', '3:2'],
  },
  {
    // One accepted call, but to the very number.
    cause: 'caller-id-not-accepted',
    script:
      accepted(0, 'a>b', 'one', 'user=+3544151502 called=5660066') +
      refused(40, 'a>b', 'bad', 'user=reception called=5660066'),
    row: 1,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2 for caller reception (a name); the calls it accepted from 10.0.0.1 show + and 10 digits, such as +3544151502',
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    cause: 'caller-id-not-accepted',
    script: refused(0, 'a>b', 'bad', 'user=7712552 called=5660066'),
    ...trunk({ peer: '10.0.0.0/24', allowed: ALLOWED }),
    certainty: 'certain',
    sentence: '403 from 10.0.0.2 for caller 7712552 (7 digits); your settings allow 4151500-4151599 there',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'caller-id-not-accepted',
    script: refused(0, 'a>b', 'bad', 'user=4151502 called=5660066'),
    ...trunk({ allowed: ALLOWED, format: '+E164' }),
    certainty: 'certain',
    sentence: '403 from 10.0.0.2 for caller 4151502 (7 digits); your settings have callers written as +E.164 there',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'diversion-wrong',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=7712552 called=5660066', diversion('1502', '178.19.49.10')),
    row: 3,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2; caller 7712552 is foreign, Diversion 1502 is no number of 10.0.0.1; accepted Diversions are 4151509, 4151500; 1502 is the end of 4151502',
    evidence: ['0:0', '1:0', '2:0', '3:0', '3:2'],
  },
  {
    // Another plan, over IPv6, and History-Info in place of Diversion.
    cause: 'diversion-wrong',
    script:
      accepted(0, V6, 'own', 'user=+442079460123 called=+441632960001') +
      accepted(12, V6, 'fwd', 'user=+491701234567 called=+441632960002', [
        'History-Info: <sip:+442079460124@pbx.example>;index=1, <sip:+441632960002@carrier.example>;index=1.1',
      ]) +
      refused(30, V6, 'bad', 'user=+491709999999 called=+441632960003', [
        'History-Info: <sip:123@pbx.example>;index=1, <sip:+441632960003@carrier.example>;index=1.1',
      ]),
    row: 2,
    certainty: 'likely',
    sentence:
      '403 from 2001:db8::13; caller +491709999999 is foreign, History-Info 123 is no number of 2001:db8::22; accepted Diversion is +442079460124; 123 is the end of +442079460123',
    evidence: ['0:0', '1:0', '2:0', '2:2'],
  },
  {
    cause: 'diversion-wrong',
    script: refused(0, 'a>b', 'bad', 'user=7712552 called=5660066', diversion('5551234')),
    ...trunk({ allowed: ALLOWED }),
    certainty: 'certain',
    sentence:
      '403 from 10.0.0.2; caller 7712552 is foreign, Diversion 5551234 is no number of 10.0.0.1; your settings allow 4151500-4151599 there',
    evidence: ['0:0', '0:2'],
  },
  {
    // The call that is forwarded came in from the same host a second before.
    cause: 'diversion-missing',
    script: `${accepted(0, 'a>b', 'own', 'user=4151502 called=8969669')}
      20 b>a INVITE 1 id=in user=7712552 called=4151502
      20.1 a>b 100_Trying 1 id=in user=7712552 called=4151502
      ${refused(21, 'a>b', 'out', 'user=7712552 called=5660066')}
      21.1 a>b 480_Temporarily_Unavailable 1 id=in to=y user=7712552 called=4151502
      21.2 b>a ACK 1 id=in to=y user=7712552 called=4151502`,
    row: 2,
    certainty: 'likely',
    sentence: '403 from 10.0.0.2: 7712552 is no number of 10.0.0.1, and no Diversion says who forwards the call',
    evidence: ['1:0', '2:0', '2:2'],
  },
  {
    cause: 'diversion-missing',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=7712552 called=5660066'),
    row: 3,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2: 7712552 is no number of 10.0.0.1, and no Diversion says who forwards the call; 8631042 was accepted with a Diversion',
    evidence: ['1:0', '3:0', '3:2'],
  },
  {
    cause: 'diversion-missing',
    script: refused(20, 'a>b', 'bad', 'user=7712552 called=5660066'),
    ...trunk({ allowed: ALLOWED, diversion: 'required' }),
    certainty: 'certain',
    sentence: '403 from 10.0.0.2: 7712552 is no number of 10.0.0.1, and no Diversion says who forwards the call',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'caller-id-anonymous',
    script: refused(0, 'a>b', 'bad', 'user=anonymous called=5660066', [], '433_Anonymity_Disallowed'),
    certainty: 'certain',
    sentence: '10.0.0.2 refuses a caller that hides its number: 433',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'caller-id-anonymous',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=4151502 called=8969670') +
      refused(24, 'a>b', 'bad', 'user=anonymous called=5660066'),
    row: 2,
    certainty: 'likely',
    sentence:
      '10.0.0.2 refuses a caller that hides its number: 403; callers with a number were accepted, such as 4151502',
    evidence: ['0:0', '2:0', '2:2'],
  },
  {
    // The same From was accepted with P-Asserted-Identity.
    cause: 'asserted-identity-missing',
    script:
      accepted(0, 'a>b', 'one', 'user=1502 called=8969669 pai=4151502') +
      refused(24, 'a>b', 'bad', 'user=1502 called=5660066'),
    row: 1,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2: the call has no P-Asserted-Identity; all calls it accepted from 10.0.0.1 have one, such as 4151502',
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    cause: 'asserted-identity-wrong',
    script:
      accepted(0, 'a>b', 'one', 'user=1502 called=8969669 pai=+3544151502') +
      accepted(12, 'a>b', 'two', 'user=1503 called=8969670 pai=+3544151503') +
      refused(24, 'a>b', 'bad', 'user=1504 called=5660066 pai=4151504'),
    row: 2,
    certainty: 'likely',
    sentence:
      '403 from 10.0.0.2: P-Asserted-Identity is 4151504 (7 digits); the calls it accepted from 10.0.0.1 have + and 10 digits there, such as +3544151502',
    evidence: ['0:0', '2:0', '2:2'],
  },
  {
    cause: 'stir-rejected',
    script: refused(
      0,
      'a>b',
      'bad',
      'called=5660066',
      ['Identity: eyJ.eyJ.sig;info=<https://c.example/a.pem>'],
      '438_Invalid_Identity_Header',
    ),
    certainty: 'certain',
    sentence: '10.0.0.2 finds the Identity header invalid: 438 Invalid Identity Header',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'registered-but-404',
    script: REGISTERED + refused(100, 'c>b', 'bad', 'user=tom called=anna', [], '404_Not_Found'),
    row: 1,
    certainty: 'likely',
    sentence: 'anna is registered at 10.0.0.2, which still answers 404',
    evidence: ['0:0', '0:1', '1:0', '1:2'],
  },
  {
    // The host c is registered as "trunk7" at b, which calls it so.
    cause: 'did-in-to',
    script:
      REGISTERED_TRUNK +
      refused(100, 'b>c', 'bad', 'user=8969669 called=trunk7', ['To: <sip:4151502@b.example>'], '404_Not_Found'),
    row: 1,
    certainty: 'likely',
    sentence:
      '404 from 10.0.0.3 for trunk7, which is the account it registered with at 10.0.0.2; the number that was dialled is in To: 4151502',
    evidence: ['0:0', '0:1', '1:0', '1:2'],
  },
  {
    cause: 'wrong-domain',
    script:
      accepted(0, 'a>b', 'good', 'called=5660066') +
      refused(20, 'a>b', 'bad', 'called=5660066 domain=old.example', [], '404_Not_Found'),
    row: 1,
    certainty: 'likely',
    sentence: '404 from 10.0.0.2 for 5660066 at old.example; all calls it accepted from 10.0.0.1 were to b.example',
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    cause: 'number-format-wrong',
    script:
      accepted(0, 'a>b', 'good', 'called=+3545660066') +
      refused(20, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found'),
    row: 1,
    certainty: 'likely',
    sentence:
      '404 from 10.0.0.2 for 5660066 (7 digits); calls it accepted from 10.0.0.1 are dialled with + and 10 digits, such as +3545660066',
    evidence: ['0:0', '1:0', '1:2'],
  },
  {
    cause: 'number-format-wrong',
    script: refused(20, 'a>b', 'bad', 'called=005660066', [], '404_Not_Found'),
    ...trunk({ format: '+E164' }),
    certainty: 'certain',
    sentence:
      '404 from 10.0.0.2 for 005660066 (9 digits with 00 before them); your settings have numbers written as +E.164 there',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'number-incomplete',
    script: refused(0, 'a>b', 'bad', 'called=56600', [], '484_Address_Incomplete'),
    certainty: 'certain',
    sentence: '56600 is too short for 10.0.0.2: 484 Address Incomplete',
    evidence: ['0:0', '0:2'],
  },
  {
    // The cause says it, the status does not.
    cause: 'number-incomplete',
    script: refused(0, 'a>b', 'bad', 'called=56600', [], '480_Error +Reason:Q.850;cause=28'),
    certainty: 'certain',
    sentence: '56600 is too short for 10.0.0.2: 480 Error',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'number-unknown',
    script: refused(0, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found'),
    certainty: 'certain',
    sentence: '10.0.0.2 does not know 5660066: 404 Not Found',
    evidence: ['0:0', '0:2'],
  },
  {
    cause: 'number-unknown',
    script: refused(0, 'a>b', 'bad', 'called=5660066', [], '480_Error +Reason:Q.850;cause=1;text="Unallocated"'),
    certainty: 'certain',
    sentence: '10.0.0.2 does not know 5660066: 480 Error',
    evidence: ['0:0', '0:2'],
  },
];

export const NEARLY_NUMBERS: readonly NearExample[] = [
  {
    notCause: 'did-in-to',
    script:
      REGISTERED_TRUNK +
      refused(100, 'b>c', 'bad', 'user=8969669 called=4151502', ['To: <sip:4151509@b.example>'], '404_Not_Found'),
    why: 'the Request-URI is no account',
  },
  {
    notCause: 'did-in-to',
    script:
      REGISTERED_TRUNK +
      refused(
        100,
        'b>c',
        'bad',
        'user=8969669 called=trunk7',
        ['To: <sip:4151502@b.example>', ...diversion('4151502')],
        '404_Not_Found',
      ),
    why: 'the call was forwarded: To is who was called first',
  },
  {
    notCause: 'wrong-domain',
    script:
      accepted(0, 'a>b', 'good', 'called=5660066') +
      refused(20, 'a>b', 'bad', 'called=8969669 domain=old.example', [], '404_Not_Found'),
    why: 'the number may be what is unknown',
  },
  {
    notCause: 'wrong-domain',
    script:
      accepted(0, 'a>b', 'good', 'called=5660066') +
      accepted(12, 'a>b', 'there', 'called=8969669 domain=old.example') +
      refused(24, 'a>b', 'bad', 'called=5660066 domain=old.example', [], '404_Not_Found'),
    why: 'a call to this domain was accepted',
  },
  {
    notCause: 'diversion-missing',
    script: `${['4151502', '5660066', '6621177', '8969669', '5812345']
      .map((user, at) => accepted(12 * at, 'a>b', user, `user=${user} called=6907788`))
      .join('')}
      ${refused(100, 'a>b', 'bad', 'user=7712552 called=6907788')}`,
    why: 'the host sends callers of everybody',
  },
  {
    notCause: 'stir-rejected',
    script: refused(0, 'a>b', 'bad', 'called=5660066', ['Identity: eyJ.eyJ.sig;info=<https://c.example/a.pem>']),
    why: '403 says nothing of the Identity header',
  },
  {
    notCause: 'registered-but-404',
    script: `${REGISTERED}
      50 c>b REGISTER 2 id=reg user=anna called=anna expires=0
      50.1 b>c 200_OK 2 of=REGISTER id=reg user=anna called=anna to=r
      ${refused(100, 'c>b', 'bad', 'user=tom called=anna', [], '404_Not_Found')}`,
    why: 'the registration was withdrawn',
  },
  {
    notCause: 'registered-but-404',
    script: REGISTERED + refused(700, 'c>b', 'bad', 'user=tom called=anna', [], '404_Not_Found'),
    why: 'the time of the registration is over',
  },
  {
    notCause: 'registered-but-404',
    script: REGISTERED + refused(100, 'b>d', 'bad', 'user=tom called=anna', [], '404_Not_Found'),
    why: 'the user registered at another host',
  },
  {
    notCause: 'number-format-wrong',
    script:
      accepted(0, 'a>b', 'good', 'called=+3545660066') +
      accepted(12, 'a>b', 'same', 'called=8969669') +
      refused(24, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found'),
    why: 'a number of this shape was accepted',
  },
  {
    notCause: 'number-format-wrong',
    script:
      accepted(0, 'a>b', 'good', 'called=+3548969669') +
      refused(24, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found'),
    why: 'nobody shows that the number can be dialled in another way',
  },
  {
    notCause: 'number-format-wrong',
    script:
      accepted(0, 'a>b', 'good', 'called=+3545660066') +
      refused(24, 'a>b', 'bad', 'called=5660066', [], '503_Service_Unavailable'),
    why: '503 is not about a number',
  },
  {
    notCause: 'number-incomplete',
    script:
      refused(0, 'a>b', 'first', 'called=56600', [], '484_Address_Incomplete') +
      refused(2, 'a>b', 'second', 'called=566006', [], '484_Address_Incomplete') +
      accepted(4, 'a>b', 'third', 'called=5660066'),
    why: 'digits came one after another, until there were enough',
  },
  {
    notCause: 'number-unknown',
    script: refused(0, 'a>b', 'bad', 'called=5660066', [], '404_Not_Found +Reason:Q.850;cause=3'),
    why: 'the cause says that there is no route',
  },
  {
    notCause: 'number-unknown',
    script:
      refused(0, 'a>b', 'first', 'called=56600', [], '404_Not_Found') + accepted(3, 'a>b', 'then', 'called=5660066'),
    why: 'the other digits follow',
  },
  {
    notCause: 'caller-id-extension',
    script:
      accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'short', 'user=1503 called=8969669') +
      refused(24, 'a>b', 'bad', 'user=1502 called=5660066'),
    why: 'an extension was accepted as a caller',
  },
  {
    notCause: 'caller-id-extension',
    script:
      accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') + refused(20, 'a>b', 'bad', 'user=1777 called=5660066'),
    why: 'it is the end of no number that is known',
  },
  {
    notCause: 'caller-id-extension',
    script: `${accepted(0, 'a>b', 'good', 'user=4151502 called=8969669')}
      20 a>b INVITE 1 id=bad user=1502
      20.1 b>a 407_Proxy_Authentication_Required 1 id=bad to=x user=1502
      20.2 a>b ACK 1 id=bad to=x user=1502
      20.3 a>b INVITE 2 id=bad user=1502 auth
      20.4 b>a 403_Wrong_password 2 id=bad to=y user=1502
      20.5 a>b ACK 2 id=bad to=y user=1502`,
    why: 'credentials may be what is refused',
  },
  {
    notCause: 'caller-id-extension',
    script:
      accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') +
      refused(20, 'a>b', 'bad', 'user=1502 called=5660066', [], '404_Not_Found'),
    why: '404 speaks of the number called, to which no call was accepted',
    mayBeHint: true,
  },
  {
    notCause: 'caller-id-extension',
    script:
      accepted(0, 'a>b', 'good', 'user=4151502 called=8969669') +
      refused(20, 'a>b', 'blocked', 'user=4151502 called=5660066') +
      refused(30, 'a>b', 'bad', 'user=1502 called=5660066'),
    why: 'calls with accepted callers are refused, too',
    mayBeHint: true,
  },
  {
    notCause: 'caller-id-extension',
    script: `${accepted(0, 'a>b', 'good', 'user=4151502 called=8969669')}
      20 a>b INVITE 1 id=bad user=1502
      20.1 b>a 180_Ringing 1 id=bad to=x user=1502
      27 b>a 603_Decline 1 id=bad to=x user=1502
      27.1 a>b ACK 1 id=bad to=x user=1502`,
    why: 'it rang: its user refused it',
  },
  {
    notCause: 'caller-id-not-accepted',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=+3544151503 called=8969670') +
      accepted(24, 'a>b', 'three', 'user=00491701234567 called=5812345') +
      refused(40, 'a>b', 'bad', 'user=9900 called=5660066'),
    why: 'accepted callers have every shape',
  },
  {
    notCause: 'caller-id-not-accepted',
    script:
      accepted(0, 'a>b', 'one', 'user=+3544151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=+3544151502 called=8969670') +
      accepted(24, 'a>b', 'three', 'user=+3544151502 called=5812345') +
      refused(40, 'a>b', 'bad', 'user=+12125550100 called=5660066'),
    why: 'numbers of another country have another length',
  },
  {
    notCause: 'caller-id-not-accepted',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') + refused(40, 'a>b', 'bad', 'user=9900 called=5660066'),
    why: 'one accepted call to another number proves nothing',
    mayBeHint: true,
  },
  {
    notCause: 'caller-id-not-accepted',
    script: refused(0, 'a>b', 'bad', 'user=+3544151502 called=5660066'),
    ...trunk({ allowed: ALLOWED }),
    why: 'it is an allowed number in another spelling',
  },
  {
    notCause: 'diversion-wrong',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=7712552 called=5660066', diversion('4151577')),
    why: 'the number lies in a block of the host',
  },
  {
    notCause: 'diversion-wrong',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=4151502 called=5660066', diversion('1502')),
    why: 'the caller is one of the host',
  },
  {
    notCause: 'diversion-wrong',
    script:
      FORWARDED + accepted(20, 'a>b', 'fine', 'user=7712552 called=5660066', diversion('4151509', '178.19.49.10')),
    why: 'the host in Diversion is another one, and the call is accepted',
  },
  {
    notCause: 'diversion-wrong',
    script:
      FORWARDED +
      refused(20, 'a>b', 'bad', 'user=7712552 called=5660066', diversion('1502'), '480_Temporarily_Unavailable'),
    why: '480 speaks of the number called',
    mayBeHint: true,
  },
  {
    notCause: 'diversion-missing',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=4151544 called=5660066'),
    why: 'the caller lies in a block of the host',
  },
  {
    notCause: 'diversion-missing',
    script: FORWARDED + refused(20, 'a>b', 'bad', 'user=8631042 called=5660066'),
    why: 'the same caller was accepted with Diversion: it is one of the host, or does not matter',
  },
  {
    notCause: 'diversion-missing',
    script:
      FORWARDED + refused(20, 'a>b', 'bad', 'user=7712552 called=5660066', ['Referred-By: <sip:4151502@10.0.0.1>']),
    why: 'a transfer says who sends the call on',
  },
  {
    notCause: 'diversion-missing',
    script:
      accepted(0, 'b>a', 'long-ago', 'user=7712552 called=4151502') +
      refused(200, 'a>b', 'bad', 'user=7712552 called=5660066'),
    why: 'the caller called long before, and nothing shows that foreign callers need Diversion',
    mayBeHint: true,
  },
  {
    notCause: 'caller-id-anonymous',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=anonymous called=8969670') +
      accepted(24, 'a>b', 'three', 'user=4151502 called=8969671') +
      refused(40, 'a>b', 'bad', 'user=anonymous called=5660066'),
    why: 'an anonymous caller was accepted',
  },
  {
    notCause: 'caller-id-anonymous',
    script:
      accepted(0, 'a>b', 'one', 'user=4151502 called=8969669') +
      accepted(12, 'a>b', 'two', 'user=4151502 called=8969670') +
      refused(24, 'a>b', 'bad', 'user=anonymous called=5660066 pai=4151502'),
    why: 'P-Asserted-Identity says who calls',
  },
  {
    notCause: 'asserted-identity-missing',
    script:
      accepted(0, 'a>b', 'one', 'user=1502 called=8969669 pai=4151502') +
      accepted(12, 'a>b', 'two', 'user=4151503 called=8969670') +
      refused(24, 'a>b', 'bad', 'user=1502 called=5660066'),
    why: 'an accepted call has none',
  },
  {
    notCause: 'asserted-identity-wrong',
    script:
      accepted(0, 'a>b', 'one', 'user=1502 called=8969669 pai=+3544151502') +
      accepted(12, 'a>b', 'two', 'user=1503 called=8969670 pai=4151503') +
      refused(24, 'a>b', 'bad', 'user=1504 called=5660066 pai=4151504'),
    why: 'both shapes were accepted',
  },
];
