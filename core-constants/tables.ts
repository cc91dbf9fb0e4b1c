/** The records of the tables, and the bits and numbers in them. */
import { STATE } from '../src/conversations/states.js';
import { namespace } from './source.js';

export function tableConstants(): string {
  return [namespace('STATE', 'i32', STATE)].join('\n');
}
