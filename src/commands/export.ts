/**
 * `export`: writes the conversations that match to a capture or text file; one sentence on stderr says what was
 * written.
 */
import { FOUND, NOTHING, readAll, type Session, UNUSABLE } from './session.js';

const FORMATS: Record<string, 'pcap' | 'pcapng' | 'txt'> = { '.pcap': 'pcap', '.pcapng': 'pcapng', '.txt': 'txt' };

export async function exportConversations(session: Session): Promise<number> {
  const { invocation, engine } = session;
  const path = invocation.output;
  if (path === null) {
    session.complain('Say where to write with -o FILE.pcap, FILE.pcapng or FILE.txt.');
    return UNUSABLE;
  }
  const format = FORMATS[path.slice(path.lastIndexOf('.'))];
  if (!format) {
    session.complain('The name after -o must end in .pcap, .pcapng or .txt: it says what to write.');
    return UNUSABLE;
  }
  if (!(await readAll(session, invocation.words))) return UNUSABLE;
  const answer = await engine.request('save', {
    selection: { result: true },
    path,
    format,
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
  session.complain(
    `${answer.conversations} conversations, ${answer.messages} messages in ${answer.packets} packets written to ${path}.`,
  );
  return answer.conversations > 0 ? FOUND : NOTHING;
}
