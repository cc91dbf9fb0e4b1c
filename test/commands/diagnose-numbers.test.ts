/** `diagnose` where a number was refused: what was learned can be adopted as settings, and makes it certain. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sample } from '../sample.js';
import { json, run } from './program.js';

const calls = sample('call-caller-id-rejected.pcap');

interface Finding {
  kind: string;
  cause: string;
  certainty: string;
}

it('diagnose ends with settings to adopt, with which it is certain', async () => {
  const { stdout } = await run(['diagnose', calls]);
  const [learned, settings] = stdout.trimEnd().split('\n').slice(-2);
  expect(learned).toMatch(/^learned: own 41515xx, 7 digits, from 10\.20\.0\.22/);

  const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-learned-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'config.json');
  writeFileSync(config, settings!);
  const findings = async (...options: string[]) =>
    (await json<Finding>('diagnose', calls, ...options)).filter(({ kind }) => kind === 'finding');
  expect(await findings()).toMatchObject([{ cause: 'caller-id-extension', certainty: 'likely' }]);
  expect(await findings('--config', config)).toMatchObject([{ cause: 'caller-id-extension', certainty: 'certain' }]);

  writeFileSync(config, '{ "silenced": [{ "cause": "caller-id-extension", "peer": "10.11.12.13" }] }');
  expect(await run(['diagnose', calls, '--json', '--config', config])).toMatchObject({ status: 1, stdout: '' });
});

it('diagnose says what is wrong with the settings of a trunk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sipvestigator-learned-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'config.toml');
  writeFileSync(config, '[trunks."10.11.12.13"]\nallowed = ["1-2-3"]\n');
  const { stderr } = await run(['diagnose', calls, '--config', config]);
  expect(stderr).toContain('"1-2-3" is no range of numbers');
});
