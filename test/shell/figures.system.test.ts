/**
 * The dialogues of the paper's figures 5 to 27, on captures composed from their facts. The tool's output must match to
 * the letter, except that runs of spaces count as one, because the figures are typeset. Help has our words and the
 * original's commands.
 */
import { beforeAll, describe, expect, it, test } from 'vitest';
import { tcpdumpText } from '../../samples/compose/tcpdump-text.js';
import { mayCapture } from '../live/capturing.js';
import { freePort, request, send } from '../live/traffic.js';
import { type Dialogue, openPrompt } from './dialogue.js';
import { callerIdProblem, diversionProblem, earlierText, testData, timeout } from './figure-captures.js';

/** The figure's text, and the dialogue's, with runs of blanks as one. */
function blanks(text: string): string {
  return text
    .replace(/[ \t]+/g, ' ')
    .replace(/ $/gm, '')
    .trim();
}

/** Holds a dialogue to a figure that shows all of it. */
function shows(dialogue: string, figure: string): void {
  expect(blanks(dialogue)).toBe(blanks(figure));
}

/** Requests of one conversation. */
function requests(count: number, callId: string): Buffer[] {
  return Array.from({ length: count }, (_, number) => request(number, callId));
}

/** The names a help text lists, in its order. */
function listed(dialogue: string): string[] {
  return dialogue.split('\n').flatMap(line => /^([a-z]+) {2,}/.exec(line)?.[1] ?? []);
}

const files: Record<string, string> = {};
beforeAll(() => {
  files['testdata-pt.txt'] = earlierText(testData().packets());
  files['timeout.txt'] = tcpdumpText(timeout().packets());
  files['callerid-problem.txt'] = earlierText(callerIdProblem().packets());
  files['diversion-problem.txt'] = earlierText(diversionProblem().packets());
});

function open(name: string): Dialogue {
  return openPrompt({ [name]: files[name]! });
}

/** A prompt with figure 7's filter on figure 5's capture. */
async function filtered(): Promise<Dialogue> {
  const prompt = open('testdata-pt.txt');
  await prompt.type('load txts/testdata-pt.txt');
  await prompt.type('filter', 'set condition and', 'add srcnum 4151509', 'add dstnum 8969669', 'exit');
  return prompt;
}

describe('help', () => {
  test('figure 3: the commands at the top', async () => {
    const commands = listed(await openPrompt({}).type('help'));
    const original = ['capture', 'clear', 'exit', 'filter', 'help', 'load', 'show'];
    expect(commands.filter(name => name !== 'conversation')).toEqual(original);
  });

  test('figure 4: what can be shown', async () => {
    const help = await openPrompt({}).type('help show');
    for (const form of ['conversation ID message N', 'conversation ID messages', 'conversations sorted', 'filter'])
      expect(help).toContain(`show ${form} `);
  });

  test('figure 9: the commands of the filter', async () => {
    const help = await openPrompt({}).type('filter', 'help');
    expect(listed(help)).toEqual(['add', 'del', 'exit', 'help', 'reset', 'set', 'show']);
    expect(help.endsWith('\nSipInv[filter]: ')).toBe(true);
  });

  test('figure 10: what can be added, with examples', async () => {
    const help = await openPrompt({}).type('filter', 'help add');
    const fields = Array.from(help.matchAll(/^add ([a-z]+) \S+/gm), ([, name]) => name);
    const original = ['diversion', 'dstip', 'dstnum', 'has', 'ip', 'pai', 'ppi', 'srcip', 'srcnum', 'telnum'];
    expect(fields.filter(name => name !== 'rpid')).toEqual(original);
    for (const example of ['add srcnum 4151500', 'add srcnum 4151500 4151502', 'add has diversion'])
      expect(help).toContain(`\n  ${example}\n`);
  });
});

