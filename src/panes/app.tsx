/**
 * The screen.
 *
 *    1 Filter  srcnum 5660066                              45 of 60,000 match   what to look for; grows while written
 *    ✗ 31 of 45 unsuccessful: no answer from 10.1.2.3:5060 (likely)       I all 3    what is wrong, the worst of it
 *   ─[2 Conversations]──────────────────────────────────────────────────────    the list: one row a conversation
 *        Time          Method  From     To       State      Outcome
 *   › ✓  16:41:37.979  INVITE  4151502  5660066  completed  answered after 1 s
 *   ─ 3 Flow ──────────────────────────┬─ 4 Message ────────────────────────    the ladder of the conversation under the
 *     16:41:37.979 │── INVITE SDP ──▶│ │ INVITE sip:5660066@10.0.0.1 SIP/2.0    cursor, and the message under its cursor
 *     16:41:38.010 │◀── 100 Trying ──│ │ Via: SIP/2.0/UDP 10.0.0.2
 *    capture.pcap  12,000 messages                             by time ↑        what is read, or one sentence
 *    Enter open  / filter  Space mark  ? help             row 12 of 1,083       keys of the pane with the focus
 *
 * store/view/layout.ts decides what goes where, and what is dropped first if there is no room.
 */
import { Box } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Place } from '../store/view/layout.js';
import { placesOf } from '../store/view/places.js';
import { promptText } from '../store/view/prompt.js';
import type { State } from '../store/state.js';
import type { Store } from '../store/store.js';
import { type Line, line } from '../terminal/line.js';
import { cut, safe } from '../terminal/text.js';
import type { FramePieces } from '../terminal/frame-pieces.js';
import { DialogPane } from './dialogs/dialog-pane.js';
import { filterLines } from './filter-lines.js';
import { Guard } from './guard.js';
import { countText, listLines } from './list-lines.js';
import type { Look } from './look.js';
import { FlowSection, MessageSection } from './message/message-section.js';
import { PaintedLines, PaneOrigin, Pieces } from './painted-lines.js';
import { promptLine } from './dialogs/sheet-lines.js';
import { stripLines } from './strip-lines.js';
import { footerLine, statusLines } from './status-lines.js';
import { titleLine } from './title-line.js';

export interface AppProps {
  store: Store;
  /** The look for a theme that a user may change while running. */
  lookOf: (state: State) => Look;
  pieces: FramePieces;
}

export function App({ store, lookOf, pieces }: AppProps) {
  return (
    <Pieces value={pieces}>
      <Panes store={store} lookOf={lookOf} />
    </Pieces>
  );
}

function Panes({ store, lookOf }: Omit<AppProps, 'pieces'>) {
  const state = useSyncExternalStore(store.onFrame, store.frame);
  const look = lookOf(state);
  const places = placesOf(state);
  const { columns: width } = state;
  if (places.tooSmall) {
    const text = cut('The terminal is too small: 40x10 is the least.', width);
    return <PaintedLines lines={[line(text, 'warning')]} width={width} height={1} theme={look.theme} />;
  }
  const { filter, strip, list, flow, message, dialog, status, footer } = places;
  // Ink draws every cell of its frame, and where it puts a pane's mark does not matter: all in one row is the smallest.
  return (
    <Box>
      {filter && (
        <Section
          name="filter"
          place={filter}
          state={state}
          look={look}
          draw={() => filterLines(state, width, filter.height, look)}
        />
      )}
      {strip && (
        <Section name="incidents" place={strip} state={state} look={look} draw={() => stripLines(state, width, look)} />
      )}
      {list && (
        <Section name="list" place={list} state={state} look={look} draw={() => listSection(state, list, look)} />
      )}
      {flow && (
        <Pane name="flow" place={flow} state={state} look={look}>
          <FlowSection state={state} place={flow} look={look} />
        </Pane>
      )}
      {flow && message && flow.top === message.top && <Divider flow={flow} look={look} />}
      {message && (
        <Pane name="message" place={message} state={state} look={look}>
          <MessageSection state={state} place={message} look={look} />
        </Pane>
      )}
      {dialog && (
        <Pane name="dialog" place={dialog} state={state} look={look}>
          <DialogPane state={state} keymap={store.keymap} place={dialog} look={look} />
        </Pane>
      )}
      {status && (
        <Section
          name="status line"
          place={status}
          state={state}
          look={look}
          draw={() => statusLines(state, width, look)}
        />
      )}
      <Section
        name="footer"
        place={footer}
        state={state}
        look={look}
        draw={() => [bottomLine(store, state, width, look)]}
      />
    </Box>
  );
}

interface PaneProps {
  name: string;
  place: Place;
  state: State;
  look: Look;
  children: ReactNode;
}

/** A part of the screen at its place, guarded so that its fault takes no other down. */
function Pane({ name, place, state, look, children }: PaneProps) {
  const { width, height } = place;
  return (
    <PaneOrigin value={place}>
      <Guard name={name} width={width} height={height} theme={look.theme} shown={state}>
        {children}
      </Guard>
    </PaneOrigin>
  );
}

interface SectionProps extends Omit<PaneProps, 'children'> {
  draw: () => Line[];
}

/** A part of the screen that consists of lines only. */
function Section({ draw, ...pane }: SectionProps) {
  return (
    <Pane {...pane}>
      <Drawn place={pane.place} look={pane.look} draw={draw} />
    </Pane>
  );
}

/** Draws inside the guard, so that the guard catches a fault in `draw`. */
function Drawn({ place, look, draw }: Pick<SectionProps, 'place' | 'look' | 'draw'>) {
  return <PaintedLines lines={draw()} width={place.width} height={place.height} theme={look.theme} />;
}

/** The line between flow and message when they are side by side. */
function Divider({ flow, look }: { flow: Place; look: Look }) {
  const { glyphs, theme } = look;
  const { height, top } = flow;
  const lines = Array.from({ length: height }, (_, at) => line(at === 0 ? glyphs.teeTop : glyphs.vertical, 'faint'));
  return (
    <PaneOrigin value={{ left: flow.left + flow.width, top }}>
      <PaintedLines lines={lines} width={1} height={height} theme={theme} />
    </PaneOrigin>
  );
}

function listSection(state: State, place: Place, look: Look): Line[] {
  const focused = state.view.focus === 'list' && state.dialog === null;
  const name = state.progress?.calls == null ? '2 Conversations' : '2 Calls';
  const title = titleLine({ name, note: countText(state), focused }, place.width, look.glyphs);
  return [title, ...listLines(state, { ...place, height: place.height - 1 }, focused, look)];
}

function bottomLine(store: Store, state: State, width: number, look: Look): Line {
  if (state.dialog?.kind === 'command') {
    return promptLine(` ${safe(promptText(state), look.ascii)}:`, state, width, look);
  }
  if (state.dialog?.kind === 'find') {
    return promptLine(state.dialog.everywhere ? ' Find in all messages: ' : ' Find: ', state, width, look);
  }
  return footerLine(state, store.keymap, width);
}
