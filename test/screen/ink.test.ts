import { beforeAll, describe, expect, it } from 'vitest';
import { bundle, node, Story, withoutTerminal } from './harness.js';

let list = '';
beforeAll(async () => {
  list = await bundle('list.tsx');
});

async function listing(): Promise<Story> {
  const story = new Story(node, [list], { rows: 10 });
  await story.waitFor('of 80x10');
  return story;
}

describe.skipIf(withoutTerminal)('Ink in a pseudo-terminal (@lydell/node-pty)', () => {
  it('fills the screen to the bottom row and stays where it is', async () => {
    const story = await listing();
    expect(story.screen().map(row => row.slice(0, 40).trimEnd())).toEqual(
      Array.from({ length: 10 }, (_, row) => `row ${row}`),
    );
    story.press('Down');
    await story.waitFor(() => story.inverse()[0]?.row === 1);
    expect(story.screen().map(row => row.slice(0, 40).trimEnd())).toEqual(
      Array.from({ length: 10 }, (_, row) => `row ${row}`),
    );
  });

  it('writes two rows when the cursor moves by one', async () => {
    const story = await listing();
    story.forget();
    story.press('Down');
    await story.waitFor(() => story.inverse()[0]?.row === 1);
    expect(story.inverse()).toEqual([{ row: 1, text: 'row 1' }]);
    const addressed = [...story.written.matchAll(/\x1b\[(\d+);1H/g)].map(([, row]) => Number(row));
    expect(addressed).toEqual([1, 2]);
    expect(story.written.length).toBeLessThan(200);
  });

  it('redraws at another size, smaller and larger', async () => {
    const story = await listing();
    story.resize(60, 6);
    await story.waitFor('of 60x6');
    expect(story.screen().map(row => row.slice(0, 40).trimEnd())).toEqual(
      Array.from({ length: 6 }, (_, row) => `row ${row}`),
    );
    story.resize(100, 14);
    await story.waitFor('of 100x14');
    expect(story.screen().map(row => row.slice(0, 40).trimEnd())).toEqual(
      Array.from({ length: 14 }, (_, row) => `row ${row}`),
    );
  });

  it('keeps hostile text in its cells', async () => {
    const story = await listing();
    story.press('s');
    await story.waitFor('世界');
    expect(story.screen()[3]).toBe('世界 ␛[2J␛]0;title␇ \ufffdabc\ufffd e\u0301');
    expect(story.screen()[0]).toContain('| of 80x10');
    expect(story.written).not.toContain('\x1b]');
    expect(story.written).not.toContain('\x1b[2J');
  });

  it('hands the terminal back when a component fails, with one sentence', async () => {
    const story = await listing();
    story.press('x');
    expect(await story.waitForEnd()).toEqual({ code: 70, signal: 0 });
    expect(story.isFullScreen()).toBe(false);
    expect(story.text().trim().replace('\n', '')).toBe(
      'sipvestigator: stopped by an error of its own: a pane broke (SIPVESTIGATOR_DEBUG=1 shows where)',
    );
  });

  it.each(['SIGTERM', 'SIGHUP'] as const)('hands the terminal back on %s', async signal => {
    const story = await listing();
    story.kill(signal);
    await story.waitForEnd();
    expect(story.isFullScreen()).toBe(false);
    expect(story.modes()).toEqual({ mouse: false, paste: false, cursorHidden: false, wraps: true });
    expect(story.text().trim()).toBe('');
  });
});
