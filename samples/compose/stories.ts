/** All samples: the files of samples/ by name, as bytes. */
import { callCallerIdRejected } from './call-caller-id-rejected.js';
import { callDiversionWrong } from './call-diversion-wrong.js';
import { callThreeLegs } from './call-three-legs.js';
import { callTwoLegs } from './call-two-legs.js';
import { callUnansweredNat } from './call-unanswered-nat.js';
import type { Capture } from './capture.js';
import { optionsPingTcp } from './options-ping-tcp.js';
import { registrationChallenge } from './registration-challenge.js';
import { tcpdumpText } from './tcpdump-text.js';

interface Story {
  name: string;
  compose(): Capture;
  /** Also written as tcpdump's text. */
  text?: boolean;
}

const STORIES: readonly Story[] = [
  { name: 'call-unanswered-nat', compose: callUnansweredNat, text: true },
  { name: 'call-caller-id-rejected', compose: callCallerIdRejected, text: true },
  { name: 'call-diversion-wrong', compose: callDiversionWrong, text: true },
  { name: 'call-two-legs', compose: callTwoLegs },
  { name: 'call-three-legs', compose: callThreeLegs },
  { name: 'registration-challenge', compose: registrationChallenge },
  { name: 'options-ping-tcp', compose: optionsPingTcp },
];

export interface Sample {
  /** "call-two-legs.pcap". */
  name: string;
  bytes: Uint8Array;
}

export function samples(): Sample[] {
  return STORIES.flatMap(({ name, compose, text }) => {
    const capture = compose();
    const pcap = { name: `${name}.pcap`, bytes: capture.pcap() };
    return text
      ? [pcap, { name: `${name}.txt`, bytes: Buffer.from(tcpdumpText(capture.packets()), 'latin1') }]
      : [pcap];
  });
}
