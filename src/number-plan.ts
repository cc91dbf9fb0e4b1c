/**
 * What the user's settings say of numbers and trunks, for commands without a screen: loaded only where there can be a filter, or causes are
 * asked for.
 */
import { actAs } from './format/errors.js';
import type { DiagnosisSettings } from './model/diagnosis-settings.js';
import type { NumberPlan } from './query/values/numbers.js';
import { diagnosisSettingsOf } from './store/settings/known-to-user.js';
import { loadSettings, settingFaultText, settingsPath } from './store/settings/settings-file.js';
import { complain } from './terminal/sentence.js';

export interface KnownToUser {
  plan: NumberPlan;
  diagnosis: DiagnosisSettings;
}

/**
 * Faults in the settings are reported and skipped.
 *
 * @param config The settings that were named instead of the user's.
 * @param user The user for whom root started the program: this may be in a bundle of its own, which was not told.
 */
export function knownToUser(config: string | null, user: string | null): KnownToUser {
  actAs(user);
  const path = config ?? settingsPath(process.env);
  const { settings, faults } = loadSettings(path, config !== null);
  for (const fault of faults) complain(settingFaultText(path, fault));
  const { country = '', length = 0 } = settings.numbers ?? {};
  return { plan: { country, length }, diagnosis: diagnosisSettingsOf(settings) };
}
