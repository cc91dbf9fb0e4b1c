/** The accounts panel of the built program, held against what tcpdump and tshark count in the same files. */
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withoutPeer } from '../peer.js';
import { withoutTerminal } from './harness.js';
import { keys, open } from './program.js';
import { sample } from '../sample.js';

const FILES = ['call-two-legs.pcap', 'registration-challenge.pcap', 'options-ping-tcp.pcap'].map(sample);

function lines(program: string, argv: string[]): number {
  const printed = execFileSync(program, argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return printed.split('\n').filter(line => line !== '').length;
}

const packetsIn = (file: string) => lines('tcpdump', ['-n', '-r', file]);
const sipIn = (file: string) => lines('tshark', ['-r', file, '-Y', 'sip']);

describe.skipIf(withoutTerminal || withoutPeer('tcpdump') || withoutPeer('tshark'))('the accounts', () => {
  it('of several files are shown side by side, and add up', async () => {
    const story = await open(FILES, { columns: 200, rows: 50 });
    await keys(story, 'i');
    await story.waitFor('all together');
    const figures = (name: string) => {
      const row = story.screen().find(text => text.includes(name)) ?? '';
      const [packets = '', sip = '', other = '', undecodable = ''] = row
        .slice(row.indexOf(name) + name.length)
        .trim()
        .split(/\s+/);
      return [packets, sip, other, undecodable].map(figure => Number(figure.replaceAll(',', '')));
    };
    await story.waitFor(() => figures('all together')[0] === FILES.reduce((sum, file) => sum + packetsIn(file), 0));
    for (const file of FILES) {
      const [packets = 0, sip = 0, other = 0, undecodable = 0] = figures(basename(file));
      expect(packets).toBe(packetsIn(file));
      expect(sip).toBe(sipIn(file));
      expect(sip + other + undecodable).toBe(packets);
    }
    // One by one: the table stays, the account below is that of the chosen one.
    await keys(story, 'Right', 'Right');
    await story.waitFor(/› registration-challenge\.pcap/);
    await story.waitFor(new RegExp(`registration-challenge\\.pcap +pcap, ${packetsIn(FILES[1]!)} packets`));
    expect(story.text()).toMatch(/REGISTER +\d/);
    expect(story.text()).not.toMatch(/^ +INVITE +\d/m);
  });
});
