/** Names keys for the stories of this folder and the fixtures: 'a', 'G', 'f2', 'ctrl-l', 'alt-b', 'shift-tab'. */
import type { Key } from '../../src/terminal/keys.js';

export function chord({ ctrl, alt, shift, name }: Key): string {
  return `${ctrl ? 'ctrl-' : ''}${alt ? 'alt-' : ''}${shift ? 'shift-' : ''}${name}`;
}
