/** The user's number plan, for commands without a screen: loaded only where there can be a filter. */
import { actAs } from './format/errors.js';
import type { NumberPlan } from './query/values/numbers.js';
import { loadSettings, settingFaultText, settingsPath } from './store/settings/settings-file.js';
import { complain } from './terminal/sentence.js';

/**
 * Faults in the settings are reported and skipped.
 *
 * @param config The settings that were named instead of the user's.
 * @param user The user for whom root started the program: this may be in a bundle of its own, which was not told.
 */
export function numberPlan(config: string | null, user: string | null): NumberPlan {
  actAs(user);
  const path = config ?? settingsPath(process.env);
  const { settings, faults } = loadSettings(path, config !== null);
  for (const fault of faults) complain(settingFaultText(path, fault));
  return { country: settings.numbers?.country ?? '', length: settings.numbers?.length ?? 0 };
}
