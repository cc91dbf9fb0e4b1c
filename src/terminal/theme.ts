/**
 * What roles look like. In: lines of spans with roles. Out: strings with SGR sequences, one a row: the only place that
 * makes them. Colours are the sixteen of the terminal, by name, so that the user's palette decides; no meaning hangs on
 * colour alone.
 */
import type { Line, Role } from './line.js';

/** SGR parameters of each role ("1;36"); empty for text left as it is. */
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

/** No colour (https://no-color.org): weight, underline and inverse carry what must stand out. */
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
 * The theme for a setting and an environment. `NO_COLOR` set to anything but nothing wins over the setting; `auto` asks
 * `COLORFGBG` ("15;0", the last number is the background), which some terminals set, and is dark where they do not.
 */
export function chooseTheme(setting: ThemeName | 'auto', env: NodeJS.ProcessEnv): ThemeName {
  if (env['NO_COLOR']) return 'none';
  if (setting !== 'auto') return setting;
  const background = env['COLORFGBG']?.split(';').at(-1);
  return background === '7' || background === '15' ? 'light' : 'dark';
}

/** One string for one row. `inverse` turns the whole row around (the cursor); it is the caller who fills the row first. */
export function paint(line: Line, theme: Theme, inverse = false): string {
  let row = '';
  for (const span of line) {
    const turned = inverse !== (span.inverse ?? false);
    const style = theme[span.role];
    const codes = turned ? (style ? `${style};7` : '7') : style;
    row += codes ? `\x1b[${codes}m${span.text}\x1b[0m` : span.text;
  }
  return row;
}
