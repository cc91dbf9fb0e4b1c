/**
 * `export`: writes the conversations that match to a capture or text file; one sentence on stderr says what was
 * written.
 */
import { oneOf } from '../format/counts.js';
import { ENDINGS, formatOf } from '../model/formats.js';
import { FOUND, NOTHING, readAll, whyNothing, type Session, UNUSABLE } from './session.js';

export async function exportConversations(session: Session): Promise<number> {
  const { invocation, engine } = session;
  const path = invocation.output;
  if (path === null) {
    session.complain(`Say where to write with -o ${oneOf(ENDINGS.map(ending => `FILE${ending}`))}.`);
    return UNUSABLE;
  }
  const format = formatOf(path);
  if (!format) {
    session.complain(`The name after -o must end in ${oneOf(ENDINGS)}: it says what to write.`);
    return UNUSABLE;
  }
  if (!(await readAll(session, invocation.words))) return UNUSABLE;
  const answer = await engine.request('save', {
    selection: { result: true },
    path,
    format: format.name,
    overwrite: invocation.overwrite,
  });
  if ('exists' in answer) {
    session.complain(`${path} exists already. Choose another name, or give --overwrite.`);
    return UNUSABLE;
  }
  if ('failed' in answer) {
    session.complain(answer.failed);
    return UNUSABLE;
  }
  if (answer.conversations === 0) {
    session.complain(`${await whyNothing(engine)} Nothing was written.`);
    return NOTHING;
  }
  session.complain(
    `${answer.conversations} conversations, ${answer.messages} messages in ${answer.packets} packets written to ${path}.`,
  );
  return FOUND;
}
