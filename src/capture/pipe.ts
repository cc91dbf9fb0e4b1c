/**
 * Reads what is no file: pipes, sockets, devices. In: a descriptor. Out: a stream of its bytes. A socket object waits for
 * a pipe without holding a thread, so that a quiet pipe cannot keep the program from ending; fs streams would.
 */
import { createReadStream } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** A stream over an open descriptor, which it closes at its end. */
export function pipeStream(descriptor: number): Readable {
  try {
    return new Socket({ fd: descriptor, readable: true, writable: false });
  } catch {
    return createReadStream('', { fd: descriptor }); // a device such as /dev/null, which cannot be waited for
  }
}
