/** How the state of a conversation looks: a colour role for its row, and a symbol for those who see no colours. */
import type { State } from '../../engine/protocol/rows.js';
import type { Glyphs } from '../../terminal/capabilities.js';
import type { Role } from '../../terminal/line.js';

interface Look {
  role: Role;
  symbol: (glyphs: Glyphs) => string;
}

const good: Look = { role: 'success', symbol: glyphs => glyphs.check };
const bad: Look = { role: 'failure', symbol: glyphs => glyphs.cross };
const underWay: Look = { role: 'provisional', symbol: glyphs => glyphs.dot };

const LOOKS: Record<State, Look> = {
  calling: underWay,
  ringing: underWay,
  pending: underWay,
  challenged: underWay,
  'in-call': { role: 'success', symbol: glyphs => glyphs.arrowRight },
  completed: good,
  registered: good,
  answered: good,
  unregistered: { role: 'plain', symbol: () => '-' },
  cancelled: { role: 'warning', symbol: () => '-' },
  redirected: { role: 'redirect', symbol: glyphs => glyphs.arrowUp },
  busy: bad,
  rejected: bad,
  failed: bad,
  unanswered: { role: 'failure', symbol: () => '?' },
  partial: { role: 'faint', symbol: glyphs => glyphs.ellipsis },
};

/** Role and symbol of a conversation in this state. */
export function lookOf(state: State, glyphs: Glyphs): { role: Role; symbol: string } {
  const look = LOOKS[state];
  return { role: look.role, symbol: look.symbol(glyphs) };
}
