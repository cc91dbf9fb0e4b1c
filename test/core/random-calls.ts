/**
 * Random conversations: messages in the order of their arrival, as lines of test/conversations/script.ts and what goes with each. Texts, tags and numbers come from
 * small pools, so that much is met again; each story exaggerates one thing.
 */
import { CALL, messages, type Sent } from '../conversations/script.js';
import type { Random } from '../fuzz/random.js';

/** A message as it arrives. */
export interface Arrived extends Sent {
  /** As a line of a script, to be read when a trial fails. */
  line: string;
  addressLength: number;
  ports: readonly [number, number];
  transport: number;
  missing: number;
  tunnel: string;
  dated: boolean;
  /** Bytes of the same length before and behind it. */
  margin: number;
}

type Story = (random: Random, length: number) => string[];

const METHODS = [
  'INVITE',
  'INVITE',
  'ACK',
  'BYE',
  'CANCEL',
  'OPTIONS',
  'REGISTER',
  'SUBSCRIBE',
  'PRACK',
  'UPDATE',
  'FOO',
];
const STATUSES = [
  ...[
    '100',
    '180_Ringing',
    '183_Progress',
    '199',
    '200_OK',
    '200_OK',
    '202_Accepted',
    '302_Moved',
    '401',
    '407',
    '408',
  ],
  ...['480', '486_Busy_Here', '487_Request_Terminated', '491', '500', '503', '600', '603_Decline', '200_Sure', '000'],
];
const HOSTS = ['a', 'b', 'p', 'q'];
const TAGS = ['', ' to=bob', ' to=bob', ' to=carol', ' to=alice'];
const FROM_TAGS = ['', '', ' from=bob', ' from=carol', ' from=-'];
const USERS = ['4151502', '%34151502', '+3545551234', '%2B3545551234', 'anonymous', 'Anonymous', '%', 'a%4', '%00', ''];
const EXTRA = [
  ...[
    'sdp',
    'auth',
    'expires=0',
    'rseq=1',
    'rseq=17',
    'ua=Phone',
    'ua=Gateway',
    'pai=4151502',
    'pai=0',
    'user=anonymous',
  ],
  ...['+Replaces:call-2;to-tag=x', '+Join:call-3', '+In-Reply-To:call-1,call-2', '+P-Charging-Vector:icid-value=1'],
  ...['+Session-ID:a;remote=b', '+X-Cisco:1', '+Contact:<sip:12@a>,<sip:13@b>', '+CSeq:9', '+Via:x'],
];

/** Words of any message, drawn from the pools. */
function words(random: Random, extra = 2): string {
  const isResponse = random.below(2) === 0;
  const from = random.pick(HOSTS);
  const to = random.pick(HOSTS);
  const of = random.pick(METHODS);
  const branch = random.pick(['', '', ' branch=x', ' branch=y', ` branch=INVITE-1-alice`]);
  const extras = Array.from({ length: random.below(extra + 1) }, () => random.pick(EXTRA)).join(' ');
  const user = random.below(3) === 0 ? ` user=${random.pick(USERS)}` : '';
  const what = isResponse ? random.pick(STATUSES) : of;
  const method = isResponse && of !== 'INVITE' ? ` of=${of}` : '';
  const tags = `${random.pick(TAGS)}${random.pick(FROM_TAGS)}`;
  return `${from}>${to} ${what} ${1 + random.below(3)}${method}${branch}${tags}${user} ${extras}`;
}

/** A Call-ID out of some, or none. */
function ofCall(random: Random, calls: number): string {
  return random.below(25) === 0 ? 'noid' : `id=call-${random.below(calls)}`;
}

/** The time of the next message; now and then it is earlier, or nobody told. */
function nextTime(random: Random, now: number): { now: number; text: string } {
  const step = random.pick([0, 0.000001, 0.019, 0.0201, 0.1, 0.5, 1, 4, 32, 39.9, 41]);
  const later = random.below(8) === 0 ? Math.max(0, now - step) : now + step;
  return { now: later, text: random.below(12) === 0 ? '?' : later.toFixed(6) };
}

