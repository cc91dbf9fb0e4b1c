/** Numbers for the texts that repeat from message to message: 0 for none, and where the table is full. */
import { METHOD_NAMES, METHOD_ROOM, METHODS } from '../built/scan';
import { scanned } from '../scan/scanned';
import { intern, Interner, isRun } from '../tables/interner';
import { agents, methods, reasons } from './tables';

/** Messages whose text found no room in its table. */
export let methodsNotKept: i32 = 0;
export let reasonsNotKept: i32 = 0;
export let agentsNotKept: i32 = 0;

/** The latest agent of each shape and reason phrase of each status: good guesses for the next message. */
const agentOfShape: usize = memory.data(2 * 65536, 8);
const reasonOfStatus: usize = memory.data(2 * 1024, 8);

export function beginTexts(): void {
  for (let id = 0; id < METHODS; id++) {
    const name = METHOD_NAMES + id * METHOD_ROOM;
    intern(methods, name + 1, load<u8>(name));
  }
  intern(reasons, METHOD_NAMES, 0);
  intern(agents, METHOD_NAMES, 0);
}

/** Method of the request just scanned. */
export function methodOfRequest(): i32 {
  if (scanned.method !== 0 || scanned.methodEnd === scanned.methodStart) return scanned.method;
  return numberedMethod(scanned.methodStart, scanned.methodEnd);
}

/** Method in CSeq of the message just scanned. */
export function methodOfCSeq(): i32 {
  if (scanned.cseqMethod !== 0 || scanned.cseqMethodEnd === scanned.cseqMethodStart) return scanned.cseqMethod;
  return numberedMethod(scanned.cseqMethodStart, scanned.cseqMethodEnd);
}

function numberedMethod(start: usize, end: usize): i32 {
  const id = intern(methods, start, <u32>(end - start));
  if (id >= 0) return id;
  methodsNotKept++;
  return 0;
}

/** Reason phrase of the response just scanned: usually the one its status had last. */
export function reasonOfResponse(): i32 {
  if (scanned.reasonEnd === scanned.reasonStart) return 0;
  const id = internNear(reasons, scanned.reasonStart, scanned.reasonEnd, reasonOfStatus + (scanned.status << 1));
  if (id >= 0) return id;
  reasonsNotKept++;
  return 0;
}

/** User-Agent or Server of the message just scanned: the same headers in the same order usually mean the same software. */
export function agentOf(shape: i32): i32 {
  if (scanned.agentEnd === scanned.agentStart) return 0;
  const id = internNear(agents, scanned.agentStart, scanned.agentEnd, agentOfShape + (shape << 1));
  if (id >= 0) return id;
  agentsNotKept++;
  return 0;
}

/** Id of a text; `guess` is where the one that is likely stands, and then the one it was. */
function internNear(texts: Interner, start: usize, end: usize, guess: usize): i32 {
  const length = <u32>(end - start);
  const near = <i32>load<u16>(guess);
  if (isRun(texts, near, start, length)) return near;
  const id = intern(texts, start, length);
  if (id > 0) store<u16>(guess, <u16>id);
  return id;
}
