/** What is saved of every capture, read again: the same messages in the same conversations, for us and for TShark. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CORPUS_ABSENT, corpusFile, hasCorpus } from '../capture/captures.js';
import { folder, readTogether } from '../engine/core-session.js';
import { withoutPeer } from '../peer.js';
import { type Counts, type Expected, expectations, sum } from './corpus.js';

const withSip = expectations().filter(each => each.messages > 0);

/** Fragments, TCP streams, tunnels, several interfaces, gzip, snoop, many messages. */
const HELD_AGAINST_TSHARK = [
  'derived/goffinet-sip-over-tcp.snoop',
  'derived/goffinet-sdp-example.pcap.gz',
  'derived/goffinet-two-sections.pcapng',
  'heplify/erspan_sip_ipv4_udp.pcapng',
  'pkts/fragmented_tcp_sip.pcap',
  'pkts/fragmented_udp_sip.pcap',
  'pkts/sipp_sll.pcap',
  'sngrep/ipip.pcap',
  'gprshome-wireshark/sip.pcap',
];

/** Opens a capture and saves all of it; returns the file and what `list` had shown. */
async function saved(path: string, to: string): Promise<Counts> {
  const { ask, rows, close } = await readTogether(corpusFile(path));
  const counts = byCallId(await rows());
  const answer = await ask('save', { selection: { all: true }, path: to, format: 'pcapng', overwrite: false });
  expect(answer).toMatchObject({ conversations: Object.keys(counts).length, messages: sum(counts) });
  await close();
  return counts;
}

function byCallId(rows: readonly { callId: string | null; messages: number }[]): Counts {
  return Object.fromEntries(rows.map(({ callId, messages }) => [`${callId}`, messages]));
}

describe.skipIf(!hasCorpus)(`saving the corpus${hasCorpus ? '' : `: ${CORPUS_ABSENT}`}`, () => {
  it.each(withSip.map(each => [each.path, each] as const))('%s', async (path, each: Expected) => {
    const file = join(folder(), 'saved.pcapng');
    const before = await saved(path, file);
    const { ask, rows } = await readTogether(file);
    expect(byCallId(await rows())).toEqual(before);
    const { sip } = await ask('stats', {});
    expect(sip).toMatchObject({ messages: each.messages, requests: each.requests, responses: each.responses });
  });

  it.skipIf(withoutPeer('tshark')).each(HELD_AGAINST_TSHARK)('%s, as tshark reads it', async path => {
    const file = join(folder(), 'saved.pcapng');
    const before = await saved(path, file);
    const options = ['-o', 'tcp.reassemble_out_of_order:TRUE', '-Y', 'sip', '-T', 'fields', '-e', 'sip.Call-ID'];
    const listed = execFileSync('tshark', ['-r', file, ...options], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const counts: Counts = {};
    for (const callId of listed.trimEnd().split(/[\n,]/)) counts[callId] = (counts[callId] ?? 0) + 1;
    expect(counts).toEqual(before);
  });
});
