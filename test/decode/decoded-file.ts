/** A capture of the disk through its reader and a decoder alone, without tables. */
import { openSource } from '../../src/capture/open.js';
import { Accounts } from '../../src/decode/accounts.js';
import type { MessageSink } from '../../src/decode/decoded-message.js';
import { Decoder } from '../../src/decode/decoder.js';

/** Hands everything to the sink; what it answers for kept packets is made here. Returns the accounts, or why the file is refused. */
export async function decodeFile(
  path: string,
  sink: Omit<MessageSink, 'keep' | 'scanned'>,
): Promise<Accounts | string> {
  const source = await openSource(path);
  if ('refused' in source) return source.refused;
  const accounts = new Accounts();
  const decoder = new Decoder({
    ...sink,
    keep: ({ recordOffset, recordHeaderLength: headerLength }) => ({ file: 0, recordOffset, headerLength }),
  });
  for (let step = source.next(); step !== 'end'; step = source.next()) {
    if (step === 'packet') decoder.packet(source.packet, { id: 1, accounts });
    else if (step === 'datagram') decoder.datagram(source.datagram, { id: 1, accounts });
    else await source.fill();
  }
  decoder.flush();
  await source.close();
  return accounts;
}
