/**
 * Scans, guesses of passwords, and fraud. They are said in their incidents and in the panel, never in a row: what a scanner gets is no
 * trouble of a call.
 */
import { scannerOf } from '../facts/hosts/scanners.js';
import { cut } from '../facts/cut.js';
import type { Rule } from '../rule.js';

export const ABUSE_RULES: readonly Rule[] = [
  {
    id: 'scanner',
    // Before all others: what is wrong with a scanner's requests is no cause of anything.
    step: 'transport',
    of: 'any',
    sentence: '{client} scans {peer}: its requests call themselves {agent}',
    short: '{client} scans as {agent}',
    incident: '{client} scans, and calls itself {agent}',
    key: 'client',
    when: 'The request that begins a conversation has the User-Agent of a known scanner: friendly-scanner, sipvicious, sundayddr, sipcli, pplsip or iWar. It is said in the incident only, not in a row.',
    unless: [
      'a request with its credentials succeeded: it is somebody’s own tool',
      'the name is one of an ordinary library, as VaxSIPUserAgent or sipsak',
    ],
    next: 'Keep {client} out by a firewall. Scanners change their names: limit requests without credentials, too.',
    sources: ['RFC 3261 20.41', 'RFC 5853 4.1'],
    judge(c) {
      const [first] = c.transactions;
      const agent = first && scannerOf(c.conversations, first.request);
      if (first === undefined || agent === undefined) return undefined;
      if (c.transactions.some(each => each.authorized && each.status >= 200 && each.status < 300)) return undefined;
      return {
        certainty: 'certain',
        slots: { client: c.host(first.source), peer: c.peer(first.destination), agent: cut(agent) },
        evidence: [c.shows(first.request, 'what it calls itself', 'User-Agent')],
        isFolded: true,
      };
    },
  },
];
