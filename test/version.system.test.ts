/** The version is told in one place and the same everywhere; --help names every command and option. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS, OPTIONS } from '../src/commands/options.js';
import { VERSION } from '../src/version.js';
import { run } from './commands/program.js';

describe('the program names itself', () => {
  it('has the version of its package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(VERSION).toBe(version);
    for (const option of ['--version', '-V']) {
      expect(await run([option])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    }
  });

  it('prints its help on stdout', async () => {
    const { status, stdout, stderr } = await run(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { synopsis } of COMMANDS) expect(stdout).toContain(`  ${synopsis} `);
    for (const { long } of OPTIONS) expect(stdout).toContain(` --${long} `);
    expect((await run(['-h'])).stdout).toBe(stdout);
  });

  it('needs no Node that is older than what it asks for', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(engines.node).toBe('>=20.20');
  });
});
