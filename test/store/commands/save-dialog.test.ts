/** The format in the save dialog, and the name that follows it. */
import { expect, it } from 'vitest';
import { FORMATS } from '../../../src/model/formats.js';
import { isState } from '../../../src/store/commands/command.js';
import { dialogCommands } from '../../../src/store/commands/dialogs.js';
import { fileCommands, saving } from '../../../src/store/commands/files.js';
import type { SaveDialog } from '../../../src/store/dialog.js';
import { editorOf } from '../../../src/store/input/editor.js';
import { DEFAULT_PREFERENCES } from '../../../src/store/settings/preferences.js';
import { initialState, type State } from '../../../src/store/state.js';

const opened = saving(initialState(80, 24, DEFAULT_PREFERENCES), 'all', false);

function dialogOf({ dialog }: State): SaveDialog {
  if (dialog?.kind !== 'save') throw new Error('the save dialog is not open');
  return dialog;
}

function pressed(state: State, name: 'save-right' | 'save-left'): State {
  const next = dialogCommands[name]!.run(state, '');
  if (!isState(next)) throw new Error(`${name} has effects`);
  return next;
}

/** The dialog with the cursor on its format and this name. */
function choosing(path: string): State {
  return { ...opened, dialog: { ...dialogOf(opened), field: 1, path: editorOf(path) } };
}

it('offers every format in turn, and the ending of the name follows', () => {
  let state = choosing('capture.pcap');
  for (const { name, ending } of [...FORMATS.slice(1), FORMATS[0]]) {
    state = pressed(state, 'save-right');
    expect(dialogOf(state).format.name).toBe(name);
    expect(dialogOf(state).path.text).toBe(`capture${ending}`);
  }
  expect(dialogOf(pressed(state, 'save-left')).format).toBe(FORMATS.at(-1));
});

it("leaves an ending of the user's own", () => {
  expect(dialogOf(pressed(choosing('capture.old'), 'save-right')).path.text).toBe('capture.old');
});

it.each([
  ['calls.txt', 'txt'],
  ['calls.PCAPNG', 'pcapng'],
  ['calls', 'pcap'],
])(':write %s saves as %s', (path, name) => {
  expect(fileCommands['write']!.run(opened, path)).toMatchObject([{}, { do: 'save', path, format: { name } }]);
});