/** Anything after anything. */
const anything: Story = (random, length) => {
  const calls = 1 + random.below(6);
  let now = 0;
  const lines: string[] = [];
  while (lines.length < length) {
    const time = nextTime(random, now);
    now = time.now;
    // Sent again, or captured twice.
    const again =
      lines.length > 0 && random.below(4) === 0
        ? lines[lines.length - 1 - random.below(Math.min(80, lines.length))]
        : undefined;
    lines.push(
      again === undefined ? `${time.text} ${words(random)} ${ofCall(random, calls)}` : again.replace(/^\S+/, time.text),
    );
  }
  return lines;
};

/** What calls are made of, whole and damaged: lines lost, doubled, moved. */
const TEMPLATES: readonly string[] = [
  CALL,
  `0 a>b INVITE 1 sdp
   0.5 b>a 180_Ringing 1 to=bob
   3 a>b CANCEL 1
   3.1 b>a 200_OK 1 of=CANCEL
   3.05 b>a 200_OK 1 to=bob sdp
   3.2 a>b ACK 1 to=bob branch=k
   3.3 a>b BYE 2 to=bob
   3.4 b>a 200_OK 2 of=BYE to=bob`,
  `0 a>p INVITE 1 branch=up
   0.1 p>b INVITE 1 branch=d1
   0.1 p>q INVITE 1 branch=d2
   0.5 b>p 180_Ringing 1 branch=d1 to=bob
   0.6 q>p 180_Ringing 1 branch=d2 to=carol
   1 b>p 200_OK 1 branch=d1 to=bob
   1.01 p>a 200_OK 1 branch=up to=bob
   1.02 q>p 200_OK 1 branch=d2 to=carol
   1.03 p>a 200_OK 1 branch=up to=carol
   1.1 a>p ACK 1 branch=k1 to=bob
   1.2 a>p ACK 1 branch=k2 to=carol
   1.3 a>p BYE 2 branch=k3 to=carol
   1.4 p>a 200_OK 2 of=BYE branch=k3 to=carol
   5 b>p BYE 1 from=bob to=alice`,
  `0 a>b REGISTER 1
   0.1 b>a 401 1 of=REGISTER to=x
   0.2 a>b REGISTER 2 auth
   0.3 b>a 200_OK 2 of=REGISTER to=x
   9 a>b OPTIONS 3
   9.1 b>a 200_OK 3 of=OPTIONS to=x
   20 a>b INVITE 4 sdp
   20.1 b>a 486_Busy_Here 4 to=bob
   20.2 a>b ACK 4 branch=INVITE-4-alice to=bob
   30 a>b SUBSCRIBE 5
   31 b>a 202_Accepted 5 of=SUBSCRIBE to=bob
   60 a>b REGISTER 6 auth expires=0
   60.1 b>a 200_OK 6 of=REGISTER to=x`,
  `0 a>b INVITE 1 sdp
   1 b>a 200_OK 1 to=bob sdp
   1.1 a>b ACK 1 branch=k to=bob
   9 a>b INVITE 2 to=bob sdp
   9.1 b>a 491_Request_Pending 2 to=bob
   9.2 a>b ACK 2 branch=INVITE-2-alice to=bob
   12 b>a INVITE 1 from=bob to=alice
   12.1 a>b 200_OK 1 from=bob to=alice
   20 a>b INVITE 7
   21 b>a 302_Moved 7 to=z`,
];

const calls: Story = (random, length) => {
  const lines: string[] = [];
  let start = 0;
  for (let call = 0; lines.length < length; call++) {
    const id = random.below(5) === 0 ? 'call-0' : `call-${call}`;
    const template = random
      .pick(TEMPLATES)
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '');
    for (const line of template) {
      const [time = '0', ...rest] = line.split(/\s+/);
      const at = start + Number(time);
      const again = `${rest.join(' ')} id=${id}`;
      const fate = random.below(12);
      if (fate === 0) continue;
      lines.push(`${fate === 1 ? '?' : at.toFixed(6)} ${again}`);
      if (fate === 2) lines.push(`${(at + 0.001).toFixed(6)} ${again}`);
      if (fate === 3) lines.push(`${(at + 0.5).toFixed(6)} ${again}`);
      if (fate === 4) lines.push(`${(at + 0.1).toFixed(6)} ${words(random)} id=${id}`);
    }
    start += random.pick([0, 0.3, 10, 100]);
  }
  return disordered(lines, random);
};

