/** Patterns made to explode on the command line and at the prompt: each run that does not end is killed. */
import { describe, expect, it } from 'vitest';
import { EXPLODING, hostileFile, TOO_LONG } from '../patterns/hostile-capture.js';
import { runShell } from './program.js';

/** The whole run, start of Node included, on a machine under load; one that goes back takes longer than the universe is old. */
const limited = 'timeout --signal=KILL 60 "$0" "$@"';

describe('a pattern made to explode', () => {
  it.each(EXPLODING)(
    '%s ends list -f',
    async pattern => {
      const { status, stderr } = await runShell(limited, ['list', hostileFile(2), '-f', `text /${pattern}\\?/`]);
      expect([status, stderr]).toEqual([1, 'sipvestigator: None of 2 conversations matches.\n']);
    },
    90_000,
  );

  it('is refused with a caret under its place where it is too long', async () => {
    const { status, stderr } = await runShell(limited, ['list', hostileFile(1), '-f', `text /x${TOO_LONG}/`]);
    expect(status).toBe(2);
    const [, query, caret] = stderr.split('\n');
    expect(query).toBe(`  text /x${TOO_LONG}/`);
    // Under the repetition that makes it so long, without the x before it and the $ after it.
    expect(caret).toBe(`  ${' '.repeat('text /x'.length)}${'^'.repeat(TOO_LONG.length - 1)}`);
  }, 90_000);
});
