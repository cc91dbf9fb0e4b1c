/**
 * The colours of roles: turns lines of spans into strings with SGR sequences, one per row; nothing else makes them.
 * Colours are the terminal's sixteen, by name, so that the user's palette decides; no meaning depends on colour alone.
 */
import { isInert } from '../format/acting.js';
import type { Line, Role } from './line.js';
import { safe } from './text.js';

/** SGR parameters of each role ("1;36"); empty for the terminal's own style. */
export type Theme = Readonly<Record<Role, string>>;

export type ThemeName = 'dark' | 'light' | 'none';

const dark: Theme = {
  plain: '',
  faint: '2',
  strong: '1',
  title: '1;36',
  focus: '1;93',
  key: '1;36',
  hit: '30;43',
  mark: '1;95',
  request: '96',
  provisional: '93',
  success: '92',
  redirect: '95',
  failure: '91',
  warning: '93',
  error: '1;91',
  name: '36',
  number: '96',
  media: '95',
};

const light: Theme = {
  plain: '',
  faint: '2',
  strong: '1',
  title: '1;34',
  focus: '1;35',
  key: '1;34',
  hit: '30;43',
  mark: '1;35',
  request: '34',
  provisional: '33',
  success: '32',
  redirect: '35',
  failure: '31',
  warning: '33',
  error: '1;31',
  name: '34',
  number: '36',
  media: '35',
};

/** No colour (https://no-color.org): weight, underline and inverse do the emphasis. */
const none: Theme = {
  plain: '',
  faint: '2',
  strong: '1',
  title: '1',
  focus: '1;4',
  key: '1',
  hit: '4;7',
  mark: '1',
  request: '',
  provisional: '',
  success: '',
  redirect: '',
  failure: '1',
  warning: '1',
  error: '1',
  name: '',
  number: '',
  media: '',
};

export const themes: Readonly<Record<ThemeName, Theme>> = { dark, light, none };

/**
 * The theme for a setting and an environment. A non-empty `NO_COLOR` overrides the setting; `auto` reads `COLORFGBG`
 * ("15;0", background last), which some terminals set, and is dark otherwise.
 */
export function chooseTheme(setting: ThemeName | 'auto', env: NodeJS.ProcessEnv): ThemeName {
  if (env['NO_COLOR']) return 'none';
  if (setting !== 'auto') return setting;
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/** Paints one row. Spans are safe already; one that was forgotten still cannot act. `inverse` inverts the whole row (the cursor); the caller pads the row first. */
export function paint(line: Line, theme: Theme, inverse = false): string {
  let row = '';
  for (const span of line) {
    const inverted = inverse !== (span.inverse ?? false);
    const style = theme[span.role];
    const codes = inverted ? (style ? `${style};7` : '7') : style;
    const text = isInert(span.text) ? span.text : safe(span.text);
    row += codes ? `\x1b[${codes}m${text}\x1b[0m` : text;
  }
  return row;
}
