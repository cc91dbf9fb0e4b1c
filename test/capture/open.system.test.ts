import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSource } from '../../src/capture/open.js';
import type { Source } from '../../src/capture/source.js';
import { concat, pcapHeader, pcapRecordBytes, type Reading, readAll, readCapture, sectionBlock } from './captures.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-open-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

async function opened(path: string): Promise<Source> {
  const source = await openSource(path);
  if ('refused' in source) throw new Error(source.refused);
  return source;
}

async function readFile(path: string): Promise<Reading> {
  const source = await opened(path);
  const reading = await readAll(source);
  await source.close();
  return reading;
}

async function refusal(path: string): Promise<string> {
  const source = await openSource(path);
  if ('refused' in source) return source.refused;
  throw new Error(`${path} was opened as ${source.format}`);
}

/** `count` packets; their bytes pack badly, so that a cut takes some away. */
function capture(count: number): Uint8Array {
  const records = Array.from({ length: count }, (_, index) => {
    const data = Uint8Array.from({ length: 200 }, (_, at) => ((index * 2654435761 + at * 40503) >>> 7) & 0xff);
    return pcapRecordBytes({}, 1_523_896_897 + index, 979_995, data);
  });
  return concat(pcapHeader(), ...records);
}

describe('a plain file', () => {
  test('has a size and a position, and can be read again', async () => {
    const bytes = capture(3);
    const source = await opened(file('plain.txt', bytes));
    expect(source).toMatchObject({ format: 'pcap', rereadable: true, dated: true, size: bytes.length });
    expect((await readAll(source)).packets).toHaveLength(3);
    expect(source.bytesRead).toBe(bytes.length);
    expect(source.readAt(24)?.timeUs).toBe(1_523_896_897_979_995);
    expect(source.bytesAt(0, 4)).toEqual(bytes.slice(0, 4));
    expect(source.bytesAt(bytes.length - 2, 100)).toHaveLength(2);
    expect(source.readAt(bytes.length)).toBeUndefined();
    expect(source.readAt(-1)).toBeUndefined();
    await source.close();
    expect(source.readAt(24)).toBeUndefined();
    expect(source.bytesAt(0, 4)).toHaveLength(0);
  });
});