describe('loading and filtering', () => {
  test('figure 5', async () => {
    shows(
      await open('testdata-pt.txt').type('load txts/testdata-pt.txt'),
      `SipInv: load txts/testdata-pt.txt
       Processing file txts/testdata-pt.txt...
       1083 conversations (6496 SIP messages) extracted
       SipInv:`.replace(/^ +/gm, ''),
    );
  });

  test.skipIf(!mayCapture)(
    'figure 6, without blocking: what the original says is said, the prompt is there between',
    async () => {
      const prompt = openPrompt({});
      const port = await freePort();
      const begun = await prompt.type(`capture start lo -b "udp port ${port}"`);
      await send(port, ...[4, 4, 3, 3, 3, 3].flatMap((count, call) => requests(count, `figure-6-${call}`)));
      shows(
        (begun + (await prompt.type('capture stop'))).replace(` lo -b "udp port ${port}"`, ''),
        `SipInv: capture start
Starting packet capture
Capturing lo; capture stop ends it.
SipInv: SipInv: capture stop
Stopping packet capture
6 conversations (20 SIP messages) extracted
SipInv:`,
      );
    },
  );

  test('figure 7: intersection', async () => {
    const prompt = open('testdata-pt.txt');
    await prompt.type('load txts/testdata-pt.txt');
    shows(
      await prompt.type('filter', 'set condition and', 'add srcnum 4151509', 'add dstnum 8969669', 'exit'),
      `SipInv: filter
SipInv[filter]: set condition and
1083 conversations
SipInv[filter]*: add srcnum 4151509
8 conversations
SipInv[filter]*: add dstnum 8969669
2 conversations
SipInv[filter]*: exit
SipInv*:`,
    );
  });

  test('figure 8: union', async () => {
    const prompt = open('testdata-pt.txt');
    await prompt.type('load txts/testdata-pt.txt');
    shows(
      await prompt.type(
        ...['filter', 'set condition or', 'add srcnum 8969669', 'add dstnum 8969669', 'add has diversion', 'exit'],
      ),
      `SipInv: filter
SipInv[filter]: set condition or
0 conversations
SipInv[filter]*: add srcnum 8969669
2 conversations
SipInv[filter]*: add dstnum 8969669
4 conversations
SipInv[filter]*: add has diversion
59 conversations
SipInv[filter]*: exit
SipInv*:`,
    );
  });
});

