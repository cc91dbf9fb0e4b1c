/** Real output of capture programs, verbatim, and what it is read as. */
import { describe, expect, it } from 'vitest';
import { dropCounters } from '../../../src/live/children/child-stderr.js';

describe('drop counters', () => {
  it('of tcpdump are the newest', () => {
    const text = [
      'tcpdump: listening on eth0, link-type EN10MB (Ethernet), snapshot length 65535 bytes',
      'tcpdump: 5 packets captured, 7 packets received by filter, 0 packets dropped by kernel',
      'tcpdump: 50 packets captured, 73 packets received by filter, 3 packets dropped by kernel, 1 packet dropped by interface',
    ].join('\n');
    expect(dropCounters(text, false, false)).toEqual({ kernel: 3, interface: 1 });
  });

  it('of tcpdump on the loopback count a packet once', () => {
    // 120,000 datagrams were sent to a ring of 1 MB; 118,864 lie in the file.
    const text = '118864 packets captured\n240000 packets received by filter\n2269 packets dropped by kernel\n';
    expect(dropCounters(text, true, true)).toEqual({ kernel: 120_000 - 118_864, interface: 0 });
    expect(dropCounters(text, true, false)).toEqual({ kernel: 1135, interface: 0 });
  });

  it('leave out packets on the loopback after the stop', () => {
    const text = '59981 packets captured\n120000 packets received by filter\n0 packets dropped by kernel\n';
    expect(dropCounters(text, true, true)).toEqual({ kernel: 0, interface: 0 });
  });

  it('of dumpcap are those of its end', () => {
    const text =
      "Packets captured: 90\nPackets received/dropped on interface 'eth0': 90/10 (pcap:8/dumpcap:0/flushed:0/ps_ifdrop:2) (90.0%)\n";
    expect(dropCounters(text, false, true)).toEqual({ kernel: 10, interface: 2 });
  });

  it('are unknown until they are printed', () => {
    expect(dropCounters('tcpdump: listening on lo', true, false)).toBeUndefined();
  });
});
