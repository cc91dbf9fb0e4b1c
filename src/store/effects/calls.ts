/** What is asked of the engine when the user works with calls: seeing the legs of one, joining and taking apart; and what came of it. */
import type { Engine } from '../../engine/protocol/engine.js';
import type { RowId } from '../../model/ids.js';
import { plural } from '../../format/counts.js';
import { asking, take } from '../answered.js';
import { says } from '../notice.js';
import type { StateHolder } from '../state-holder.js';

export async function showLegs(conversation: RowId, holder: StateHolder, engine: Engine): Promise<void> {
  const call = await engine.request('call', { conversation });
  const legs = call?.legs.length ?? 0;
  const sentence =
    legs > 1
      ? `${legs} legs on one ladder: , and . go from leg to leg, E tells why, x shows one.`
      : 'No other leg of this call was found; J joins marked conversations.';
  holder.change(state => {
    const known = take(asking(state.flow.call, conversation), conversation, call);
    return says({ ...state, view: { ...state.view, legs: true }, flow: { ...state.flow, call: known } }, sentence);
  });
}

export async function unfold(
  conversation: RowId,
  unfolded: boolean,
  holder: StateHolder,
  engine: Engine,
): Promise<void> {
  await engine.request('unfold', { conversation, unfolded });
  holder.change(state => ({ ...state, list: { ...state.list, foldings: state.list.foldings + 1 } }));
}

export async function join(conversations: readonly RowId[], holder: StateHolder, engine: Engine): Promise<void> {
  const [first, ...others] = conversations;
  if (first === undefined) return;
  let joined = 0;
  for (const other of others) if ((await engine.request('joinCalls', { a: first, b: other })).joined) joined++;
  const call = await engine.request('call', { conversation: first });
  const legs = plural(call?.legs.length ?? 0, 'leg');
  holder.change(state =>
    joined === 0
      ? says(state, 'Nothing was joined: they are one call already, or it would have too many legs.', 'warning')
      : says({ ...state, list: { ...state.list, marks: new Map() } }, `One call of ${legs}; B takes it apart.`),
  );
}

export async function split(conversation: RowId, holder: StateHolder, engine: Engine): Promise<void> {
  const call = await engine.request('call', { conversation });
  const legs = call?.legs.length ?? 0;
  if (legs > 1) await engine.request('splitCall', { conversation });
  holder.change(state =>
    legs > 1
      ? says(state, `Taken apart: ${plural(legs, 'conversation')}, each by itself. J joins marked ones.`)
      : says(state, 'This call has one leg: there is nothing to take apart.'),
  );
}
