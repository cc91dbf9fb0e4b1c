/** The dialog over or under the panes. */
import type { Binding } from '../../store/input/keymap.js';
import type { Place } from '../../store/view/layout.js';
import { watchedDevices } from '../../store/view/live-sources.js';
import type { State } from '../../store/state.js';
import type { Line } from '../../terminal/line.js';
import { callLines, diagnosisLines, incidentsLines } from './open-lines.js';
import { devicesLines } from './devices-lines.js';
import { helpLines } from './help-lines.js';
import type { Look } from '../look.js';
import { PaintedLines } from '../painted-lines.js';
import { pickLines } from './pick-lines.js';
import { remarksLines } from './remarks-lines.js';
import { commandLines, confirmLines, leaveLines, saidLines, saveLines } from './sheet-lines.js';
import { statsLines } from './stats-lines.js';

export interface DialogPaneProps {
  state: State;
  keymap: readonly Binding[];
  place: Place;
  look: Look;
}

export function DialogPane({ state, keymap, place, look }: DialogPaneProps) {
  const lines = dialogLines(state, keymap, place, look);
  return <PaintedLines lines={lines} width={place.width} height={place.height} theme={look.theme} />;
}

function dialogLines(state: State, keymap: readonly Binding[], { width, height }: Place, look: Look): Line[] {
  const { dialog } = state;
  switch (dialog?.kind) {
    case 'pick':
      return pickLines(state, dialog, width, height, look);
    case 'help':
      return helpLines(keymap, dialog, width, height, look);
    case 'devices':
      return devicesLines(dialog, watchedDevices(state), width, height, look);
    case 'said':
      return saidLines(dialog, width, height, look);
    case 'remarks':
      return remarksLines(state, width, look);
    case 'call':
      return callLines(state, dialog, { width, height }, look);
    case 'diagnosis':
      return diagnosisLines(state, dialog, { width, height }, look);
    case 'incidents':
      return incidentsLines(state, dialog, { width, height }, look);
    case 'stats':
      return statsLines(state, dialog, width, height, look);
    case 'command':
      return commandLines(state, dialog, width, height, look);
    case 'save':
      return saveLines(state, dialog, width, look);
    case 'leave':
      return leaveLines(state, width, look);
    case 'confirm':
      return confirmLines(dialog, width, look);
    default:
      return [];
  }
}
