/** What was offered and what was answered: codecs, profiles, addresses (SDP). */
import type { Sure } from './sure.js';

export const SURE_OFFERS: readonly Sure[] = [
  {
    path: 'goffinet/sip-488-Not-Acceptable-Here-codec-null.pcapng',
    cause: 'offer-without-media',
    conversations: [3],
    why: 'all codecs were switched off in the phone: m=audio 0, a=inactive and c=0.0.0.0 get 488',
  },
  {
    path: 'mtaa-jhrncar/conference.pcapng',
    cause: 'reinvite-unanswered',
    conversations: [5],
    why: 'the re-INVITE of the called party only gets 100 from the caller, who hangs up 13.3 s later',
  },
];
