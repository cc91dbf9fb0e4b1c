/** Loops, and requests that go the wrong way through a dialog. */
import type { Rule } from '../../rule.js';
import { LOOPS } from './loops.js';
import { WAYS } from './ways.js';
import { DIALOG_PATHS } from './dialog-paths.js';

export const ROUTING_RULES: readonly Rule[] = [...LOOPS, ...WAYS, ...DIALOG_PATHS];
