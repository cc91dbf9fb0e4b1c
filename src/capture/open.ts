/** Opens what the user names: a file, or "-" for standard input. */
import { fstatSync, open as openDescriptor } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { errorCode, errorText, notAsRoot } from '../format/errors.js';
import { type Input, identify } from './identify.js';
import type { Refusal, Source } from './source.js';
import { FileSupply, pipeStream, StreamSupply } from './supply.js';

/** Opens a file, or standard input for "-". Never rejects: a refusal is a sentence that says why and what to do. */
export async function openSource(name: string): Promise<Source | Refusal> {
  try {
    const input = name === '-' ? await standardInput() : await namedInput(name);
    if ('refused' in input) return input;
    return await identify(input);
  } catch (error) {
    return { refused: explain(name, error) };
  }
}

async function namedInput(name: string): Promise<Input | Refusal> {
  const status = await stat(name);
  if (status.isDirectory())
    return { refused: `${name} is a directory; name the captures in it: ${name.replace(/\/*$/, '/*')}` };
  if (status.isFile()) return fileInput(name, name);
  return pipeInput(name, await promisify(openDescriptor)(name, 'r'));
}

async function standardInput(): Promise<Input | Refusal> {
  if (isatty(0)) return { refused: 'standard input is a terminal; pipe a capture into it or name a file' };
  return fstatSync(0).isFile() ? fileInput('-', '/dev/stdin') : pipeInput('-', 0);
}

async function fileInput(name: string, path: string): Promise<Input> {
  const file = await open(path, 'r');
  const { size } = await file.stat();
  return { name, supply: new FileSupply(file), size, descriptor: file.fd, live: false };
}

function pipeInput(name: string, descriptor: number): Input {
  return { name, supply: new StreamSupply(pipeStream(descriptor)), size: 0, descriptor: -1, live: true };
}

const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist; check the name',
  EACCES: 'may not be read; ask for permission or run as another user',
  EPERM: 'may not be read; ask for permission or run as another user',
  ENOTDIR: 'does not exist; check the name',
  EMFILE: 'cannot be opened, too many files are open; close some or raise ulimit -n',
};

function explain(name: string, error: unknown): string {
  const code = errorCode(error);
  const cause = CAUSES[code] ?? `cannot be opened: ${errorText(error)}`;
  return `${name} ${cause}${code === 'EACCES' || code === 'EPERM' ? notAsRoot() : ''}`;
}
