/** The captures of the benchmark: what is in them, and that they are the same every time. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generate } from './generate.js';

describe('the generated captures', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sipvestigator-bench-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('have 340 messages for 60 conversations, about 715 bytes each', () => {
    const path = join(folder, 'plain.pcap');
    const { packets, messages, bytes } = generate(path, 600);
    expect([packets, messages]).toEqual([3400, 3400]);
    expect(bytes).toBe(readFileSync(path).length);
    expect(bytes / packets).toBeGreaterThan(690);
    expect(bytes / packets).toBeLessThan(740);
    const text = readFileSync(path, 'latin1');
    expect(new Set(text.match(/^Call-ID: [0-9a-f]{32}@/gm)).size).toBe(600);
    expect(text.match(/^Diversion: /gm)?.length).toBe(30);
  });

  it('are 80 % media in the variant with RTP', () => {
    const { packets, messages } = generate(join(folder, 'media.pcap'), 600, 46);
    expect(messages).toBe(3400);
    expect((packets - messages) / packets).toBeCloseTo(0.8, 2);
  });

  it('interleave conversations, in order of time', () => {
    const path = join(folder, 'order.pcap');
    generate(path, 120);
    const bytes = readFileSync(path);
    const times: number[] = [];
    for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
      times.push(bytes.readUInt32LE(at) * 1e6 + bytes.readUInt32LE(at + 4));
    }
    expect(times.length).toBe(680);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('are the same bytes every time', () => {
    const hash = (name: string) => {
      generate(join(folder, name), 60, 3);
      return createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex');
    };
    expect(hash('once.pcap')).toBe(hash('twice.pcap'));
  });
});
