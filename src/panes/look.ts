/** What every pane is drawn with. */
import type { Glyphs } from '../terminal/capabilities.js';
import type { Theme } from '../terminal/theme.js';

export interface Look {
  theme: Theme;
  glyphs: Glyphs;
  ascii: boolean;
}
