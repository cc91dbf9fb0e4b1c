/** The colours of a filter while it is written: pieces with a role, in order; the text between them is plain. */
import { fieldOf } from '../query/language/fields.js';
import { type Token, tokens } from '../query/language/lexer.js';
import type { Role } from '../terminal/line.js';

export interface Piece {
  /** UTF-16 offsets. */
  start: number;
  end: number;
  role: Role;
}

export function filterColours(text: string): Piece[] {
  return tokens(text).tokens.map(token => ({ start: token.start, end: token.end, role: roleOf(token) }));
}

function roleOf(token: Token): Role {
  switch (token.kind) {
    case 'word':
      return fieldOf(token.text) ? 'name' : 'plain';
    case 'quoted':
      return 'strong';
    case 'regex':
      return 'media';
    case 'compare':
    case 'join':
      return 'key';
    default:
      return 'faint';
  }
}
