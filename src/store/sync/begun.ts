/** Says of an incident that begins while traffic is watched, once. Those that were there before are shown, and nothing is said of them. */
import { says } from '../notice.js';
import type { State } from '../state.js';
import { isSaid } from '../view/strip.js';

/** The state with new incidents told of; `result` is the number of the result they are of. */
export function withBegun(state: State, result: number): State {
  const { toldIncidents: told, incidents, newest, notice } = state;
  const said = incidents.value?.incidents.filter(isSaid) ?? [];
  const nameOf = ({ cause, key }: { cause: string; key: string }) => `${cause} ${key}`;
  const names = new Set([...(told.result === result ? told.names : []), ...said.map(nameOf)]);
  const next: State = { ...state, toldIncidents: { result, names } };
  if (told.result !== result || !newest?.live || newest.loading) return next;
  const [begun, ...others] = said.filter(each => !told.names.has(nameOf(each)));
  if (!begun) return told.names.size === names.size ? state : next;
  // What went wrong with the capture stays, and this is said after it.
  if (notice !== null && notice.kind !== 'info') return state;
  const more = others.length > 0 ? ` And ${others.length} more.` : '';
  return says(next, `An incident begins: ${begun.sentence} (${begun.certainty}).${more} I shows all.`, 'warning');
}
