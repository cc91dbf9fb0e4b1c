/** The flow and message panes with their titles, filled from the state. */
import { eventClause, eventSentence } from '../../format/event-text.js';
import type { Colouring } from '../../flow/arrow-colour.js';
import type { MessageId } from '../../model/ids.js';
import { currentEvent, ladderCursor } from '../../store/view/ladder-of.js';
import { ladderOf } from '../../store/view/ladder-of.js';
import { isCurrent } from '../../store/answered.js';
import type { Place } from '../../store/view/layout.js';
import { openFound, openMessage } from '../../store/view/open-message.js';
import { shortAddress } from '../../format/addresses.js';
import { counted, plural } from '../../format/counts.js';
import type { CallRow } from '../../engine/protocol/rows.js';
import type { OpenMessage, State } from '../../store/state.js';
import { outcomeText } from '../../store/list/row-verdict.js';
import { currentMessage, currentRow, shownCall, shownConversations } from '../../store/view/current.js';
import { legAtCursor, legName } from '../../store/view/legs.js';
import { safe } from '../../terminal/text.js';
import { localClock } from '../../format/times.js';
import { ComparePane } from './compare-pane.js';
import { FlowPane } from '../flow-pane.js';
import type { Look } from '../look.js';
import { MessagePane } from './message-pane.js';
import { PaintedLines, PaneOrigin } from '../painted-lines.js';
import { titleLine } from '../title-line.js';

export interface SectionProps {
  state: State;
  place: Place;
  look: Look;
}

interface TitledPaneProps {
  place: Place;
  look: Look;
  name: string;
  note: string;
  focused: boolean;
  children: React.ReactNode;
}

function TitledPane({ name, note, focused, place, look, children }: TitledPaneProps) {
  const title = titleLine({ name, note, focused }, place.width, look.glyphs);
  return (
    <>
      <PaintedLines lines={[title]} width={place.width} height={1} theme={look.theme} />
      <PaneOrigin value={{ left: place.left, top: place.top + 1 }}>{children}</PaneOrigin>
    </>
  );
}

export function FlowSection({ state, place, look }: SectionProps) {
  const { flow, view } = state;
  const focused = view.focus === 'flow' && state.dialog === null;
  return (
    <TitledPane name="3 Flow" note={flowNote(state, look)} focused={focused} place={place} look={look}>
      <FlowPane
        ladder={ladderOf(state)}
        absent={absentFlow(state)}
        first={flow.window.value.first}
        cursor={flow.cursor}
        event={ladderCursor(flow).event}
        top={flow.top}
        offsetX={flow.left}
        marks={flow.marks}
        width={place.width}
        height={place.height - 1}
        focused={focused}
        theme={look.theme}
        ascii={look.ascii}
        chosenLane={flow.lane}
        timeFormat={view.time}
        colourBy={legColours(state)}
      />
    </TitledPane>
  );
}

/** The legs of a call have a colour each, unless methods are to be told apart. */
function legColours(state: State): Colouring {
  const { colour } = state.preferences;
  return colour === 'status' && shownCall(state) ? 'call-id' : colour;
}

function absentFlow({ flow, view }: State): string {
  if (flow.window.asked === '') return 'no messages';
  if (!isCurrent(flow.window)) return 'reading messages';
  return view.onlySdp ? 'No message here has SDP; D shows all of them.' : 'no messages';
}

/** What is under the cursor, where that is no message; else what the ladder shows: the outcome of one conversation, or how many there are. */
function flowNote(state: State, look: Look): string {
  const happened = currentEvent(state)?.event;
  if (happened) return safe(eventSentence(happened, happened.src), look.ascii);
  const conversations = shownConversations(state);
  const leg = legAtCursor(state);
  const isLeg = leg !== null && (conversations.length === 1 || shownCall(state) !== null);
  if (isLeg && !state.view.onlySdp) return safe(legNote(state, leg.call, leg.at), look.ascii);
  if (state.view.onlySdp) return 'only messages with SDP, D shows all';
  if (conversations.length > 1)
    return `${plural(conversations.length, 'conversation')}, ${plural(state.flow.window.value.total, 'message')}`;
  const row = currentRow(state);
  return row && row.index === conversations[0] ? safe(outcomeText(row), look.ascii) : '';
}

