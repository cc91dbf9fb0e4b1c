/** Printed packets of the corpus: as many messages as the capture they were printed from. */
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { readTogether } from '../engine/core-session.js';
import { expectations } from './corpus.js';

const ORIGIN: Readonly<Record<string, string>> = {
  'rendered-aflnet-sip-1.v-A.txt': 'aflnet-kamailio/sip-1.pcap',
  'rendered-goffinet-proxy.A.txt': 'goffinet/SIP-Call-with-Proxy-Server.pcap',
  'rendered-goffinet-sip-over-tcp.XX.txt': 'goffinet/SIP-Call-Flow-Over-TCP.pcap',
  'rendered-heplify-sip_ipv6_udp.X.txt': 'heplify/sip_ipv6_udp.pcap',
  'rendered-pkts-sipp_sll.xx.txt': 'pkts/sipp_sll.pcap',
  'rendered-sngrep-ipip.X.txt': 'sngrep/ipip.pcap',
};

const expected = new Map(expectations().map(each => [each.path, each]));

describe.skipIf(!hasCorpus)(`printed packets${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(Object.entries(ORIGIN))('%s has the messages of %s', async (name, origin) => {
    const { ask, rows } = await readTogether(corpusFile(`tcpdump-text/${name}`));
    const { packets, sip } = await ask('stats', {});
    const { messages, requests, responses, callIds } = expected.get(origin)!;
    expect(sip).toMatchObject({ messages, requests, responses });
    expect(Object.fromEntries((await rows()).map(row => [`${row.callId}`, row.messages]))).toEqual(callIds);
    expect(packets.sip + packets.other + packets.undecodable).toBe(packets.read);
  });
});
