/**
 * What the screen begins with: its settings, and all that is asked of the engine before the screen's own bundle is there. The engine reads
 * files while that is loaded.
 */
import { asksForLive } from './commands/begin-live.js';
import type { Invocation } from './commands/options.js';
import { UNUSABLE } from './commands/session.js';
import type { Engine } from './engine/protocol/engine.js';
import type { Requests } from './engine/protocol/requests.js';
import type { OpeningFiles } from './store/effects/effect.js';
import { diagnosisSettingsOf } from './store/settings/known-to-user.js';
import { type LoadedSettings, loadSettings, settingsPath } from './store/settings/settings-file.js';
import { screenFault } from './terminal/capabilities.js';
import { complain } from './terminal/sentence.js';

export interface Opening extends LoadedSettings {
  /** What became of the key log; null unless one was named. */
  keyLog: Promise<Requests['keyLog']['answer']> | null;
  /** The files of the command line; null where there are none, and where live outputs are opened before them. */
  files: OpeningFiles | null;
}

/** Begins; or says in a sentence why there can be no screen. */
export function begin(invocation: Invocation, engine: Engine): Opening | string {
  const { config, keylog, words: paths } = invocation;
  const noScreen = screenFault(process.stdout.isTTY, process.env);
  if (noScreen !== null) return noScreen;
  const loaded = loadSettings(config ?? settingsPath(process.env), config !== null);
  // The engine answers in this order: what is read depends on what was said before.
  const { country = '', length = 0 } = loaded.settings.numbers ?? {};
  const plan = engine.request('numberPlan', { country, length });
  const diagnosis = engine.request('diagnosisSettings', diagnosisSettingsOf(loaded.settings));
  const keyLog = keylog === null ? null : engine.request('keyLog', { path: keylog });
  const opens = paths.length > 0 && !asksForLive(invocation);
  const files = opens ? { paths, answer: engine.request('open', { paths: [...paths], limit: null }) } : null;
  // Whoever awaits them is told of a failure; nobody does yet.
  for (const asked of [plan, diagnosis, keyLog, files?.answer]) asked?.catch(() => undefined);
  return { ...loaded, keyLog, files };
}

/** Ends without a screen: closes the engine, says why, and gives the exit status. */
export async function refuse(engine: Engine, sentences: readonly string[]): Promise<number> {
  await engine.close();
  for (const each of sentences) complain(each);
  return UNUSABLE;
}
