/**
 * Finds a text in all messages of the result, and takes the screen to the conversation and the message of each place found. Every step
 * is several requests: the next hit, the place of its conversation in the list and of its message in the ladder.
 */
import type { Engine } from '../../engine/protocol/engine.js';
import type { FindHit } from '../../engine/protocol/query.js';
import type { MessageId, RowId } from '../../model/ids.js';
import { says } from '../notice.js';
import { asking } from '../answered.js';
import { atRow } from '../list/list-window.js';
import { jumped, openId } from '../view/open-message.js';
import type { Search, State } from '../state.js';
import type { StateHolder } from '../state-holder.js';

/** Messages asked for at a time to find the place of one in its conversation. */
const PAGE = 5000;

export interface Searching {
  begin: (text: string) => Promise<void>;
  goOn: (backwards: boolean) => Promise<void>;
}

export function createSearch(holder: StateHolder, engine: Engine): Searching {
  const say = (text: string, kind: 'info' | 'warning' = 'info') => holder.change(state => says(state, text, kind));
  const change = (by: Partial<Search>) =>
    holder.change(state => (state.search ? { ...state, search: { ...state.search, ...by } } : state));

  /** Steps still to make; negative ones go backwards. */
  let wanted = 0;

  async function begin(text: string): Promise<void> {
    const { fault } = await engine.request('find', { text });
    if (fault !== null) return say(fault, 'warning');
    wanted = 0;
    holder.change(state => ({ ...state, search: text === '' ? null : { text, hit: null, busy: false } }));
    if (text !== '') await goOn(false);
  }

  /** Steps asked for while one is under way follow it; the screen goes only to the last. */
  async function goOn(backwards: boolean): Promise<void> {
    wanted += backwards ? -1 : 1;
    const { search } = holder.get();
    if (!search || search.busy) return;
    change({ busy: true });
    let last: FindHit | null = null;
    while (wanted !== 0) {
      const back = wanted < 0;
      wanted += back ? 1 : -1;
      const from: FindHit | null = last ?? search.hit;
      const { hit }: { hit: FindHit | null } = await engine.request('findNext', {
        from: from?.message ?? null,
        backwards: back,
      });
      // By now another text is looked for.
      if (holder.get().search?.text !== search.text) return;
      if (!hit) {
        wanted = 0;
        end(from === null, back, search.text);
      }
      last = hit ?? last;
    }
    change({ busy: false });
    if (last) await show(last, backwards);
  }

  function end(none: boolean, backwards: boolean, text: string): void {
    if (none) say(`No message of the conversations in the list holds "${text}".`);
    else say(backwards ? 'This is the first message that holds it.' : 'This is the last message that holds it.');
  }

  async function show(hit: FindHit, backwards: boolean): Promise<void> {
    const { conversation, message } = hit;
    const [{ position }, place] = await Promise.all([
      engine.request('position', { conversation }),
      placeOf(conversation, message),
    ]);
    holder.change(state =>
      state.search ? atMessage(state, { ...state.search, hit }, position, place, backwards) : state,
    );
  }

  /** The place of a message among those of its conversation. */
  async function placeOf(conversation: RowId, message: MessageId): Promise<number> {
    for (let first = 0; ; first += PAGE) {
      const ask = { conversations: [conversation], first, count: PAGE, withSdp: false };
      const { rows, total } = await engine.request('messages', ask);
      const at = rows.findIndex(row => row.id === message);
      if (at >= 0) return first + at;
      if (rows.length === 0 || first + rows.length >= total) return 0;
    }
  }

  return { begin, goOn };
}

/** Goes to a message found: its conversation in the list, its arrow in the flow, its text in the message pane. */
function atMessage(
  state: State,
  search: Search & { hit: FindHit },
  position: number,
  place: number,
  backwards: boolean,
): State {
  const { conversation, message } = search.hit;
  const { flow } = state;
  const { list } = atRow(state, position < 0 ? state.list.cursor : position);
  const isOpen = openId(state) === message;
  const next: State = {
    ...state,
    search,
    view: { ...state.view, focus: 'message', onlySdp: false },
    list: { ...list, follow: false },
    // Asked for here, since the cursor goes back to the first message where other conversations are shown.
    flow: { ...flow, window: asking(flow.window, String(conversation)), opened: [conversation], cursor: place },
    message: {
      ...state.message,
      find: search.text,
      compared: null,
      jump: backwards ? 'last' : 'first',
    },
  };
  // A message that is open already is not read again.
  return isOpen ? jumped(next) : next;
}
