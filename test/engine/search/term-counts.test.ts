/** Counts beside the terms of a filter follow what comes in; what texts tell is read once, in small steps. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filterOf, READ_A_STEP } from '../../../src/engine/search/filter.js';
import { Hidden } from '../../../src/engine/search/hidden.js';
import { rowId } from '../../../src/model/ids.js';
import { compile } from '../../../src/query/predicates/compile.js';
import { NO_PLAN } from '../../../src/query/values/numbers.js';
import { parse } from '../../../src/query/language/parse.js';
import { generate } from '../../bench/generate.js';
import { request, writeCapture } from '../../commands/captures.js';
import { sample } from '../../sample.js';
import { folder, readTogether } from '../core-session.js';

const QUERIES = ['method REGISTER', '/INVITE sip:/', 'not header.user-agent yealink', 'state completed'];

it('follows what comes in while the same is asked for', async () => {
  const first = sample('call-unanswered-nat.pcap');
  const second = join(folder(), 'calls.pcap');
  generate(second, 120);
  const session = await readTogether(first);
  // A filter of one term, that is counted already, and of several.
  for (const query of ['method REGISTER', 'method REGISTER and state completed']) {
    await session.ask('result', { query, sort: { key: 'index', descending: false } });
    await session.ask('counts', { queries: QUERIES });
  }
  await session.ask('open', { paths: [second], limit: null });
  await session.ask('loaded', {});
  const whole = await readTogether(first, second);
  const { counts } = await session.ask('counts', { queries: QUERIES });
  expect(await whole.ask('counts', { queries: QUERIES })).toEqual({ counts });
  expect(counts.every(count => count !== null && count > 0)).toBe(true);
  await session.ask('result', { query: 'method REGISTER', sort: { key: 'index', descending: false } });
  expect(await session.ask('counts', { queries: QUERIES })).toEqual({ counts });
});

it('reads a conversation of any length in small steps, and no message twice', async () => {
  const path = join(folder(), 'long.pcap');
  const messages = Array.from({ length: 1000 }, (_, at) =>
    request('OPTIONS', { CSeq: `${at + 1} OPTIONS`, Contact: '<sip:here@192.0.2.1>' }),
  );
  writeCapture(path, messages);
  const { core } = await readTogether(path);
  const parsed = parse('header.contact /nowhere/');
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  const compiled = compile(parsed.tree, core.index.subject, { plan: NO_PLAN });
  const steps = [...filterOf(compiled, core.index, new Hidden())!.texts!.read(rowId(0))].length;
  expect(steps).toBe(Math.floor(1000 / READ_A_STEP));
  expect(core.index.conversations.table.messages.get(rowId(0))).toBe(1000);
  expect([...filterOf(compiled, core.index, new Hidden())!.texts!.read(rowId(0))]).toEqual([]);
  expect(compiled.matches(rowId(0))).toBe(false);
});