describe('a packed file', () => {
  test('gzip, whatever its name', async () => {
    const source = await opened(file('packed.pcap', zlib.gzipSync(capture(50))));
    expect(source).toMatchObject({ format: 'pcap, gzip', rereadable: false });
    const { packets, damage } = await readAll(source);
    expect(packets).toEqual((await readCapture(capture(50))).packets);
    expect(damage).toEqual([]);
    expect(source.bytesRead).toBe(source.size);
    expect(source.packet.recordOffset).toBe(-1);
    await source.close();
  });

  test('several members are one capture', async () => {
    const bytes = capture(50);
    const members = concat(zlib.gzipSync(bytes.subarray(0, 3000)), zlib.gzipSync(bytes.subarray(3000)));
    expect((await readFile(file('members.gz', members))).packets).toHaveLength(50);
  });

  test('larger than a slice', async () => {
    const bytes = capture(20_000);
    expect((await readFile(file('large.gz', zlib.gzipSync(bytes)))).packets).toHaveLength(20_000);
  });

  test('cut: what was unpacked is used', async () => {
    const packed = zlib.gzipSync(capture(2000));
    const { packets, damage } = await readFile(file('cut.gz', packed.subarray(0, packed.length >> 1)));
    expect(packets.length).toBeGreaterThan(800);
    expect(damage.map(({ what }) => what)).toContain('the gzip data ends too early');
  });

  test('damaged: what comes before is used', async () => {
    const packed = zlib.gzipSync(capture(2000));
    packed.fill(0xff, packed.length >> 1);
    const { packets, damage } = await readFile(file('damaged.gz', packed));
    expect(packets.length).toBeGreaterThan(700);
    expect(damage.map(({ what }) => what)).toContain('the gzip data is damaged from here on');
  });

  test('damaged: not a byte before the damage is lost', async () => {
    const bytes = capture(2000);
    // Without compression bytes lie in blocks, each after its length and the complement of it (RFC 1951 3.2.4).
    const packed = zlib.gzipSync(bytes, { level: 0 });
    const block = packed.readUInt16LE(11);
    expect(block).toBeLessThan(bytes.length);
    packed[15 + block + 4] = packed[15 + block + 4]! ^ 0xff;
    const reading = await readFile(file('block.gz', packed));
    expect(reading.packets).toHaveLength(Math.ceil((block - 24) / 216));
    expect(reading.damage.map(({ what }) => what)).toEqual([
      'the gzip data is damaged from here on',
      'the file ends in the middle of a packet',
    ]);
    const sum = zlib.gzipSync(bytes);
    sum[sum.length - 6] = sum[sum.length - 6]! ^ 1;
    expect((await readFile(file('sum.gz', sum))).packets).toHaveLength(2000);
  });

  test('a small one that is damaged near its end loses little', async () => {
    const packed = zlib.gzipSync(capture(10), { level: 1 });
    packed.fill(0xff, packed.length - 100);
    expect((await readFile(file('small.gz', packed))).packets.length).toBeGreaterThanOrEqual(8);
  });

  test('packed twice is refused', async () => {
    expect(await refusal(file('twice.gz', zlib.gzipSync(zlib.gzipSync(capture(2)))))).toMatch(
      /packed twice; unpack it first/,
    );
  });

  test('a packed archive is refused by its name', async () => {
    const tar = Buffer.concat([Buffer.from(`a.pcap${'\0'.repeat(251)}ustar`), Buffer.alloc(250), capture(2)]);
    expect(await refusal(file('x.tar.gz', zlib.gzipSync(tar)))).toMatch(/is a tar archive; unpack it first/);
  });

  test('zstd is read where Node can, else refused by name', async () => {
    // Node 22.15 and newer; the types are those of Node 20.
    const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Uint8Array) => Uint8Array };
    if (zstdCompressSync === undefined) {
      const start = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0, 0);
      expect(await refusal(file('x.zst', start))).toMatch(
        /packed with zstd, which this version of Node cannot unpack; unpack it first/,
      );
      return;
    }
    const source = await opened(file('x.zst', zstdCompressSync(capture(50))));
    expect(source.format).toBe('pcap, zstd');
    expect((await readAll(source)).packets).toHaveLength(50);
    await source.close();
  });
});

describe('what is no capture is refused in a sentence that says what to do', () => {
  test.each([
    ['GMBU\0\x02\x01', /ends within its Network Monitor header/],
    ['GMBU\0\x04\x01', /is a Network Monitor capture of version 4; convert it with: editcap/],
    ['\x04\x22\x4d\x18', /is packed with lz4; unpack it first: lz4 -d/],
    ['\x5d\0\0\x80\0', /is packed with lzma; unpack it first: xz -dk/],
    ['7z\xbc\xaf\x27\x1c', /is a 7-Zip archive; unpack it first: 7z x/],
    ['Rar!\x1a\x07\x01', /is a RAR archive; unpack it first: unrar x/],
    ['btsnoop\0\0\0\0\x01', /is a Bluetooth capture \(btsnoop\); SIP is not carried in it/],
    ['EyeSDN\xff', /is an EyeSDN capture of ISDN/],
    ['\0\0\x02\0\x12\x05\0\x10', /is a Tektronix K12 rf5 capture; convert it/],
    [`\0\x01NetScaler V30 Performance Data`, /is a NetScaler trace; convert it/],
    [`a.pcap${'\0'.repeat(251)}ustar`, /is a tar archive; unpack it first: tar -xf/],
    ['\xfd7zXZ\0', /is packed with xz; unpack it first: xz -dk/],
    ['BZh91AY', /is packed with bzip2; unpack it first: bzip2 -dk/],
    ['PK\x03\x04', /is a zip archive; unpack it first/],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0\n', /is a Git LFS pointer.*git lfs pull/],
    ['\xff\xfeT\0C\0P\0', /is UTF-16 text; turn it into UTF-8/],
    ['dear sir or madam\n', /is text in which no SIP was found; what is read is the text of tcpdump/],
    ['\xd4\xc3\xb2\xa1\x02\0\x04\0', /ends within its pcap header/],
    ['\x01\x02\x03\x04\x05\x06', /is not a capture that is read here; pcap, pcapng, snoop and Network Monitor are/],
  ])('%j', async (content, sentence) => {
    const path = file('other.pcap', Buffer.from(content, 'latin1'));
    const text = await refusal(path);
    expect(text).toMatch(sentence);
    expect(text.startsWith(path)).toBe(true);
  });

  test('an empty file', async () => {
    expect(await refusal(file('empty.pcap', ''))).toMatch(/empty\.pcap is empty; there is nothing to read/);
    expect(await refusal(file('empty.gz', zlib.gzipSync('')))).toMatch(/empty\.gz is empty/);
  });

  test('a section header alone is a capture without packets', async () => {
    expect(await readFile(file('section.pcapng', sectionBlock(true)))).toMatchObject({ packets: [], damage: [] });
  });

  test('a directory', async () => {
    mkdirSync(join(folder, 'captures'));
    expect(await refusal(join(folder, 'captures'))).toMatch(
      /captures is a directory; name the captures in it: .*captures\/\*$/,
    );
  });

  test('a name that does not exist', async () => {
    expect(await refusal(join(folder, 'absent.pcap'))).toMatch(/absent\.pcap does not exist; check the name/);
    expect(await refusal(join(file('x', 'y'), 'z'))).toMatch(/does not exist/);
  });

  test.skipIf(process.getuid?.() === 0)('no permission (not as root, who may read all)', async () => {
    const path = file('secret.pcap', capture(1));
    chmodSync(path, 0);
    expect(await refusal(path)).toMatch(/may not be read; ask for permission/);
  });

  test('gzip that is damaged at once', async () => {
    expect(await refusal(file('bad.gz', Uint8Array.of(0x1f, 0x8b, 0xff, 0xff, 0xff)))).toMatch(
      /cannot be read: the gzip data is damaged/,
    );
  });
});

