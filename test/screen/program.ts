/** The built program on the screen, with settings, memory and cache of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { node, program, Story, type StoryOptions } from './harness.js';

/** A folder that goes away with the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'sipvestigator-story-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Where the program keeps what it keeps: nothing of the machine's user is read or written. */
export function ownFolders(at = folder()): Record<string, string> {
  return { XDG_CONFIG_HOME: join(at, 'config'), XDG_STATE_HOME: join(at, 'state'), XDG_CACHE_HOME: join(at, 'cache') };
}

/** Runs the program on files. */
export function run(argv: string[], options: StoryOptions = {}): Story {
  return new Story(node, [program, ...argv], { ...options, env: { ...ownFolders(), ...options.env } });
}

/** Runs the program on files and waits until its list is there and all is read. */
export async function open(argv: string[], options: StoryOptions = {}): Promise<Story> {
  const story = run(argv, options);
  await story.waitFor(/row 1(?: of [1-9]|, [1-9])/);
  await story.waitFor(/\d messages?\b/);
  return story;
}

/** Types a line of shell with the program as "$P" at a prompt, as a user does. */
export async function shell(line: string, options: StoryOptions = {}): Promise<Story> {
  const env = { ...ownFolders(), PS1: 'shell> ', P: `"${node}" "${program}"`, ...options.env };
  const story = new Story('bash', ['--norc', '--noprofile', '-i'], { ...options, env });
  await story.waitFor('shell>');
  story.type(`${line.replaceAll('$P', `"${node}" "${program}"`)}\r`);
  return story;
}

/**
 * Presses one key after the other. An Esc stands alone, as a person's does: what came before is on the screen, and the program
 * has made something of it before the next key, which would be Alt with that key otherwise.
 */
export async function keys(story: Story, ...names: string[]): Promise<void> {
  for (const name of names) {
    if (name === 'Esc') await quiet(story);
    const { length } = story.written;
    story.press(name);
    await pause(name === 'Esc' ? 250 : 20);
    for (let waited = 0; name === 'Esc' && story.written.length === length && waited < 600; waited += 20)
      await pause(20);
  }
}

/** Waits until nothing was written for a while. */
async function quiet(story: Story): Promise<void> {
  for (let still = 0, { length } = story.written; still < 100; still += 20) {
    await pause(20);
    if (story.written.length === length) continue;
    length = story.written.length;
    still = 0;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

/** The last row: what the keys do, and the position. */
export function footer(story: Story): string {
  return story.screen().at(-1)?.trimEnd() ?? '';
}

/** Where the terminal must be when the program is gone. */
export const handedBack = { mouse: false, paste: false, cursorHidden: false, wraps: true };
