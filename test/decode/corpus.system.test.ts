/** Every capture of the corpus: as many messages as TShark finds, or a named reason why more or fewer are right. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Accounts } from '../../src/decode/accounts.js';
import { rowId } from '../../src/model/ids.js';
import { decodeFile } from './decoded-file.js';
import { expectBalanced } from './harness.js';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
const table = new URL('expected.tsv', corpus);

/** Messages by file where TShark's count is not ours. */
const DIFFERENT: Record<string, { messages: number; reason: string }> = {
  'torture/pcap/torture-rfc4475.pcap': {
    messages: 49,
    reason: 'all messages of RFC 4475 are SIP; TShark refuses five',
  },
  'ndpi/fuzz-2006-06-26-2594.pcap': {
    messages: 60,
    reason: 'start lines with a byte changed, and UDP lengths that do not fit, still are legible SIP',
  },
  'sipnab/c07-sip-r2.cap': {
    messages: 8,
    reason: 'methods of 513 to 4,099 letters are taken for no SIP: what begins so is more often something else',
  },
};

interface Row {
  path: string;
  messages: number;
  insideIcmp: number;
}

const rows: Row[] = existsSync(table)
  ? readFileSync(table, 'latin1')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split('\t'))
      .map(([path = '', , messages, insideIcmp]) => ({
        path,
        messages: Number(messages),
        insideIcmp: Number(insideIcmp),
      }))
  : [];

async function count(path: string): Promise<{ messages: number; quoted: number; accounts: Accounts } | string> {
  let messages = 0;
  let quoted = 0;
  const accounts = await decodeFile(fileURLToPath(new URL(path, corpus)), {
    message: () => rowId(messages++),
    quoted: () => void quoted++,
    connection: () => undefined,
  });
  return typeof accounts === 'string' ? accounts : { messages, quoted, accounts };
}

describe.skipIf(rows.length === 0)('the corpus (skipped where ../shared/corpus is absent)', () => {
  it.each(rows)('$path', async ({ path, messages, insideIcmp }) => {
    const got = await count(path);
    if (typeof got === 'string') {
      expect(got).toContain(path.split('/').at(-1));
      expect(messages).toBe(0);
      return;
    }
    expect(got.messages, DIFFERENT[path]?.reason).toBe(DIFFERENT[path]?.messages ?? messages - insideIcmp);
    expect(got.quoted).toBe(insideIcmp);
    expect(got.accounts.pending).toBe(0);
    expectBalanced(got.accounts);
  });
});