/** "leg 2 of 3, 34 messages", or which leg is shown alone and what became of it. */
function legNote(state: State, { legs }: CallRow, at: number): string {
  const name = legName(at, legs.length);
  if (shownCall(state)) return `${name}, ${plural(state.flow.window.value.total, 'message')}`;
  return `${name}, x shows all: ${legs[at] ? outcomeText(legs[at]) : ''}`;
}

export function MessageSection({ state, place, look }: SectionProps) {
  const { message, view } = state;
  const focused = view.focus === 'message' && state.dialog === null;
  const compared = comparedMessages(state);
  const note = compared ? 'D shows only what differs, Esc goes back' : messageNote(state);
  const size = { width: place.width, height: place.height - 1, theme: look.theme, ascii: look.ascii };
  return (
    <TitledPane
      name={compared ? '4 Two messages' : '4 Message'}
      note={note}
      focused={focused}
      place={place}
      look={look}
    >
      {compared ? (
        <ComparePane
          left={compared[0].bytes}
          right={compared[1].bytes}
          leftName={nameOf(compared[0])}
          rightName={nameOf(compared[1])}
          onlyDifferences={message.onlyDifferences}
          top={message.cursor}
          {...size}
        />
      ) : (
        <MessagePane
          bytes={openMessage(state)?.bytes ?? null}
          absent={absentSentence(state)}
          truncated={currentMessage(state)?.truncated ?? false}
          cursor={message.cursor}
          offsetX={message.left}
          wrap={state.preferences.wrap}
          find={message.find}
          hit={message.hit}
          syntax={state.preferences.syntax}
          focused={focused}
          {...size}
        />
      )}
    </TitledPane>
  );
}

/** Both messages once they are read; null while one is missing or unreadable. */
function comparedMessages({ message }: State): [OpenMessage, OpenMessage] | null {
  const [left, right] = message.sides.map(side => (isCurrent(side) ? side.value : null));
  return message.compared && left && right && 'bytes' in left && 'bytes' in right ? [left, right] : null;
}

function nameOf({ row }: OpenMessage): string {
  return safe(
    `${localClock(row.timeUs, row.dated).slice(0, 12)} ${row.method ?? `${row.status} ${row.reason ?? ''}`}`.trim(),
  );
}

function absentSentence({ message, flow }: State): string {
  const shown = message.compared ? message.sides.filter(isCurrent) : [];
  for (const { value } of [...shown, message.open]) if (value && 'gone' in value) return value.gone;
  return flow.window.asked === '' ? '' : 'reading the message';
}

/** What happened to a message: "port unreachable from 10.0.0.2"; each once, however often. */
function eventsAbout({ flow }: State, id: MessageId): string[] {
  const about = flow.window.value.events.filter(({ message, kind }) => message === id && kind !== 'message-cut');
  return [...new Set(about.map(event => eventClause(event, event.src)))];
}

/** "3 found, ", or how many of the first places are known. */
function foundNote(state: State): string {
  if (state.message.find === '') return '';
  const { hits, all } = openFound(state);
  if (all) return hits.length > 0 ? `${counted(hits.length)} found, ` : '';
  return hits.length > 0 ? `first ${counted(hits.length)} found, ` : 'not found at its beginning, ';
}

function messageNote(state: State): string {
  const row = currentMessage(state);
  if (!row) return '';
  const found = foundNote(state);
  const by = row.seenBy === null ? '' : `by ${row.seenBy}`;
  const notes = [
    row.malformed ? 'malformed' : '',
    row.retransmission ? 'sent again' : '',
    row.copy ? `seen again ${by}`.trimEnd() : by,
    row.tunnel,
    ...eventsAbout(state, row.id),
  ].filter(note => note !== '');
  const way = `${shortAddress(row.src ?? '?')} to ${shortAddress(row.dst ?? '?')}`;
  const over = row.transport === null ? [] : [row.transport];
  return safe(`${found}${[...notes, way, ...over, `${counted(row.length)} bytes`].join(', ')}`);
}
