/** Nobody answered: who, since when, and what is most likely in the way. */
import type { Sure } from './sure.js';

export const SURE_SILENCE: readonly Sure[] = [
  {
    path: 'samples/call-unanswered-nat.pcap',
    cause: 'nat-binding-closed',
    conversations: [4],
    why: '178.19.48.48 called in until 16:39:17, and has not sent anything since; 7 INVITEs, each captured twice, stay without a reply',
  },
  {
    path: 'samples/call-three-legs.pcap',
    cause: 'nat-binding-closed',
    conversations: [2, 3, 4],
    why: 'the phone registered 94 s before the 7 INVITEs, and has not sent anything since; legs 2 and 3 fail because of leg 4',
  },
  {
    path: 'goffinet/private-test-sip-2.pcapng',
    cause: 'bye-unanswered',
    conversations: [4],
    why: '11 BYEs in 31.5 s to a phone whose own BYE had got 500; only the proxy answers, with 100',
  },
  {
    path: 'goffinet/voip-extension2downata.pcap',
    cause: 'callee-phone-down',
    conversations: [1],
    why: '12 INVITEs in 4 branches to the phone adapter get no response, then the PBX answers by itself',
  },
  {
    path: 'goffinet/voip-extension2downata.pcap',
    cause: 'cancel-unanswered',
    conversations: [0],
    why: '7 CANCELs in 24 s to the phone adapter that is down; their INVITE was not captured',
  },
];
