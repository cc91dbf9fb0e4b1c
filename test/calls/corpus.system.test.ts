/**
 * Which conversations of real captures are one call, and which only look so, as their messages were read by people: each is a test of a
 * guard. The program is the built one.
 */
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { json } from '../commands/program.js';
import { sample } from '../sample.js';
import type { ListedCall } from './score.js';

interface Joined {
  path: string;
  /** All legs of the call. */
  legs: readonly number[];
  certainty: 'certain' | 'likely';
  why: string;
}

interface Apart {
  path: string;
  /** Each of them a call of its own. */
  alone: readonly number[];
  why: string;
}

const JOINED_SAMPLES: readonly Joined[] = [
  {
    ...{ path: 'call-two-legs.pcap', legs: [1, 2], certainty: 'likely' },
    why: 'a host sends the INVITE on after 44 ms with the same numbers, and its answers and BYE follow',
  },
  {
    ...{ path: 'call-three-legs.pcap', legs: [2, 3, 4], certainty: 'certain' },
    why: 'a Session-ID joins two, and a host that gives up when the third is not answered',
  },
];

const JOINED: readonly Joined[] = [
  {
    ...{ path: 'gprshome-wireshark/sip.pcap', legs: [4, 5], certainty: 'certain' },
    why: 'a host sends the INVITE on 20 ms after the password, and offer and answer pass through',
  },
  {
    ...{ path: 'goffinet/test_voip.pcap.pcapng', legs: [3, 4], certainty: 'likely' },
    why: 'no header and new media, but the same numbers, and 180, 200 and BYE follow',
  },
  {
    ...{ path: 'goffinet/voip1b.pcapng', legs: [0, 1], certainty: 'certain' },
    why: 'the called is rewritten to a name, and after the re-INVITE the media of each side is in the other leg',
  },
  {
    ...{ path: 'heplify/erspan_sip_ipv4_udp.pcapng', legs: [2, 4, 5], certainty: 'certain' },
    why: 'through an SBC of two addresses, and the Replaces in a REFER of conversation 2 joins both',
  },
];

const APART: readonly Apart[] = [
  {
    ...{ path: 'goffinet/private-test-sip.pcapng', alone: [52, 54, 57, 61] },
    why: 'retries of one direction, with the same o= line',
  },
  ...['sngrep/aaa.pcap', 'zeek/wireshark.pcap', 'ndpi/sip.pcap'].map(path => ({
    ...{ path, alone: [1, 2, 4, 5] },
    why: 'calls minutes apart from one phone with one media port',
  })),
  {
    ...{ path: 'goffinet/sip.pcapng', alone: [0, 3] },
    why: 'the same tag and path, 25 s apart',
  },
  {
    ...{ path: 'suricata-verify/sip-body-frames__public-cloudshark-sip-s0.pcap', alone: [0, 2] },
    why: 'the same tag and path, 25 s apart',
  },
  ...['pkts/sipp.pcap', 'pkts/sipp_sll.pcap'].map(path => ({
    ...{ path, alone: [0, 1, 2, 3, 4] },
    why: 'calls of a generator on one host, all with one o= line and one media port',
  })),
  {
    ...{ path: 'mtaa-jhrncar/conference.pcapng', alone: [0, 1, 3, 5] },
    why: 'a phone and its proxy share an address, and the next calls use the same media ports',
  },
  {
    ...{ path: 'pcapapplication/sip.pcap', alone: [0, 1, 2] },
    why: 'separate calls between two phones',
  },
];

function isJoined({ path, legs, certainty, why }: Joined, file: (path: string) => string): void {
  it(`${path}: ${legs.join(', ')} are one call, ${certainty}: ${why}`, async () => {
    const calls = await json<ListedCall>('list', file(path), '--calls');
    const call = calls.find(each => each.legs.includes(legs[0]!));
    expect(call?.legs).toEqual(legs);
    const certainties = new Set(call?.links.map(link => link.certainty));
    // What is certain for other reasons may have a likely link beside.
    expect(certainty === 'certain' ? certainties.has('certain') : [...certainties]).toEqual(
      certainty === 'certain' ? true : ['likely'],
    );
  });
}

describe('samples', () => {
  for (const each of JOINED_SAMPLES) isJoined(each, sample);
});

describe.skipIf(!hasCorpus)(`the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  for (const each of JOINED) isJoined(each, corpusFile);

  it.each(APART)('$path: $alone are calls apart: $why', async ({ path, alone }) => {
    const calls = await json<ListedCall>('list', corpusFile(path), '--calls');
    const of = alone.map(leg => calls.find(({ legs }) => legs.includes(leg))?.legs);
    expect(of).toEqual(alone.map(leg => [leg]));
  });
});
