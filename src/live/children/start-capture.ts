/** Starts an engine as a child of this program, with the rights this program has. */
import { captureCommand } from './engines.js';
import { childProcess, type StartCapture } from './capture-process.js';
import { leastPrivileged } from './least-privilege.js';

export const startCapture: StartCapture = async (engine, device, settings) => {
  const command = captureCommand(engine, device, settings);
  if (command === undefined) return { notStarted: null };
  const privileged = leastPrivileged(command);
  if ('refused' in privileged) return { notStarted: privileged.refused };
  return childProcess(privileged.program, privileged.args);
};
