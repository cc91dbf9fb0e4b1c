/** Asks the engine for the legs of a call when the user wants to see them, and says what there is. */
import type { Engine } from '../../engine/protocol/engine.js';
import type { RowId } from '../../model/ids.js';
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
