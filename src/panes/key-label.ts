/** Labels of keys for people: "Ctrl-L", "PgDn", "F2", "a". */

const NAMES: Record<string, string> = {
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
};

export function keyLabel(key: string): string {
  const parts = /^((?:(?:ctrl|alt|shift)\+)*)(.+)$/.exec(key);
  const [, modifiers = '', name = key] = parts ?? [];
  const shown =
    NAMES[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : modifiers === '' ? name : name.toUpperCase());
  const before = modifiers.replace(
    /(\w)(\w*)\+/g,
    (_, first: string, rest: string) => `${first.toUpperCase()}${rest}-`,
  );
  return before + shown;
}