describe('pipes', () => {
  test('a named pipe gives packets as they come and ends when its writer does', async () => {
    const path = join(folder, 'pipe');
    spawnSync('mkfifo', [path]);
    const writer = createWriteStream(path);
    const bytes = capture(3);
    writer.write(bytes.subarray(0, 24 + 216));
    const source = await opened(path);
    expect(source).toMatchObject({ format: 'pcap', rereadable: false, size: 0 });
    let step = source.next();
    while (step === 'starved') {
      await source.fill();
      step = source.next();
    }
    // The second packet is not written yet.
    expect(step).toBe('packet');
    writer.end(bytes.subarray(24 + 216));
    expect((await readAll(source)).packets).toHaveLength(2);
    await source.close();
  });

  test('closing a source ends a fill in progress', async () => {
    const path = join(folder, 'quiet');
    spawnSync('mkfifo', [path]);
    const writer = createWriteStream(path);
    const written = new Promise(resolve => writer.write(capture(1), resolve));
    const source = await opened(path);
    await written;
    while (source.next() !== 'starved');
    const filled = source.fill();
    await source.close();
    await filled;
    expect(source.next()).toBe('end');
    writer.end();
  });

  test.each([
    ['a pipe', 'pcap packets 40'],
    ['a gzip pipe', 'pcap, gzip packets 40'],
    ['a file', 'pcap packets 40'],
  ])('standard input that is %s', async (kind, expected) => {
    const program = `
      import { openSource } from ${JSON.stringify(new URL('../../src/capture/open.js', import.meta.url).href)};
      const source = await openSource('-');
      let packets = 0;
      for (let step = source.next(); step !== 'end'; step = source.next()) {
        if (step === 'packet') packets++;
        else await source.fill();
      }
      console.log(source.format, 'packets', packets);
      await source.close();`;
    const command = [process.execPath, ...['--import', 'tsx', '--input-type=module', '-e', program]] as const;
    const bytes = kind === 'a gzip pipe' ? zlib.gzipSync(capture(40)) : capture(40);
    const path = file('stdin', bytes);
    const redirect = kind === 'a file' ? 'exec "$@" < "$0"' : 'cat "$0" | "$@"';
    const child = spawn('sh', ['-c', redirect, path, ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', chunk => {
      output += String(chunk);
    });
    await new Promise(resolve => child.on('close', resolve));
    expect(output.trim()).toBe(expected);
  });
});