describe('a call over two legs', () => {
  test('figure 11: in order of arrival', async () => {
    shows(
      await (await filtered()).type('show conversations sorted'),
      `SipInv*: show conversations sorted
[0] 15:49:30.333525: INVITE 4151509->8969669
[1] 15:49:30.377296: INVITE 4151509->8969669
SipInv*:`,
    );
  });

  test('figure 12: by Call-ID', async () => {
    shows(
      await (await filtered()).type('show conversations'),
      `SipInv*: show conversations
4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060: 15:49:30.333525: INVITE 4151509->8969669
91c06e8e-c572-1235-c0ba-00215e2c8c90: 15:49:30.377296: INVITE 4151509->8969669
SipInv*:`,
    );
  });

  test('figure 13: a line a message', async () => {
    shows(
      await (await filtered()).type('show conversation 0'),
      `SipInv*: show conversation 0
=== Conversation Call-ID: 4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060 ===
[0] 15:49:30.333525 INVITE (4151509->8969669)
[1] 15:49:30.334001 100 Trying (4151509->8969669)
[2] 15:49:30.852919 183 Session Progress (4151509->8969669)
[3] 15:49:44.236059 200 OK (4151509->8969669)
[4] 15:49:44.236692 ACK (4151509->8969669)
[5] 15:50:03.479602 BYE (8969669->4151509)
[6] 15:50:03.480833 200 OK (8969669->4151509)
SipInv*:`,
    );
  });

  test('figure 14: all messages, as far as the figure shows them', async () => {
    const figure = `SipInv*: show conversation 0 messages
===== Message #0 =====
15:49:30.333525 IP 10.20.0.22.5060 > 10.11.12.13.5060: SIP, length: 1041
INVITE sip:8969669@10.11.12.13:5060 SIP/2.0
Via: SIP/2.0/UDP 10.20.0.22:5060;branch=z9hG4bK375a8cbf
Max-Forwards: 70
From: <sip:4151509@10.20.0.22>;tag=as25c47886
To: <sip:8969669@10.11.12.13:5060>
Contact: <sip:4151509@10.20.0.22:5060>
Call-ID: 4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060
CSeq: 102 INVITE
User-Agent: Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
Date: Tue, 06 Jun 2017 15:49:30 GMT
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
Supported: replaces, timer
Content-Type: application/sdp
Content-Length: 459

v=0
o=root 1718872612 1718872612 IN IP4 10.20.0.22
s=Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
c=IN IP4 10.20.0.22
b=CT:384
t=0 0
m=audio 57692 RTP/AVP 9 8 0 101
a=rtpmap:9 G722/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=maxptime:150
a=sendrecv
m=video 54246 RTP/AVP 31 34 98 99
a=rtpmap:31 H261/90000
a=rtpmap:34 H263/90000
a=rtpmap:98 h263-1998/90000
a=rtpmap:99 H264/90000
a=sendrecv

===== Message #1 =====
15:49:30.334001 IP 10.11.12.13.5060 > 10.20.0.22.5060: SIP, length: 299
SIP/2.0 100 Trying
`;
    expect((await (await filtered()).type('show conversation 0 messages')).startsWith(figure)).toBe(true);
  });

  test('figure 15: one message', async () => {
    expect(await (await filtered()).type('show conversation 0 message 5')).toBe(
      `SipInv*: show conversation 0 message 5
15:50:03.479602 IP 10.11.12.13.5060 > 10.20.0.22.5060: SIP, length: 631
BYE sip:4151509@10.20.0.22:5060 SIP/2.0
Via: SIP/2.0/UDP 10.11.12.13;rport;branch=z9hG4bKg3QQ3gBBS61NF
Max-Forwards: 70
From: <sip:8969669@10.11.12.13:5060>;tag=aKa50Svj8SSmr
To: <sip:4151509@10.20.0.22>;tag=as25c47886
Call-ID: 4a40a41a3636462357f6f6f25b700844@10.20.0.22:5060
CSeq: 108046037 BYE
Contact: <sip:8969669@10.11.12.13:5060;transport=udp>
User-Agent: FreeSWITCH-mod_sofia/1.2.12
Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, MESSAGE, INFO, UPDATE, REGISTER, REFER, NOTIFY, PUBLISH, SUBSCRIBE
Supported: timer, precondition, path, replaces
Reason: Q.850;cause=16;text="Normal call clearing"
Content-Length: 0

SipInv*: `,
    );
  });
});

