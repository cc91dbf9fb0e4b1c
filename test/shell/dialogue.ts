/**
 * The prompt as a person sees it: the whole dialogue on the given captures, with prompts and typed lines, as on a
 * terminal.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { interpret } from '../../src/shell/interpreter.js';
import type { ShellEngine } from '../../src/shell/output.js';
import { prompt, type ShellState, START } from '../../src/shell/state.js';
import { folder, openCore } from '../engine/core-session.js';

export interface Dialogue {
  /** Types lines; returns what the terminal shows of them, up to the next prompt. */
  type(...lines: string[]): Promise<string>;
  /** What complaints were made so far. */
  complaints: string[];
  state(): ShellState;
  engine: ShellEngine;
  /** Where the files lie. */
  folder: string;
}

/** Opens a prompt in a folder with these files. */
export function openPrompt(files: Readonly<Record<string, string | Uint8Array>>): Dialogue {
  const path = folder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content, 'latin1');
  const engine: ShellEngine = { request: openCore().ask };
  let state = START;
  const complaints: string[] = [];
  const type = async (...lines: string[]): Promise<string> => {
    const shown: string[] = [];
    for (const line of lines) {
      shown.push(`${prompt(state)}${line}`);
      const speech = interpret(line.replaceAll('txts/', `${path}/`), state, engine);
      for (let step = await speech.next(); ; step = await speech.next()) {
        if (step.done) {
          state = step.value;
          break;
        }
        if (step.value.kind === 'remark' || step.value.kind === 'refusal') complaints.push(step.value.text);
        shown.push(step.value.text.replaceAll(`${path}/`, 'txts/'));
      }
    }
    return [...shown, prompt(state)].join('\n');
  };
  return { type, complaints, state: () => state, engine, folder: path };
}
