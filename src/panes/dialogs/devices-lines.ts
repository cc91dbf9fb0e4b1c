/**
 * The dialog of interfaces to capture: packets per second, state and addresses of each, and the capture filter.
 *
 *      Interface   packets/s  State  Addresses
 *   ›  any             1,204  up     all interfaces
 *    ✓ eth0            1,198  up     10.0.0.5, fe80::1
 */
import type { Device } from '../../engine/protocol/live.js';
import { counted } from '../../format/counts.js';
import type { DevicesDialog } from '../../store/dialog.js';
import { devicePosition } from '../../store/view/devices.js';
import { cutLine, type Line, line, padLine, type Role } from '../../terminal/line.js';
import { pad, safe } from '../../terminal/text.js';
import { editorLine } from '../editor-line.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

const RATE_CELLS = 11;
const STATE_CELLS = 9;
const MAX_NAME_CELLS = 24;
const FILTER_LABEL = ' BPF  ';

/** `watched` are the interfaces already captured. */
export function devicesLines(
  dialog: DevicesDialog,
  watched: ReadonlySet<string>,
  width: number,
  height: number,
  look: Look,
): Line[] {
  const devices = dialog.devices ?? [];
  const position = devicePosition(dialog);
  const note = devices.length === 0 ? '' : `${counted(position + 1)} of ${counted(devices.length)}`;
  const named = Math.max('Interface'.length, ...devices.map(({ name }) => safe(name, look.ascii).length));
  const cells = Math.min(named, MAX_NAME_CELLS);
  const head: Line[] = [
    titleLine({ name: 'Watch an interface', note, focused: true }, width, look.glyphs),
    cutLine(hint(dialog), width, look.glyphs.ellipsis),
    filterLine(dialog, width, look),
    [],
    line(headText(cells), 'strong'),
  ];
  const room = Math.max(1, height - head.length);
  const top = Math.max(0, Math.min(position - (room >> 1), devices.length - room));
  const shown = devices.slice(top, top + room).map((device, at) => {
    const current = top + at === position;
    const drawn = deviceLine(device, dialog, watched.has(device.name), cells, current, look);
    const row = cutLine(drawn, width, look.glyphs.ellipsis);
    return current && !dialog.writing ? padLine(row, width).map(span => ({ ...span, inverse: true })) : row;
  });
  if (dialog.devices === null) shown.push(line(' Looking for interfaces.'));
  else if (devices.length === 0) shown.push(line(' This machine has no interface that can be captured.'));
  return [...head, ...shown];
}

function hint({ writing, busy }: DevicesDialog): Line {
  const text = busy
    ? ' Opening.'
    : writing
      ? ' What is captured, such as "port 5060"; empty for everything. Enter watches.'
      : ' Space chooses several, Tab writes a capture filter, Enter watches.';
  return line(text, busy ? 'strong' : 'faint');
}

function filterLine({ bpf, writing, fault }: DevicesDialog, width: number, { ascii }: Look): Line {
  const everything = bpf.text === '' && !writing;
  const room = Math.max(1, width - FILTER_LABEL.length - 1);
  const text = editorLine(bpf, room, { active: writing, ascii, wrong: fault }).line;
  return [{ text: FILTER_LABEL, role: 'title' }, ...(everything ? line('everything', 'faint') : text)];
}

function headText(cells: number): string {
  return `     ${pad('Interface', cells)}${'packets/s'.padStart(RATE_CELLS)}  ${pad('State', STATE_CELLS)}Addresses`;
}

function deviceLine(
  device: Device,
  dialog: DevicesDialog,
  watched: boolean,
  cells: number,
  current: boolean,
  look: Look,
): Line {
  const { glyphs, ascii } = look;
  const { name, up, addresses, description } = device;
  const rate = dialog.rates.get(name);
  const rateText = rate === undefined ? (device.packets === null ? '' : glyphs.ellipsis) : rateOf(rate);
  const role: Role = up === false ? 'faint' : 'plain';
  const state = watched ? 'watched' : up === null ? '' : up ? 'up' : 'down';
  const addressText = addresses.length > 0 ? addresses.join(', ') : (description ?? '');
  return [
    { text: current ? ` ${glyphs.pointer} ` : '   ', role: 'focus' },
    { text: dialog.chosen.has(name) ? `${glyphs.check} ` : '  ', role: 'success' },
    { text: pad(safe(name, ascii), cells, 'left', glyphs.ellipsis), role: up === false ? 'faint' : 'strong' },
    { text: rateText.padStart(RATE_CELLS), role: rate === undefined || rate === 0 ? 'faint' : 'number' },
    { text: `  ${pad(state, STATE_CELLS)}`, role: watched ? 'success' : role },
    { text: safe(addressText, ascii), role: addresses.length > 0 ? role : 'faint' },
  ];
}

/** "0", "0.5", "1,204". */
function rateOf(rate: number): string {
  return rate > 0 && rate < 10 ? rate.toFixed(1) : counted(Math.round(rate));
}
