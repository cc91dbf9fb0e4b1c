/** Runs one headless command on the engine the UI uses, and returns the exit status. */
import { startEngine } from '../engine/client.js';
import { errorText } from '../format/errors.js';
import type { NumberPlan } from '../query/values/numbers.js';
import { complain } from '../terminal/sentence.js';
import { capture } from './capture.js';
import { devices } from './devices.js';
import { interruptible } from './ending-signals.js';
import { exportConversations } from './export.js';
import { flow } from './flow.js';
import { list } from './list.js';
import type { Invocation } from './options.js';
import { ping } from './ping.js';
import type { Printer } from './printing.js';
import { type History, type Session, UNUSABLE } from './session.js';
import { shell } from './shell.js';
import { show } from './show.js';
import { stats } from './stats.js';

const RUN: Record<string, (session: Session) => Promise<number>> = {
  list,
  show,
  stats,
  flow,
  export: exportConversations,
  shell,
  capture,
  devices,
  ping,
};

/** Those that Ctrl-C ends in an order of their own. */
const ENDED_IN_ORDER: ReadonlySet<string> = new Set(['capture', 'ping', 'shell']);

/** What a command needs besides its command line. */
export interface CommandContext {
  /** The user's number plan; read only if there can be a filter. */
  numberPlan(): Promise<NumberPlan>;
  history: History;
}

export async function runCommand(
  name: string,
  invocation: Invocation,
  out: Printer,
  { numberPlan, history }: CommandContext,
): Promise<number> {
  const engine = startEngine();
  const session: Session = {
    engine,
    invocation,
    out,
    history,
    unreadable: false,
    complain,
  };
  try {
    if (invocation.keylog !== null) {
      const { failed } = await engine.request('keyLog', { path: invocation.keylog });
      if (failed !== null) {
        complain(failed);
        return UNUSABLE;
      }
    }
    // Settings that were named are read in any case: what is wrong with them is said.
    const { filter, config } = invocation;
    if (filter !== '' || config !== null || name === 'shell') await engine.request('numberPlan', await numberPlan());
    const running = RUN[name]!(session);
    const status = await (ENDED_IN_ORDER.has(name) ? running : interruptible(engine, running));
    return session.unreadable ? UNUSABLE : status;
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? '') : '';
    complain(errorText(error), ...(invocation.debug ? stack.split('\n') : []));
    return UNUSABLE;
  } finally {
    await engine.close();
  }
}
