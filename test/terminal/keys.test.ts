import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type After, type InputEvent, KeyReader } from '../../src/terminal/keys.js';
import { chord } from './chord.js';

/** A clock that stands still until told. */
function stoppedClock(): { wait: After; pass: (ms: number) => void } {
  let due: { at: number; run: () => void }[] = [];
  let now = 0;
  const wait: After = (ms, run) => {
    const timer = { at: now + ms, run };
    due.push(timer);
    return () => {
      due = due.filter(other => other !== timer);
    };
  };
  const pass = (ms: number) => {
    now += ms;
    const ripe = due.filter(timer => timer.at <= now);
    due = due.filter(timer => timer.at > now);
    for (const timer of ripe) timer.run();
  };
  return { wait, pass };
}

function reading() {
  const events: InputEvent[] = [];
  const clock = stoppedClock();
  const reader = new KeyReader(event => events.push(event), clock.wait);
  const type = (text: string) => reader.read(Buffer.from(text));
  return { events, reader, type, pass: clock.pass };
}

const chords = (events: InputEvent[]) => events.map(event => (event.kind === 'key' ? chord(event) : event.kind));

/** The keys some text types, after a wait long enough for any Esc. */
function keysOf(text: string): string[] {
  const { events, type, pass } = reading();
  type(text);
  pass(1000);
  return chords(events);
}

