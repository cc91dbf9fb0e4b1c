/** Completion of a line: commands, files, Call-IDs, message numbers, filter terms. */
import { expect, it } from 'vitest';
import { samples } from '../../samples/compose/stories.js';
import { complete } from '../../src/shell/completion.js';
import { freePort } from '../live/traffic.js';
import { type Dialogue, openPrompt } from './dialogue.js';

const callId = '256c2b012c04d48e5bbbad970bca3268@10.20.0.22:5060';

async function loaded(): Promise<Dialogue> {
  const { bytes } = samples().find(({ name }) => name === 'call-diversion-wrong.pcap')!;
  const prompt = openPrompt({ 'calls.pcap': bytes });
  await prompt.type('load txts/calls.pcap');
  return prompt;
}

/** The lines a line may become. */
async function become({ engine, state }: Dialogue, line: string): Promise<string[]> {
  const files = async (prefix: string) =>
    ['calls.pcap', 'my calls.pcap', 'more/'].filter(name => name.startsWith(prefix));
  const { from, candidates } = await complete(line, state(), { engine, files });
  return candidates.map(({ text }) => line.slice(0, from) + text);
}

it('completes commands and what belongs to them', async () => {
  const prompt = openPrompt({});
  expect(await become(prompt, 'c')).toEqual(['capture', 'clear', 'conversation']);
  expect(await become(prompt, 'show conv')).toEqual(['show conversation', 'show conversations']);
  expect(await become(prompt, 'show conversations ')).toEqual(['show conversations sorted']);
  expect(await become(prompt, 'capture st')).toEqual(['capture start', 'capture stop']);
  expect(await become(prompt, 'help lo')).toEqual(['help load']);
  expect(await become(prompt, 'nonsense x')).toEqual([]);
  await prompt.type('filter');
  expect(await become(prompt, 's')).toEqual(['set', 'show']);
  expect(await become(prompt, 'set condition ')).toEqual(['set condition and', 'set condition or']);
});

it('completes interfaces, options and what captures', async () => {
  const prompt = openPrompt({});
  expect(await become(prompt, 'capture start l')).toEqual(['capture start lo']);
  expect(await become(prompt, 'capture start ')).toEqual(
    expect.arrayContaining(['capture start any', 'capture start hep']),
  );
  expect(await become(prompt, 'capture start lo --sn')).toEqual(['capture start lo --snaplen']);
  expect(await become(prompt, 'capture start follow cal')).toEqual(['capture start follow calls.pcap']);
  expect(await become(prompt, 'capture stop ')).toEqual([]);
  const port = await freePort();
  await prompt.type(`capture start hep 127.0.0.1:${port}`);
  expect(await become(prompt, 'capture stop ')).toEqual([`capture stop "HEP 127.0.0.1:${port}"`]);
});

it('completes files, quoting those with blanks', async () => {
  const prompt = openPrompt({});
  expect(await become(prompt, 'load m')).toEqual(['load "my calls.pcap"', 'load more/']);
  expect(await become(prompt, 'load "my')).toEqual(['load "my calls.pcap"']);
});

it('completes Call-IDs that match the filter, and message numbers', async () => {
  const prompt = await loaded();
  expect(await become(prompt, 'show conversation ')).toHaveLength(7);
  expect(await become(prompt, 'show conversation 256')).toEqual([`show conversation ${callId}`]);
  await prompt.type('filter add dstnum 5660066');
  expect(await become(prompt, 'show conversation ')).toEqual([`show conversation ${callId}`]);
  expect(await become(prompt, 'conversation ')).toEqual([`conversation ${callId}`]);
  expect(await become(prompt, 'show conversation 0 m')).toEqual([
    'show conversation 0 message',
    'show conversation 0 messages',
  ]);
  const numbers = ['0', '1', '2', '3'];
  expect(await become(prompt, 'show conversation 0 message ')).toEqual(
    numbers.map(number => `show conversation 0 message ${number}`),
  );
  expect(await become(prompt, `show conversation ${callId} message 2`)).toEqual([
    `show conversation ${callId} message 2`,
  ]);
  expect(await become(prompt, 'show conversation 9 message ')).toEqual([]);
  await prompt.type('conversation 0');
  expect(await become(prompt, 'show message ')).toEqual(numbers.map(number => `show message ${number}`));
});

it('completes terms with the values that occur, and del with those of the filter', async () => {
  const prompt = await loaded();
  await prompt.type('filter');
  expect(await become(prompt, 'add dst')).toEqual(expect.arrayContaining(['add dstnum', 'add dstip']));
  expect(await become(prompt, 'add dstnum 566')).toEqual(['add dstnum 5660066']);
  expect(await become(prompt, 'add has div')).toContain('add has diversion');
  await prompt.type('add dstnum 5660066', 'add has diversion', 'exit');
  expect(await become(prompt, 'filter del ')).toEqual(['filter del dstnum 5660066', 'filter del has diversion']);
  expect(await become(prompt, 'filter del h')).toEqual(['filter del has diversion']);
});
