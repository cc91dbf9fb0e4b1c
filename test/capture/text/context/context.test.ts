import { describe, expect, test } from 'vitest';
import { readContext } from '../../../../src/capture/text/context/context.js';
import type { Endpoint } from '../../../../src/capture/text/printed-address.js';

function printed({ address, port }: Endpoint): string | null {
  if (address.length === 0) return null;
  return address.length === 4
    ? `${[...address].join('.')}:${port}`
    : `[${Buffer.from(address).toString('hex')}]:${port}`;
}

function read(text: string) {
  const { source, destination, transport, direction } = readContext(text);
  return [printed(source), printed(destination), transport, direction ?? null];
}

const A = '10.20.0.5:5060';
const B = '203.0.113.9:5061';
const V6 = '[20010db8000000000000000000000001]:5060';

describe('what a line says of a message', () => {
  test.each<[string, string | null, string | null, string, string | null]>([
    // Both ends, by an arrow, by words, by fields.
    ['10.20.0.5:5060 -> 203.0.113.9:5061', A, B, 'unknown', null],
    ['10.20.0.5:5060 --> 203.0.113.9:5061', A, B, 'unknown', null],
    ['10.20.0.5:5060 => 203.0.113.9:5061', A, B, 'unknown', null],
    ['10.20.0.5:5060 \xe2\x86\x92 203.0.113.9:5061', A, B, 'unknown', null],
    ['203.0.113.9:5061 <- 10.20.0.5:5060', A, B, 'unknown', null],
    ['10.20.0.5.5060 > 203.0.113.9.5061', A, B, 'unknown', null],
    ['10.20.0.5;5060 sent to 203.0.113.9;5061', A, B, 'unknown', 'sent'],
    ['from 10.20.0.5/5060 to 203.0.113.9/5061', A, B, 'unknown', null],
    ['from 10.20.0.5 port 5060 to 203.0.113.9 on port 5061', A, B, 'unknown', null],
    ['[UDP://10.20.0.5:5060] --> [UDP://203.0.113.9:5061]', A, B, 'UDP', null],
    ['src=10.20.0.5 sport=5060 dst=203.0.113.9 dport=5061 proto=tcp', A, B, 'TCP', null],
    ['SrcIP:10.20.0.5,DstIP:203.0.113.9,SrcPort:5060,DstPort:5061,Protocol:17', A, B, 'UDP', null],
    [
      '"source.ip": "10.20.0.5", "source.port": 5060, "destination.ip": "203.0.113.9", "destination.port": 5061',
      A,
      B,
      'unknown',
      null,
    ],
    [
      'Action="Sent" Local-ip="10.20.0.5" Local-port="5060" Dst-ip="203.0.113.9" Dst-port="5061"',
      A,
      B,
      'unknown',
      'sent',
    ],
    ['Received, local 203.0.113.9:5061, remote 10.20.0.5:5060', A, B, 'unknown', 'received'],
    ['On [0:0]203.0.113.9:5061 received from 10.20.0.5:5060', A, B, 'unknown', 'received'],
    // One end, by a word, an arrow or the direction.
    ['<--- SIP read from WS:10.20.0.5:5060 --->', A, null, 'WS', 'received'],
    ['Reliably Transmitting (NAT) to 203.0.113.9:5061:', null, B, 'unknown', 'sent'],
    ['SendToNetwork: To 203.0.113.9:5061[71:0] <^', null, B, 'unknown', 'sent'],
    ['[RECV] 10.20.0.5:5060', A, null, 'unknown', 'received'],
    ['>>> 203.0.113.9:5061', null, B, 'unknown', 'sent'],
    ['? -> 203.0.113.9:5061', null, B, 'unknown', null],
    ['sent to sip:203.0.113.9:5061;transport=tls', null, B, 'TLS', 'sent'],
    ['udp 512 Bytes IN from 10.20.0.5:5060', A, null, 'UDP', 'received'],
    ['Incoming SIP TCP message from 10.20.0.5 on port 5060 index 12', A, null, 'TCP', 'received'],
    // IPv6, with and without brackets.
    ['recv from udp/[2001:db8::1]:5060', V6, null, 'UDP', 'received'],
    ['from UDP:2001:db8::1:5060', V6, null, 'UDP', null],
    ['from [2001:db8::1%eth0]:5060', V6, null, 'unknown', null],
    // The direction alone, and no more than that.
    ['UDP message sent (512 bytes):', null, null, 'UDP', 'sent'],
    ['SIPTCP::ProcessRead: <', null, null, 'unknown', 'received'],
    ['<<<', null, null, 'unknown', 'received'],
    ['--->', null, null, 'unknown', 'sent'],
    ['Direction: outbound', null, null, 'unknown', 'sent'],
  ])('%s', (text, ...expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('what a line does not say', () => {
  test.each([
    ['a version', 'Agent 1.2.3.4:5 ready'],
    ['a version by its name', 'Agent version 16.0.40.7:5060'],
    ['an address and nothing else of it', 'Peer 10.20.0.5:5060 is now reachable'],
    ['the host of a URI', 'Registration of <sip:7301@10.20.0.5:5060> is too brief'],
    ['an address without a port', 'Mar  2 09:30:15 192.0.2.1 <133>[S=171850]'],
    ['a clock and a MAC address', '09:30:15:250 00:0b:82:11:22:33'],
    ['a part of a longer number', '1.3.6.1.4.1.2021.10.20.0.5:5060'],
    ['a frame of two arrows', '<--- begin --->'],
    ['a name of C++', 'sip::dialog::a::b'],
    ['a transport that is talked about', 'Request is too large for UDP'],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual([null, null, 'unknown', null]);
  });

  test('which of two transports it was', () => {
    expect(read('too large for UDP, sending over TCP')).toEqual([null, null, 'unknown', 'sent']);
  });

  test('a transport in the name of a file or a module', () => {
    expect(read('core/tcp_read.c received, udp.c sent')[2]).toBe('unknown');
  });
});