describe('KeyReader', () => {
  it('reads several keys of one read as several', () => {
    expect(keysOf('jjj')).toEqual(['j', 'j', 'j']);
    expect(keysOf('j\x1b[Bk')).toEqual(['j', 'down', 'k']);
  });

  it('says what a key types', () => {
    const { events, type } = reading();
    type('A é世\x1b[A');
    expect(events.map(event => (event.kind === 'key' ? event.text : null))).toEqual(['A', ' ', 'é', '世', undefined]);
  });

  it('reads controls', () => {
    expect(keysOf('\x7f\x08\t\r\n\0\x01\x1a\x1c\x1f')).toEqual([
      'backspace',
      'backspace',
      'tab',
      'enter',
      'enter',
      'ctrl-space',
      'ctrl-a',
      'ctrl-z',
      'ctrl-\\',
      'ctrl-_',
    ]);
  });

  it.each([
    ['f1', ['\x1bOP', '\x1b[11~', '\x1b[[A', '\x1b[P']],
    ['f2', ['\x1bOQ', '\x1b[12~', '\x1b[[B', '\x1b[Q']],
    ['f3', ['\x1bOR', '\x1b[13~', '\x1b[[C', '\x1b[R']],
    ['f4', ['\x1bOS', '\x1b[14~', '\x1b[[D', '\x1b[S']],
    ['f5', ['\x1b[15~', '\x1b[[E']],
    ['f6', ['\x1b[17~']],
    ['f7', ['\x1b[18~']],
    ['f8', ['\x1b[19~']],
    ['f9', ['\x1b[20~']],
    ['f10', ['\x1b[21~']],
    ['f11', ['\x1b[23~']],
    ['f12', ['\x1b[24~']],
    ['up', ['\x1b[A', '\x1bOA']],
    ['home', ['\x1b[H', '\x1bOH', '\x1b[1~', '\x1b[7~']],
    ['end', ['\x1b[F', '\x1bOF', '\x1b[4~', '\x1b[8~']],
    ['insert', ['\x1b[2~']],
    ['delete', ['\x1b[3~']],
    ['pageup', ['\x1b[5~']],
    ['pagedown', ['\x1b[6~']],
    ['shift-tab', ['\x1b[Z']],
    ['ctrl-left', ['\x1b[1;5D', '\x1bOd', '\x1bO5D']],
    ['shift-up', ['\x1b[1;2A', '\x1b[a']],
    ['shift-f5', ['\x1b[15;2~', '\x1b[15$']],
    ['ctrl-delete', ['\x1b[3;5~', '\x1b[3^']],
    ['alt-up', ['\x1b[1;3A', '\x1b\x1b[A']],
    ['alt-b', ['\x1bb', '\x1b[98;3u']],
    ['alt-backspace', ['\x1b\x7f']],
    ['enter', ['\r', '\x1bOM', '\x1b[13u']],
    ['ctrl-i', ['\x1b[105;5u', '\x1b[27;5;105~']],
    ['5', ['5', '\x1bOu']],
  ])('reads %s however it is sent', (name, sequences) => {
    for (const sequence of sequences) expect([sequence, keysOf(sequence)]).toEqual([sequence, [name]]);
  });

  it('takes an ESC for a key only after 50 ms', () => {
    const { events, type, pass } = reading();
    type('\x1b');
    pass(49);
    expect(events).toEqual([]);
    pass(1);
    expect(chords(events)).toEqual(['escape']);
    type('[A');
    expect(chords(events)).toEqual(['escape', '[', 'A']);
  });

  it('joins a sequence split across reads', () => {
    const { events, type, pass } = reading();
    type('\x1b');
    pass(40);
    type('[');
    pass(40);
    type('1;');
    pass(5000);
    type('5A');
    expect(chords(events)).toEqual(['ctrl-up']);
  });

  it('reads Esc typed twice, and before other keys', () => {
    expect(keysOf('\x1b\x1b')).toEqual(['escape', 'escape']);
    expect(keysOf('\x1b\x1b\x1b')).toEqual(['escape', 'escape', 'escape']);
    expect(keysOf('\x1b[')).toEqual(['alt-[']);
    expect(keysOf('\x1bO')).toEqual(['alt-O']);
  });

  it('joins a character split across reads, and marks a broken one', () => {
    const { events, reader } = reading();
    reader.read(Uint8Array.of(0xe4, 0xb8));
    expect(events).toEqual([]);
    reader.read(Uint8Array.of(0x96, 0xe4, 0x61, 0xff, 0x62));
    expect(chords(events)).toEqual(['世', '\ufffd', 'a', '\ufffd', 'b']);
  });

  it('reads clicks and the wheel', () => {
    const { events, type } = reading();
    type('\x1b[<0;10;20M\x1b[<0;10;20m\x1b[<64;1;1M\x1b[<65;1;1M\x1b[<18;3;4M\x1b[<35;5;5M');
    const none = { ctrl: false, alt: false, shift: false };
    expect(events).toEqual([
      { kind: 'mouse', action: 'press', button: 'left', column: 9, row: 19, ...none },
      { kind: 'mouse', action: 'release', button: 'left', column: 9, row: 19, ...none },
      { kind: 'mouse', action: 'wheel-up', button: 'none', column: 0, row: 0, ...none },
      { kind: 'mouse', action: 'wheel-down', button: 'none', column: 0, row: 0, ...none },
      { kind: 'mouse', action: 'press', button: 'right', column: 2, row: 3, ...none, ctrl: true },
    ]);
  });

  it('reads a mouse that reports the old way', () => {
    const { events, type } = reading();
    type('\x1b[M !!j');
    expect(events[0]).toMatchObject({ kind: 'mouse', action: 'press', column: 0, row: 0 });
    expect(chords(events)).toEqual(['mouse', 'j']);
  });

  it('reads a paste as one event, with what looks like keys in it', () => {
    const { events, type } = reading();
    type('\x1b[200~a\r\nb\rj\x1b[A\x1b[201\x1b[201~j');
    expect(events).toEqual([
      { kind: 'paste', text: 'a\nb\nj\x1b[A\x1b[201' },
      { kind: 'key', name: 'j', text: 'j', ctrl: false, alt: false, shift: false },
    ]);
  });

  it('keeps the first mebibyte of a paste', () => {
    const { events, type } = reading();
    type(`\x1b[200~${'x'.repeat(3_000_000)}`);
    type('\x1b[201~j');
    expect(events[0]).toEqual({ kind: 'paste', text: 'x'.repeat(1 << 20) });
    expect(chords(events)).toEqual(['paste', 'j']);
  });

  it('drops sequences that are no key, and endless ones', () => {
    expect(keysOf('\x1b[?1;2cj\x1b[Ij')).toEqual(['j', 'j']);
    expect(keysOf(`\x1b[${'1'.repeat(64)}j`)).toEqual(['j']);
  });

  it('forgets what was begun when reset', () => {
    const { events, reader, type, pass } = reading();
    type('\x1b[200~abc');
    reader.reset();
    type('j\x1b');
    reader.reset();
    pass(100);
    expect(chords(events)).toEqual(['j']);
  });

  const bits = fc.constantFrom(
    ...['\x1b', '\x1b[', '\x1bO', '[', 'O', 'A', '~', ';', '1', '5', '<', 'M', 'm', 'u', '$', 'j', '\x7f', '\r'],
    ...['\x1b[200~', '\x1b[201~', '\x1b[<0;1;2M', '\x1b[15~', '世', 'é'],
  );
  const input = fc
    .array(
      fc.oneof(
        bits.map(text => Buffer.from(text)),
        fc.uint8Array({ maxLength: 4 }),
      ),
    )
    .map(parts => Buffer.concat(parts));

  it('gives the same events for any cut of the same bytes', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(100)), (bytes, cuts) => {
        const whole = reading();
        whole.reader.read(bytes);
        whole.pass(1000);
        const pieces = reading();
        const edges = [0, ...cuts.filter(cut => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        for (let i = 1; i < edges.length; i++) pieces.reader.read(bytes.subarray(edges[i - 1], edges[i]));
        pieces.pass(1000);
        expect(pieces.events).toEqual(whole.events);
      }),
    );
  });

  it('never names or types a control', () => {
    fc.assert(
      fc.property(input, bytes => {
        const { events, reader, pass } = reading();
        reader.read(bytes);
        pass(1000);
        for (const event of events)
          if (event.kind === 'key') expect(event.name + (event.text ?? '')).not.toMatch(/\p{Cc}/u);
      }),
    );
  });
});
