/**
 * A table computed from conversations: one class and one `add`, and it follows what is read, evicted and closed. The
 * table here is made up for the test: how many conversations each method began.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Conversations } from '../../../src/conversations/conversations.js';
import type { Derived } from '../../../src/conversations/derived.js';
import type { RowId } from '../../../src/model/ids.js';
import { pcapHeader, pcapRecordBytes } from '../../capture/captures.js';
import { bytes, ethernet, ipv4, udp } from '../../decode/wire.js';
import { type CoreSession, folder, openCore } from '../core-session.js';

class MethodCounts implements Derived {
  readonly #methods = new Map<RowId, string>();
  /** What it was told since this was last emptied. */
  readonly told = { changed: new Set<RowId>(), gone: [] as RowId[], cleared: 0 };

  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const method of this.#methods.values()) counts[method] = (counts[method] ?? 0) + 1;
    return counts;
  }

  changed(rows: readonly RowId[], { table, messages, methods }: Conversations): void {
    for (const row of rows) {
      this.told.changed.add(row);
      this.#methods.set(row, methods.text(messages.method.get(table.firstMessage.get(row))));
    }
  }

  gone(rows: readonly RowId[], conversations: Conversations): void {
    for (const row of rows) {
      this.told.gone.push(row);
      expect(conversations.rows.has(row)).toBe(false);
      // Columns can still be read.
      const { table, messages, methods } = conversations;
      expect(methods.text(messages.method.get(table.firstMessage.get(row)))).toBe(this.#methods.get(row));
      expect(this.#methods.delete(row)).toBe(true);
    }
  }

  cleared(): void {
    this.told.cleared++;
    this.#methods.clear();
  }
}

/** 2024-05-13T08:00:00Z. */
const START_S = 1_715_587_200;

/** A request and its 200: a conversation that waits for nothing. */
function exchange(method: string, callId: string, cseq = 1): string[] {
  const headers = [
    `Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK${callId}${cseq}`,
    'From: <sip:1001@a.example>;tag=a',
    'To: <sip:1002@b.example>;tag=b',
    `Call-ID: ${callId}`,
    `CSeq: ${cseq} ${method}`,
    'Content-Length: 0\r\n\r\n',
  ].join('\r\n');
  return [`${method} sip:1002@b.example SIP/2.0\r\n${headers}`, `SIP/2.0 200 OK\r\n${headers}`];
}

/** A capture of messages 20 ms apart, from some seconds after the start on. */
function capture(messages: readonly string[], afterS = 0): Buffer {
  const records = messages.map((message, at) =>
    pcapRecordBytes(
      {},
      START_S + afterS + Math.floor(at / 50),
      (at % 50) * 20_000,
      ethernet(ipv4(udp(bytes(message)))),
    ),
  );
  return Buffer.from(bytes(pcapHeader(), ...records));
}

function written(name: string, content: Buffer): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

/** An engine with the table in it. */
function counting(): { session: CoreSession; table: MethodCounts } {
  const session = openCore();
  return { session, table: session.core.derived.add(new MethodCounts()) };
}

async function read(session: CoreSession, ...paths: string[]): Promise<number[]> {
  const { opened } = await session.ask('open', { paths, limit: null });
  await session.ask('loaded', {});
  return opened;
}

describe('a derived table', () => {
  const first = [
    ...exchange('OPTIONS', 'first'),
    ...exchange('REGISTER', 'second'),
    ...exchange('OPTIONS', 'third'),
    ...exchange('SUBSCRIBE', 'fourth'),
  ];
  const later = [...exchange('OPTIONS', 'third', 2), ...exchange('MESSAGE', 'fifth'), ...exchange('OPTIONS', 'sixth')];

  it('is told of what is new and what received messages, and of nothing else', async () => {
    const { session, table } = counting();
    await read(session, written('first.pcap', capture(first)));
    expect([...table.told.changed].sort()).toEqual([0, 1, 2, 3]);
    expect(table.counts).toEqual({ OPTIONS: 2, REGISTER: 1, SUBSCRIBE: 1 });
    table.told.changed.clear();
    await read(session, written('later.pcap', capture(later, 60)));
    expect([...table.told.changed].sort()).toEqual([2, 4, 5]);
    expect(table.counts).toEqual({ OPTIONS: 3, REGISTER: 1, SUBSCRIBE: 1, MESSAGE: 1 });
    expect(table.told).toMatchObject({ gone: [], cleared: 0 });
  });

  it('is told again, when reading ends, of what waits for an answer: its state follows the clock', async () => {
    const { session, table } = counting();
    const invite = exchange('INVITE', 'waiting')[0]!.replace(';tag=b', '');
    await read(session, written('waiting.pcap', capture([...first, invite])));
    table.told.changed.clear();
    await read(session, written('later.pcap', capture(later, 60)));
    expect([...table.told.changed].sort()).toEqual([2, 4, 5, 6]);
  });

  it('is rebuilt from the sources that stay when one is closed', async () => {
    const { session, table } = counting();
    const [one] = await read(session, written('first.pcap', capture(first)));
    await read(session, written('later.pcap', capture(later, 60)));
    expect(await session.ask('close', { source: one! })).toEqual({ closed: true });
    await session.ask('loaded', {});
    expect(table.counts).toEqual({ OPTIONS: 2, MESSAGE: 1 });
    expect(table.told.cleared).toBe(1);
    await session.ask('close', { source: null });
    expect(table.counts).toEqual({});
  });

  it('loses what is evicted, once each, and nothing else', async () => {
    const { session, table } = counting();
    const messages = Array.from({ length: 5000 }, (_, at) => exchange(at % 5 === 0 ? 'REGISTER' : 'OPTIONS', `c${at}`));
    await session.ask('retain', { keep: { bytes: 1 << 20 } });
    // Out of gzip nothing can be read again where it is: it is kept in the spool, which the bound is about.
    await read(session, written('many.pcap.gz', gzipSync(capture(messages.flat()))));
    const { sip, gone } = await session.ask('stats', {});
    expect(gone.conversations).toBeGreaterThan(1000);
    expect(table.told.gone).toHaveLength(gone.conversations);
    expect(new Set(table.told.gone).size).toBe(gone.conversations);
    const kept = await session.rows();
    expect(kept).toHaveLength(sip.conversations - gone.conversations);
    const registers = kept.filter(row => row.index % 5 === 0).length;
    expect(table.counts).toEqual({ REGISTER: registers, OPTIONS: kept.length - registers });
  });
});
