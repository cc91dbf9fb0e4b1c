/** What a log prints near a message: the lines before it, the message, the lines behind it. */
import { messageName } from '../../flow/arrow-label.js';
import type { MessageRow } from '../../engine/protocol/rows.js';
import type { State } from '../../store/state.js';
import { currentMessage } from '../../store/view/current.js';
import { REMARK_TIME, type SheetLine, remarkSheet } from '../../store/view/remark-sheet.js';
import { cutLine, type Line, line } from '../../terminal/line.js';
import { safe } from '../../terminal/text.js';
import type { Look } from '../look.js';
import { titleLine } from '../title-line.js';

export function remarksLines(state: State, width: number, look: Look): Line[] {
  const { lines, first, room } = remarkSheet(state);
  const message = currentMessage(state);
  const note = lines.length > room ? `${first + 1}-${first + room} of ${lines.length}` : '';
  return [
    titleLine({ name: 'Log near the message', note, focused: true }, width, look.glyphs),
    ...lines.slice(first, first + room).map(shown => cutLine(drawn(shown, message, look), width, look.glyphs.ellipsis)),
  ];
}

function drawn({ kind, time, text }: SheetLine, message: MessageRow | undefined, look: Look): Line {
  if (kind === 'message') return message === undefined ? [] : messageLine(message, look);
  if (kind === 'note') return line(` ${text}`, 'faint');
  return [
    { text: `${time.padStart(REMARK_TIME)} `, role: 'faint' },
    { text, role: 'plain' },
  ];
}

function messageLine(message: MessageRow, { ascii, glyphs }: Look): Line {
  const way = [message.src, message.dst].map(end => end ?? '?').join(` ${glyphs.arrowRight} `);
  return [
    { text: ` ${glyphs.pointer} `, role: 'focus' },
    { text: safe(messageName(message), ascii), role: 'strong' },
    { text: `  ${safe(way, ascii)}`, role: 'faint' },
  ];
}
