/** What the settings file says that the capture cannot tell, as the engine takes it. */
import { type DiagnosisSettings, type NumberRange, parseNumberRange } from '../../model/diagnosis-settings.js';
import type { Settings } from './schema.js';

export function diagnosisSettingsOf({ numbers = {}, trunks = {}, silenced = [] }: Settings): DiagnosisSettings {
  const { country = '', length = 0, own = [] } = numbers;
  return {
    silenced: silenced.map(({ cause, peer = null }) => ({ cause, peer })),
    numbering: { country, length, own: rangesOf(own) },
    trunks: Object.entries(trunks).map(([peer, { allowed, format = null, diversion = null, channels = null }]) => ({
      ...{ peer, format, diversion, channels },
      allowed: allowed === undefined ? null : rangesOf(allowed),
    })),
  };
}

function rangesOf(texts: readonly string[]): NumberRange[] {
  return texts.flatMap(text => parseNumberRange(text) ?? []);
}