/** Lines moved: none, some by a little, or all. */
function disordered(lines: string[], random: Random): string[] {
  const kind = random.below(4);
  if (kind === 0) return lines;
  const moves = kind === 1 ? 3 : lines.length;
  const far = kind === 3 ? lines.length : 8;
  for (let move = 0; move < moves; move++) {
    const from = random.below(lines.length);
    const to = Math.min(lines.length - 1, from + random.below(far));
    lines.splice(to, 0, ...lines.splice(from, 1));
  }
  return lines;
}

/** One conversation, and so many numbers that some find no room. */
const numbers: Story = (random, length) => {
  const known = 100 + random.below(400);
  const spelled = () => {
    const number = String(random.below(known));
    return random.below(3) > 0
      ? number
      : number.replace(/\d/g, digit => (random.below(2) === 0 ? digit : `%3${digit}`));
  };
  return Array.from({ length }, (_, at) => {
    const contacts = Array.from({ length: random.below(40) }, () => `<sip:${spelled()}@x>`).join(',');
    const contact = contacts === '' ? '' : `+Contact:${contacts}`;
    return `${at} a>b OPTIONS ${at} user=${spelled()} pai=${spelled()} ${contact} id=call-${random.below(2)}`;
  });
};

/** New header names all the time, and links. */
const headers: Story = (random, length) => {
  const known = 20 + random.below(3000);
  return Array.from({ length }, (_, at) => {
    const names = Array.from({ length: random.below(20) }, () => `+X-${random.below(known)}:1`).join(' ');
    const links = Array.from({ length: random.below(12) }, () => `+Join:call-${random.below(60)};x=${random.below(3)}`);
    return `${at} a>b OPTIONS ${at} ${names} ${links.join(' ')} id=call-${random.below(4)}`;
  });
};

/** New texts all the time. */
const texts: Story = (random, length) =>
  Array.from({ length }, (_, at) => {
    const text = random.below(2) === 0 ? at : random.below(20);
    const ofWhat = random.pick([
      `M${text} 1`,
      `488_Reason_${text} 1 of=M${random.below(9)}`,
      `200_OK 1 of=N${text}`,
      `OPTIONS 1`,
    ]);
    return `${at} ${random.pick(HOSTS)}>${random.pick(HOSTS)} ${ofWhat} ua=Agent${text} id=call-${random.below(9)}`;
  });

const STORIES: readonly Story[] = [anything, anything, anything, calls, calls, calls, numbers, headers, texts];

/** Messages in the order of their arrival. @param length About how many. */
export function randomCalls(random: Random, length: number): Arrived[] {
  const lines = random.pick(STORIES)(random, length);
  const isStrange = random.below(3) === 0;
  return lines.map(line => arrived(line, random, isStrange));
}

/** Story `anything` in one conversation. */
export function randomLarge(random: Random, length: number): Arrived[] {
  let now = 0;
  return Array.from({ length }, () => {
    const time = nextTime(random, now);
    now = time.now;
    return arrived(`${time.text} ${words(random, 1)} id=large`, random, false);
  });
}

/** @param isStrange What goes with a message is unusual, now and then. */
export function arrived(line: string, random: Random, isStrange: boolean): Arrived {
  const [sent] = messages(line);
  if (sent === undefined) throw new Error(`There is no message in "${line}".`);
  const rare = <T>(usual: T, ...others: readonly T[]): T =>
    isStrange && random.below(6) === 0 ? random.pick(others) : usual;
  return {
    ...sent,
    line,
    addressLength: rare(4, 16, 0, 5),
    ports: rare([5060, 5060], [0, 0], [0, 5060], [65_535, 1]),
    transport: rare(1, 0, 2, 3, 5),
    missing: rare(0, 1, 1000),
    tunnel: rare('', 'GRE 10.0.0.1 > 10.0.0.2', 'VLAN 7', 'é'),
    dated: rare(true, false),
    margin: rare(0, 1, 13),
    text: rare(
      sent.text,
      sent.text.slice(0, sent.text.length - 3),
      sent.text.replace('CSeq', 'CSek'),
      sent.text.replaceAll('\r\n', '\n'),
    ),
  };
}