describe('an INVITE nobody answers', () => {
  test('figure 17', async () => {
    shows(
      await open('timeout.txt').type(
        ...['load txts/timeout.txt', 'filter', 'add dstnum 5660066', 'exit', 'show conversations sorted'],
      ),
      // The figure names the file when it starts the program, which then loads it as the command does.
      `SipInv: load txts/timeout.txt
Processing file txts/timeout.txt...
45 conversations (354 SIP messages) extracted
SipInv: filter
SipInv[filter]: add dstnum 5660066
1 conversations
SipInv[filter]*: exit
SipInv*: show conversations sorted
[0] 16:41:37.979995: INVITE 4151502->5660066
SipInv*:`,
    );
  });

  test('figure 18', async () => {
    const prompt = open('timeout.txt');
    await prompt.type('load txts/timeout.txt', 'filter', 'add dstnum 5660066', 'exit');
    shows(
      await prompt.type('show conversation 0'),
      `SipInv*: show conversation 0
=== Conversation Call-ID: 35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060 ===
[0] 16:41:37.979995 INVITE (4151502->5660066)
[1] 16:41:37.979998 INVITE (4151502->5660066)
[2] 16:41:38.480357 INVITE (4151502->5660066)
[3] 16:41:38.480360 INVITE (4151502->5660066)
[4] 16:41:39.479261 INVITE (4151502->5660066)
[5] 16:41:39.479264 INVITE (4151502->5660066)
[6] 16:41:41.479343 INVITE (4151502->5660066)
[7] 16:41:41.479348 INVITE (4151502->5660066)
[8] 16:41:45.480851 INVITE (4151502->5660066)
[9] 16:41:45.480854 INVITE (4151502->5660066)
[10] 16:41:53.480515 INVITE (4151502->5660066)
[11] 16:41:53.480518 INVITE (4151502->5660066)
[12] 16:42:09.479770 INVITE (4151502->5660066)
[13] 16:42:09.479774 INVITE (4151502->5660066)
SipInv*:`,
    );
  });

  test('figure 19', async () => {
    const prompt = open('timeout.txt');
    await prompt.type('load txts/timeout.txt', 'filter', 'add dstnum 5660066', 'exit');
    expect(await prompt.type('show conversation 0 message 0')).toBe(
      `SipInv*: show conversation 0 message 0
16:41:37.979995 IP 10.10.10.2.5060 > 178.19.48.48.5060: SIP: INVITE sip:5660066@178.19.48.48 SIP/2.0
INVITE sip:5660066@178.19.48.48 SIP/2.0
Via: SIP/2.0/UDP 10.10.10.2:5060;branch=z9hG4bK72aeec24
Max-Forwards: 70
From: "4151502" <sip:4151502@10.10.10.2>;tag=as71102a1e
To: <sip:5660066@178.19.48.48>
Contact: <sip:4151502@10.10.10.2:5060>
Call-ID: 35e857d642ef6280292e2d0e4cac4f13@10.10.10.2:5060
CSeq: 102 INVITE
User-Agent: Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
Date: Mon, 16 Apr 2018 16:41:37 GMT
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
Supported: replaces, timer
P-Asserted-Identity: "4151502" <sip:4151502@10.10.10.2>
Content-Type: application/sdp
Content-Length: 457

v=0
o=root 453687495 453687495 IN IP4 10.10.10.2
s=Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
c=IN IP4 10.10.10.2
b=CT:384
t=0 0
m=audio 54028 RTP/AVP 9 8 0 101
a=rtpmap:9 G722/8000
a=rtpmap:8 PCMA/8000
a=rtpmap:0 PCMU/8000
a=rtpmap:101 telephone-event/8000
a=fmtp:101 0-16
a=maxptime:150
a=sendrecv
m=video 53738 RTP/AVP 31 34 99 98
a=rtpmap:31 H261/90000
a=rtpmap:34 H263/90000
a=rtpmap:99 H264/90000
a=rtpmap:98 h263-1998/90000
a=sendrecv

SipInv*: `,
    );
  });
});

describe('a caller id that is rejected', () => {
  test('figures 20 and 21', async () => {
    shows(
      await open('callerid-problem.txt').type(
        ...['load txts/callerid-problem.txt', 'filter', 'add dstnum 5660066', 'exit', 'show conversations sorted'],
      ),
      `SipInv: load txts/callerid-problem.txt
Processing file txts/callerid-problem.txt...
406 conversations (2090 SIP messages) extracted
SipInv: filter
SipInv[filter]: add dstnum 5660066
1 conversations
SipInv[filter]*: exit
SipInv*: show conversations sorted
[0] 15:54:44.871687: INVITE 1502->5660066
SipInv*:`,
    );
  });

  test('figure 22', async () => {
    const prompt = open('callerid-problem.txt');
    await prompt.type('load txts/callerid-problem.txt', 'filter', 'add dstnum 5660066', 'exit');
    shows(
      await prompt.type('show conversation 0'),
      `SipInv*: show conversation 0
=== Conversation Call-ID: 4bd2133a5be9a247447c5d3e44dd58cd@10.20.0.22:5060 ===
[0] 15:54:44.871687 INVITE (1502->5660066)
[1] 15:54:44.871969 100 Trying (1502->5660066)
[2] 15:54:44.900286 403 Forbidden (1502->5660066)
[3] 15:54:44.900831 ACK (1502->5660066)
SipInv*:`,
    );
  });

  test('figure 23: the INVITE, cut before its SDP as in the figure', async () => {
    // From the packets: in tcpdump's text, and so in the figure, a dot stands for the Ö.
    const prompt = openPrompt({ 'callerid-problem.pcap': callerIdProblem().pcap() });
    await prompt.type('load txts/callerid-problem.pcap', 'filter', 'add dstnum 5660066', 'exit');
    const figure = `SipInv*: show conversation 0 message 0
15:54:44.871687 IP 10.20.0.22.5060 > 10.11.12.13.5060: SIP, length: 1040
INVITE sip:5660066@10.11.12.13:5060 SIP/2.0
Via: SIP/2.0/UDP 10.20.0.22:5060;branch=z9hG4bK193c86a2
Max-Forwards: 70
From: "Örn" <sip:1502@10.20.0.22>;tag=as0a5e0c70
To: <sip:5660066@10.11.12.13:5060>
Contact: <sip:1502@10.20.0.22:5060>
Call-ID: 4bd2133a5be9a247447c5d3e44dd58cd@10.20.0.22:5060
CSeq: 102 INVITE
User-Agent: Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
Date: Mon, 16 Apr 2018 15:54:44 GMT
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
Supported: replaces, timer
Content-Type: application/sdp
Content-Length: 457

`;
    expect((await prompt.type('show conversation 0 message 0')).slice(0, figure.length)).toBe(figure);
  });
});

