/** Runs one headless command on an engine, and returns the exit status. */
import type { Engine } from '../engine/protocol/engine.js';
import { errorText } from '../format/errors.js';
import type { DiagnosisSettings } from '../model/diagnosis-settings.js';
import type { NumberPlan } from '../query/values/numbers.js';
import { complain } from '../terminal/sentence.js';
import { interruptible } from './ending-signals.js';
import type { Invocation } from './options.js';
import { Printer } from './printing.js';
import { type Session, UNUSABLE } from './session.js';

export type Command = (session: Session) => Promise<number>;

/** Those that Ctrl-C ends in an order of their own. */
const ENDED_IN_ORDER: ReadonlySet<string | undefined> = new Set(['capture', 'ping', 'shell']);

/** Those that say what is wrong, for which settings of trunks count. */
const DIAGNOSING: ReadonlySet<string | undefined> = new Set(['diagnose', 'shell']);

/** What the user's settings say of numbers and trunks; read only if there can be a filter, or causes are asked for. */
type ReadKnown = () => Promise<{ plan: NumberPlan; diagnosis: DiagnosisSettings }>;

/** Runs the command that the invocation names; closes the engine. */
export async function runCommand(
  command: Command,
  engine: Engine,
  invocation: Invocation,
  known: ReadKnown,
): Promise<number> {
  const out = new Printer(process.stdout);
  const session: Session = { engine, invocation, out, unreadable: false, complain };
  const status = await run(command, session, known);
  await out.flush();
  if (out.failure === null) return status;
  complain(out.failure);
  return UNUSABLE;
}

async function run(command: Command, session: Session, known: ReadKnown): Promise<number> {
  const { engine, invocation } = session;
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
    const name = invocation.command?.name;
    if (filter !== '' || config !== null || DIAGNOSING.has(name) || (name === 'list' && invocation.json)) {
      const { plan, diagnosis } = await known();
      await engine.request('numberPlan', plan);
      await engine.request('diagnosisSettings', diagnosis);
    }
    const running = command(session);
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
