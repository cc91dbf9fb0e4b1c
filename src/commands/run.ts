/**
 * Runs one headless command. In: its name and the invocation. Out: the exit status. The engine is the one the UI uses.
 */
import { startEngine } from '../engine/client.js';
import type { NumberPlan } from '../query/numbers.js';
import { capture } from './capture.js';
import { devices } from './devices.js';
import { exportConversations } from './export.js';
import { flow } from './flow.js';
import { list } from './list.js';
import type { Invocation } from './options.js';
import { ping } from './ping.js';
import { type Printer, stripControls } from './printing.js';
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

/** What lies outside a command line. */
export interface Surroundings {
  /** How numbers are written where the user is; it is asked only where a filter can be. */
  numberPlan(): Promise<NumberPlan>;
  history: History;
}

export async function runCommand(
  name: string,
  invocation: Invocation,
  out: Printer,
  { numberPlan, history }: Surroundings,
): Promise<number> {
  const engine = startEngine();
  const session: Session = {
    engine,
    invocation,
    out,
    history,
    unreadable: false,
    complain: sentence => process.stderr.write(`sipvestigator: ${sentence}\n`),
  };
  try {
    if (invocation.keylog !== null) {
      const { failed } = await engine.request('keyLog', { path: invocation.keylog });
      if (failed !== null) {
        session.complain(stripControls(failed));
        return UNUSABLE;
      }
    }
    if (invocation.filter !== '' || name === 'shell') await engine.request('numberPlan', await numberPlan());
    const status = await RUN[name]!(session);
    await out.flush();
    return session.unreadable ? UNUSABLE : status;
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    session.complain(invocation.debug ? (stack ?? message) : stripControls(message));
    return UNUSABLE;
  } finally {
    await engine.close();
  }
}
