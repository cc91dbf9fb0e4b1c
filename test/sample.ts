/** The files of samples/, as tests open them. */
import { fileURLToPath } from 'node:url';

const samples = fileURLToPath(new URL('../samples/', import.meta.url));

/** Path of a sample. */
export function sample(name: string): string {
  return samples + name;
}
