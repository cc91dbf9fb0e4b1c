/** Runs one headless command on the engine the UI uses, and returns the exit status. */
import { startEngine } from '../engine/client.js';
import type { NumberPlan } from '../query/values/numbers.js';
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
