/** What the hosts of a call leave in their messages that tells which leg comes from which, a kind each. */
import type { Headers } from '../../../samples/compose/message.js';
import type { Chance } from './chance.js';
import { description, ownMedia } from './media.js';
import type { Marks } from './route.js';

/** Marks for one call. */
export type Evidence = (chance: Chance) => Marks;

const NIL = '0'.repeat(32);

/** A header in the second leg that is the Call-ID of the first. */
function naming(...names: string[]): Evidence {
  return chance => {
    const name = chance.pick(names);
    return { headers: before => (before ? [[name, before.callId]] : []) };
  };
}

/** The same headers in the INVITE of every leg. */
function everywhere(headers: (chance: Chance) => Headers): Evidence {
  return chance => {
    const all = headers(chance);
    return { headers: () => all };
  };
}

/** RFC 7989: the caller's UUID in each leg, then the called's beside it. RFC 7329: one value. */
function sessionId(chance: Chance): Marks {
  const [caller, called] = [chance.hex(32), chance.hex(32)];
  if (chance.percent(30)) return { headers: () => [['Session-ID', caller]], answerHeaders: [['Session-ID', caller]] };
  return {
    headers: () => [['Session-ID', `${caller};remote=${NIL}`]],
    answerHeaders: [['Session-ID', `${called};remote=${caller}`]],
  };
}

function traceHeader(chance: Chance): Headers {
  return chance.pick<Headers>([
    [['Cisco-Guid', [1, 2, 3, 4].map(() => 1_000_000_000 + chance.below(3_000_000_000)).join('-')]],
    [['X-Genesys-CallUUID', chance.hex(26).toUpperCase()]],
    [['User-to-User', `00FA08${chance.hex(16).toUpperCase()};encoding=hex`]],
    [['Av-Global-Session-ID', chance.uuid()]],
  ]);
}

/** The same correlation in every leg, inside a value that counts the hops. */
function headerToken(chance: Chance): Marks {
  const token = chance.hex(24);
  const node = chance.below(9);
  return { headers: before => [['X-Routing', `node=${node};corr=${token};hop=${before ? 2 : 1}`]] };
}

/** Call-IDs that hosts make of the one before. */
function callIdForm(chance: Chance): Marks {
  const form = chance.below(4);
  return {
    callId: ({ callId }) => {
      if (form === 0) return `${callId}_b2b-1`;
      if (form === 1) return `${callId}_pbx-1`;
      return form === 2 ? `SD${chance.hex(7)}-${callId}` : `${callId}-0`;
    },
  };
}

/** Media goes straight between the ends: the hosts leave the descriptions as they are. */
function passing(offer: boolean, answer: boolean): Evidence {
  return chance => {
    const [offered, answered] = [170, 171].map(net => ownMedia(chance, `10.${net}.${chance.below(250)}.9`)) as [
      string,
      string,
    ];
    return { ...(offer && { offer: () => offered }), ...(answer && { answer: () => answered }) };
  };
}

/** Addresses and ports are each host's own, and what the ends agreed for ICE or SRTP stays (RFC 8839, RFC 4568). */
function mediaKey(chance: Chance): Marks {
  const sides = [0, 1].map(() =>
    chance.percent(60)
      ? [
          `a=ice-ufrag:${chance.hex(8)}`,
          `a=ice-pwd:${chance.hex(24)}`,
          `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => chance.hex(2).toUpperCase()).join(':')}`,
        ]
      : [`a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:${Buffer.from(chance.hex(30)).toString('base64')}`],
  );
  return { offer: ip => ownMedia(chance, ip, sides[0]), answer: ip => ownMedia(chance, ip, sides[1]) };
}

export const EVIDENCE: Readonly<Record<string, Evidence>> = {
  'call-id-header': naming('X-Call-ID', 'X-CID', 'X-Original-Call-ID', 'X-Acme-Parent'),
  'session-id': sessionId,
  icid: everywhere(chance => [
    [
      'P-Charging-Vector',
      `icid-value="${chance.hex(32)}";icid-generated-at=10.9.0.${chance.below(250)};orig-ioi=home.example`,
    ],
  ]),
  'trace-header': everywhere(traceHeader),
  'learned-header': everywhere(chance => [['X-Nimbus-Trace', chance.hex(32)]]),
  'header-token': headerToken,
  'call-id-form': callIdForm,
  'via-branch': () => ({ keepsVias: true }),
  offer: passing(true, false),
  answer: passing(false, true),
  'offer and answer': passing(true, true),
  'media-key': mediaKey,
  'user-to-user': everywhere(chance => [['User-to-User', `04${chance.hex(44)};encoding=hex;purpose=isdn-uui`]]),
};

/** Headers that are the same in many calls, although some of them name a call elsewhere: devices fill them with what they have. */
const CONSTANT_HEADERS: readonly Headers[] = [
  [['X-Device-ID', '7c1f9b4e2d6a4c0f9e83a5d1b2c3e4f5']],
  [['P-Charging-Vector', 'icid-value="0a1b2c3d4e5f60718293a4b5c6d7e8f9";icid-generated-at=192.0.2.77']],
  [['Session-ID', 'b9d1e0f2a3c4576889abcdef01234567']],
];

/** Headers that pass from leg to leg of every call. */
export const constantHeaders: Evidence = chance => {
  const headers = chance.pick(CONSTANT_HEADERS);
  return { headers: () => headers, answerHeaders: headers };
};

/** Media that passes through, with one o= line, address and port in every call, as a load generator writes them. */
export const CONSTANT_MEDIA: Marks = {
  offer: () => description('user1 53655765 2353687637 IN IP4 198.51.100.9', '198.51.100.9', 6000),
  answer: () => description('user1 53655765 2353687637 IN IP4 198.51.100.8', '198.51.100.8', 6000),
};
