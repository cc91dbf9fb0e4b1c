/** Credentials, and registrations. */
import type { Sure } from './sure.js';

/** One capture of a phone whose answers come 17 s late, in three collections. */
const SLOW_PHONE = ['ndpi/sip.pcap', 'sngrep/aaa.pcap', 'zeek/wireshark.pcap'];

export const SURE_REGISTRATION: readonly Sure[] = [
  ...SLOW_PHONE.flatMap((path): Sure[] => [
    {
      path,
      cause: 'nonce-old',
      conversations: [0],
      why: 'voi18062 answers three challenges 17.2 to 18.7 s late, "401 nonce has changed" each time; one that came 17.2 s late, too, registered',
    },
    {
      path,
      cause: 'credentials-wrong',
      conversations: [2, 4],
      why: '"403 Wrong password or domain" to the INVITE with the credentials that the 407 asked for',
    },
  ]),
  {
    path: 'samples/registration-challenge.pcap',
    cause: 'credentials-wrong',
    conversations: [1],
    why: 'made so: 4151508 has the wrong password, its neighbour registers',
  },
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'credentials-wrong',
    conversations: [1, 4],
    why: '"403 Authentication Failed"; in the second the phone calls itself telephone1@domain.xyz',
  },
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'same-challenge-repeats',
    conversations: [2, 3, 5, 6, 7, 8, 9, 10, 11, 12],
    why: '407 with one nonce before and after Proxy-Authorization, where the same server answers wrong credentials by 403',
  },
  {
    path: 'goffinet/private-test-sip.pcapng',
    cause: 'user-unknown',
    conversations: [29],
    why: 'telephone1@172.16.98.102 is no user; telephone1@domain.xyz registers at the same host later',
  },
  {
    path: 'goffinet/sip-register-wrong_password-401-403-401-403.pcapng',
    cause: 'credentials-wrong',
    conversations: [0, 1],
    why: '403 to the REGISTER and to the SUBSCRIBE with credentials: made with a wrong password',
  },
  {
    path: 'goffinet/sip-register-wrong_user-401-403-404.pcapng',
    cause: 'user-unknown',
    conversations: [0, 1],
    why: '403 to the REGISTER and 404 to the SUBSCRIBE of one user: made with a wrong user name',
  },
  {
    path: 'mtaa-jhrncar/conference.pcapng',
    cause: 'not-registered',
    conversations: [3],
    why: '480 within 0.3 ms; 2 registers 29 s later, and the next call to it is answered',
  },
];
