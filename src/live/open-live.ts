/** Opens live sources. What only one kind of them needs is loaded when it is opened: most runs of the program read files. */
import { access, constants, stat } from 'node:fs/promises';
import type { Refusal, Source } from '../capture/source.js';
import { errorText } from '../format/errors.js';
import type { StartCapture } from './children/capture-process.js';
import { FollowFeed } from './follow-feed.js';
import { type LiveInput, liveName } from './live-input.js';
import { LiveSource } from './live-source.js';
import { PipeFeed } from './pipe-feed.js';

/**
 * Resolves when the capture runs. Never rejects: a refusal is a sentence that says why and what to do. `start` starts
 * the program that captures an interface.
 */
export async function openLive(input: LiveInput, start: StartCapture): Promise<Source | Refusal> {
  try {
    switch (input.kind) {
      case 'device': {
        const { captureDevice } = await import('./children/device-capture.js');
        return await captureDevice(input.device, input.settings, start);
      }
      case 'ssh': {
        const { captureOverSsh } = await import('./children/ssh-capture.js');
        return await captureOverSsh(input.host, input.device, input.settings);
      }
      case 'standard input':
        return new LiveSource(liveName(input), new PipeFeed());
      case 'follow':
        return await follow(input.path);
      case 'hep': {
        const { HepSource } = await import('./hep/hep-source.js');
        return await HepSource.listen(input);
      }
    }
  } catch (error) {
    return {
      refused: `${liveName(input)} cannot be captured: ${errorText(error)}`,
    };
  }
}

async function follow(path: string): Promise<Source | Refusal> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) return { refused: `${path} does not exist; check the name` };
  if (!status.isFile()) return { refused: `${path} is no file; what is none is read as it comes without --follow` };
  // It is opened again and again, and may be missing for a while: now is the time to say that it may not be read.
  await access(path, constants.R_OK);
  return new LiveSource(path, new FollowFeed(path));
}
