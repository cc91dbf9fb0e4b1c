import { beforeAll, describe, expect, it } from 'vitest';
import { bundle, node, Story, withoutTerminal } from './harness.js';

let counter = '';
beforeAll(async () => {
  counter = await bundle('counter.ts');
});

const whole = { mouse: false, paste: false, cursorHidden: false, wraps: true };

async function counting(): Promise<Story> {
  const story = new Story(node, [counter]);
  await story.waitFor('count 0');
  return story;
}

/** The program as a job of a shell, which the user sees before and after. */
async function countingInShell(command = `"${node}" "${counter}"`): Promise<Story> {
  const story = new Story('bash', ['--norc', '--noprofile', '-i'], { env: { PS1: 'shell> ' } });
  await story.waitFor('shell>');
  story.type(`${command}\r`);
  await story.waitFor('count 0');
  return story;
}

describe.skipIf(withoutTerminal)('in a pseudo-terminal (@lydell/node-pty)', () => {
  it('takes the whole screen, the bottom row too', async () => {
    const story = await counting();
    expect(story.isFullScreen()).toBe(true);
    expect(story.screen()).toEqual(['count 0', 'last none', ...rows(2, 22), 'size 80x24']);
    expect(story.modes()).toEqual({ mouse: true, paste: true, cursorHidden: true, wraps: false });
  });

  it('writes one row when one row changes, and nothing when nothing does', async () => {
    const story = await counting();
    story.press('Up');
    await story.waitFor('last up');
    story.forget();
    story.press('Down');
    await story.waitFor('last down');
    story.press('Down', 'Down');
    story.press('Up');
    await story.waitFor('last up');
    expect(story.written).toBe(
      '\x1b[?2026h\x1b[2;1H\x1b[Klast down\x1b[?2026l\x1b[?2026h\x1b[2;1H\x1b[Klast up\x1b[?2026l',
    );
  });

  it('follows the size of the terminal, both ways', async () => {
    const story = await counting();
    story.resize(100, 30);
    await story.waitFor('size 100x30');
    expect(story.screen()).toEqual(['count 0', 'last none', ...rows(2, 28), 'size 100x30']);
    story.resize(60, 10);
    await story.waitFor('size 60x10');
    expect(story.screen()).toEqual(['count 0', 'last none', ...rows(2, 8), 'size 60x10']);
  });

  it('quits and hands the terminal back', async () => {
    const story = await countingInShell();
    story.press('q');
    await story.waitFor(() => !story.isFullScreen());
    story.type('stty -a | grep -o -- "[-]*icanon"; echo code $?\r');
    await story.waitFor('code 0');
    expect(story.screen()).toContain('icanon');
    expect(story.text()).not.toContain('count 0');
    expect(story.modes()).toMatchObject({ mouse: false, wraps: true, cursorHidden: false });
  });

  it('stops on Ctrl-Z, and fg brings it back as it was, at the current size', async () => {
    const story = await countingInShell();
    story.press('+');
    await story.waitFor('count 1');
    story.press('Ctrl-Z');
    await story.waitFor('Stopped');
    expect(story.isFullScreen()).toBe(false);
    expect(story.modes()).toMatchObject({ mouse: false, wraps: true, cursorHidden: false });
    story.resize(70, 12);
    story.type('echo $((40 + 2))\r');
    await story.waitFor(/^42$/m);
    story.type('fg\r');
    await story.waitFor('size 70x12');
    expect(story.isFullScreen()).toBe(true);
    expect(story.screen()[0]).toBe('count 1');
    expect(story.modes()).toEqual({ mouse: true, paste: true, cursorHidden: true, wraps: false });
    story.press('+');
    await story.waitFor('count 2');
  });

  it('stops and comes back when another program of the job started it', async () => {
    const story = await countingInShell(`sh -c '"${node}" "${counter}"; echo over'`);
    story.press('Ctrl-Z');
    await story.waitFor('Stopped');
    story.type('fg\r');
    await story.waitFor('last ctrl-z');
    story.press('q');
    await story.waitFor('over');
  });

  it('paints everything again after it was stopped by someone else', async () => {
    const story = await counting();
    story.kill('SIGSTOP');
    story.forget();
    story.kill('SIGCONT');
    await story.waitFor(() => story.written.endsWith('size 80x24\x1b[?2026l'));
    expect(story.written.startsWith('\x1b[?1049h')).toBe(true);
    expect(story.screen()).toEqual(['count 0', 'last none', ...rows(2, 22), 'size 80x24']);
    story.press('+');
    await story.waitFor('count 1');
  });

  it('keeps running if no shell could bring it back', async () => {
    const story = await counting();
    story.press('Ctrl-Z');
    await story.waitFor('last no shell');
    expect(story.isFullScreen()).toBe(true);
    story.press('+');
    await story.waitFor('count 1');
  });

  it.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('hands the terminal back on %s, without a word', async (signal, code) => {
    const story = await counting();
    story.kill(signal);
    expect(await story.waitForEnd()).toEqual({ code, signal: 0 });
    expect(story.modes()).toEqual(whole);
    expect(story.text().trim()).toBe('');
  });

  it('hands the terminal back when it fails, with one sentence', async () => {
    const story = await counting();
    story.press('x');
    expect(await story.waitForEnd()).toEqual({ code: 70, signal: 0 });
    expect(story.modes()).toEqual(whole);
    expect(
      story
        .screen()
        .filter(row => row !== '')
        .join(''),
    ).toBe('sipvestigator: stopped by an error of its own: the ␛[31mreason␊why (SIPVESTIGATOR_DEBUG=1 shows where)');
  });

  it('shows the stack trace on request', async () => {
    const story = new Story(node, [counter], { env: { SIPVESTIGATOR_DEBUG: '1' } });
    await story.waitFor('count 0');
    story.press('x');
    await story.waitForEnd();
    // Its lines are longer than the screen is wide.
    expect(story.text().replaceAll('\n', '')).toMatch(/ at .*counter\.mjs/);
  });

  it('ends when the terminal goes away', async () => {
    const story = await counting();
    const { pid } = story;
    story.hangUp();
    await story.waitForEnd();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('keeps complaints off the screen and shows them at the end', async () => {
    const story = await counting();
    story.press('w');
    await story.waitFor('last w');
    expect(story.text()).not.toContain('a complaint');
    story.press('q');
    await story.waitForEnd();
    expect(story.text().trim()).toBe('a complaint');
  });

  it('drops frames while the terminal is blocked, then shows the newest', async () => {
    const story = await counting();
    story.press('f');
    await story.waitFor(/count [1-9]/);
    story.pause();
    const before = countOf(story);
    await new Promise(resolve => setTimeout(resolve, 1500));
    story.press('f');
    await new Promise(resolve => setTimeout(resolve, 300));
    story.forget();
    story.resume();
    await story.waitFor('row 5');
    // About one frame in two milliseconds was drawn, 2 kB each; what comes out is what the pipes held, and the newest.
    expect(countOf(story)).toBeGreaterThan(before + 100);
    const frames = story.written.split('\x1b[?2026h').length - 1;
    expect(frames).toBeLessThan((countOf(story) - before) / 2);
  });

  it('takes keys from the terminal if standard input is a pipe', async () => {
    const story = new Story('sh', ['-c', `echo bytes | "${node}" "${counter}"`]);
    await story.waitFor('count 0');
    story.press('+');
    await story.waitFor('count 1');
    story.press('q');
    expect(await story.waitForEnd()).toEqual({ code: 0, signal: 0 });
    expect(story.modes()).toEqual(whole);
  });

  it('refuses a terminal that cannot place its cursor', async () => {
    const story = new Story(node, [counter], { env: { TERM: 'dumb' } });
    expect(await story.waitForEnd()).toEqual({ code: 2, signal: 0 });
    expect(story.text()).toContain('TERM is "dumb"');
    expect(story.written).not.toContain('\x1b');
  });
});

function rows(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `row ${first + index}`);
}

function countOf(story: Story): number {
  return Number(/count (\d+)/.exec(story.text())?.[1]);
}
