import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { Screen } from '../../src/terminal/screen.js';

/** A terminal that takes writes at once, or not before `drain`. */
class FakeTerminal extends Writable {
  columns = 20;
  rows = 3;
  written: string[] = [];
  stalled = false;
  #taken: (() => void) | null = null;

  constructor() {
    super({ decodeStrings: false, highWaterMark: 1 });
  }

  override _write(chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(String(chunk));
    if (this.stalled) this.#taken = done;
    else done();
  }

  async flow(): Promise<void> {
    this.stalled = false;
    this.#taken?.();
    await new Promise(resolve => setImmediate(resolve));
  }

  take(): string {
    const all = this.written.join('');
    this.written = [];
    return all;
  }
}

const erase = (lines: number) => `${'\x1b[2K\x1b[1A'.repeat(lines - 1)}\x1b[2K\x1b[G`;
const framed = (...rows: [number, string][]) =>
  `\x1b[?2026h${rows.map(([row, text]) => `\x1b[${row};1H\x1b[K${text}`).join('')}\x1b[?2026l`;
const settled = () => new Promise(resolve => setImmediate(resolve));

function opened(): { terminal: FakeTerminal; screen: Screen } {
  const terminal = new FakeTerminal();
  return { terminal, screen: new Screen(terminal) };
}

describe('Screen', () => {
  it('paints every row of the first frame, in one write', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\ntwo\nthree\n');
    await settled();
    expect(terminal.written).toEqual([framed([1, 'one'], [2, 'two'], [3, 'three'])]);
  });

  it('paints only rows that changed, and nothing for the same frame', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\ntwo\nthree\n');
    await settled();
    terminal.take();
    screen.output.write(`${erase(4)}one\nTWO\nthree\n`);
    await settled();
    expect(terminal.take()).toBe(framed([2, 'TWO']));
    screen.output.write(`${erase(4)}one\nTWO\nthree\n`);
    await settled();
    expect(terminal.written).toEqual([]);
  });

  it('empties rows a shorter frame leaves, and cuts one taller than the terminal', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\ntwo\nthree\nfour\n');
    await settled();
    expect(terminal.take()).not.toContain('four');
    screen.output.write(`${erase(5)}one\n`);
    await settled();
    expect(terminal.take()).toBe(framed([2, ''], [3, '']));
  });

  it('paints nothing when Ink only erases', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\n');
    await settled();
    terminal.take();
    screen.output.write(erase(2));
    await settled();
    expect(terminal.written).toEqual([]);
  });

  it('repaints every row when asked', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\n');
    await settled();
    terminal.take();
    screen.repaint();
    await settled();
    expect(terminal.take()).toBe(framed([1, 'one'], [2, ''], [3, '']));
  });

  it('drops frames a slow terminal cannot take, then paints the newest', async () => {
    const { terminal, screen } = opened();
    screen.output.write('frame 0\n');
    await settled();
    terminal.take();
    terminal.stalled = true;
    for (let frame = 1; frame <= 50; frame++) screen.output.write(`${erase(2)}frame ${frame}\n`);
    await settled();
    expect(terminal.take()).toBe(framed([1, 'frame 1']));
    await terminal.flow();
    expect(terminal.take()).toBe(framed([1, 'frame 50']));
  });

  it('gives Ink the new width and paints all rows when the size changes', async () => {
    const { terminal, screen } = opened();
    screen.output.write('one\n');
    await settled();
    terminal.take();
    const widths: number[] = [];
    screen.output.on('resize', () => widths.push(screen.output.columns));
    terminal.columns = 33;
    terminal.rows = 2;
    terminal.emit('resize');
    await settled();
    expect(widths).toEqual([33]);
    expect(screen.rows).toBe(2);
    expect(terminal.take()).toBe(framed([1, 'one'], [2, '']));
  });

  it('paints nothing while held, and the newest frame when released', async () => {
    const { terminal, screen } = opened();
    screen.hold();
    screen.output.write('one\n');
    screen.output.write(`${erase(2)}two\n`);
    await settled();
    expect(terminal.written).toEqual([]);
    screen.release();
    await settled();
    expect(terminal.take()).toBe(framed([1, 'two'], [2, ''], [3, '']));
  });
});