describe('a wrong Diversion header', () => {
  const callId = '256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060';

  test('figure 24', async () => {
    shows(
      await open('diversion-problem.txt').type(
        ...['load txts/diversion-problem.txt', 'filter', 'add dstnum 5660066', 'exit'],
      ),
      `SipInv: load txts/diversion-problem.txt
Processing file txts/diversion-problem.txt...
494 conversations (2495 SIP messages) extracted
SipInv: filter
SipInv[filter]: add dstnum 5660066
1 conversations
SipInv[filter]*: exit
SipInv*:`,
    );
  });

  test('figure 25', async () => {
    const prompt = open('diversion-problem.txt');
    await prompt.type('load txts/diversion-problem.txt', 'filter');
    shows(
      await prompt.type('add has diversion', 'add dstnum 5660066', 'set condition and'),
      `SipInv[filter]: add has diversion
16 conversations
SipInv[filter]*: add dstnum 5660066
16 conversations
SipInv[filter]*: set condition and
1 conversations
SipInv[filter]*:`,
    );
  });

  test('figure 26: named by its Call-ID, which is not repeated', async () => {
    const prompt = open('diversion-problem.txt');
    await prompt.type('load txts/diversion-problem.txt', 'filter', 'add dstnum 5660066', 'exit');
    shows(
      await prompt.type(`show conversation ${callId}`),
      `SipInv*: show conversation ${callId}
[0] 16:11:51.307696 INVITE (7712552->5660066)
[1] 16:11:51.307948 100 Trying (7712552->5660066)
[2] 16:11:51.337896 403 Forbidden (7712552->5660066)
[3] 16:11:51.338437 ACK (7712552->5660066)
SipInv*:`,
    );
  });

  test('figure 27', async () => {
    const prompt = open('diversion-problem.txt');
    await prompt.type('load txts/diversion-problem.txt', 'filter', 'add dstnum 5660066', 'exit');
    const figure = `SipInv*: show conversation ${callId} message 0
16:11:51.307696 IP 10.20.0.22.5060 > 10.11.12.13.5060: SIP, length: 1085
INVITE sip:5660066@10.11.12.13:5060 SIP/2.0
Via: SIP/2.0/UDP 10.20.0.22:5060;branch=z9hG4bK63f115b9
Max-Forwards: 70
From: "7712552" <sip:7712552@10.20.0.22>;tag=as44e3a506
To: <sip:5660066@10.11.12.13:5060>
Contact: <sip:7712552@10.20.0.22:5060>
Call-ID: ${callId}
CSeq: 102 INVITE
User-Agent: Asterisk PBX 13.1.0~dfsg-1.1ubuntu4.1
Date: Mon, 16 Apr 2018 16:11:51 GMT
Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
Supported: replaces, timer
Diversion: <sip:1502@178.19.49.10>
Content-Type: application/sdp
Content-Length: 457
`;
    expect((await prompt.type(`show conversation ${callId} message 0`)).slice(0, figure.length)).toBe(figure);
  });
});

it('counts what each file adds', async () => {
  const prompt = openPrompt({ 'a.txt': files['timeout.txt']!, 'b.txt': files['callerid-problem.txt']! });
  await prompt.type('load txts/a.txt');
  expect(await prompt.type('load txts/b.txt')).toContain('\n406 conversations (2090 SIP messages) extracted\n');
});
