/** `capture` at the prompt: it does not block, loses nothing that came, and reports faults. */
import { expect, it } from 'vitest';
import { samples } from '../../samples/compose/stories.js';
import { mayCapture } from '../live/capturing.js';
import { freePort, request, send } from '../live/traffic.js';
import { type Dialogue, openPrompt } from './dialogue.js';

const { bytes } = samples().find(({ name }) => name === 'call-diversion-wrong.pcap')!;

/** A prompt that captures a port of the loopback. */
async function capturing(prompt: Dialogue): Promise<number> {
  const port = await freePort();
  expect(await prompt.type(`capture start lo -b "udp port ${port}"`)).toContain('Capturing lo; capture stop ends it.');
  return port;
}

/** Types a line again and again until its answer has the text. */
async function until(prompt: Dialogue, line: string, text: string): Promise<string> {
  for (;;) {
    const dialogue = await prompt.type(line);
    if (dialogue.includes(text)) return dialogue;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

/** The lines the last line typed was answered with. */
function answer(dialogue: string): string[] {
  return dialogue.split('\n').slice(1, -1);
}

it.skipIf(!mayCapture)('shows what came so far, and filters it, while it captures', async () => {
  const prompt = openPrompt({ 'calls.pcap': bytes });
  const port = await capturing(prompt);
  await send(port, request(1), request(2));
  expect(answer(await until(prompt, 'show conversations', 'live-2'))).toHaveLength(2);
  expect(await prompt.type('filter add callid live-2')).toContain('\n1 conversations\nSipInv*: ');
  await send(port, request(3, 'live-2'));
  expect(answer(await until(prompt, 'show conversation 0', '[1]'))).toHaveLength(3);
  expect(answer(await until(prompt, 'capture', '3 SIP'))).toEqual([
    'Capturing lo: 3 packets so far',
    '2 conversations (3 SIP messages) extracted',
  ]);
  expect(await prompt.type('load txts/calls.pcap')).toContain('7 conversations (33 SIP messages) extracted');
  expect(answer(await prompt.type('capture stop'))).toContain('9 conversations (36 SIP messages) extracted');
  expect(answer(await prompt.type('capture'))).toEqual(['No capture is running; capture start begins one.']);
});

it.skipIf(!mayCapture)('ends with exit, which waits for what was on its way', async () => {
  const prompt = openPrompt({});
  const port = await capturing(prompt);
  await send(port, request(1), request(2), request(3));
  expect(answer(await prompt.type('exit'))).toEqual([
    'Stopping packet capture',
    '3 conversations (3 SIP messages) extracted',
  ]);
  expect(prompt.state()).toMatchObject({ ended: true, capture: null });
});

it.skipIf(!mayCapture)('stops the captures named, and refuses a name that is not captured', async () => {
  const prompt = openPrompt({});
  const port = await capturing(prompt);
  const hep = await freePort();
  expect(await prompt.type(`capture start hep 127.0.0.1:${hep}`)).toContain(`Capturing HEP 127.0.0.1:${hep};`);
  await send(port, request(1));
  expect(answer(await prompt.type('capture stop eth7'))).toEqual([
    `eth7 is not captured; lo, HEP 127.0.0.1:${hep} are.`,
  ]);
  await prompt.type(`capture stop "HEP 127.0.0.1:${hep}"`);
  expect(answer(await prompt.type('capture'))[0]).toMatch(/^Capturing lo: /);
  expect(answer(await prompt.type('capture stop'))).toContain('1 conversations (1 SIP messages) extracted');
});

it.skipIf(!mayCapture)('ends with clear, and says so', async () => {
  const prompt = openPrompt({});
  await capturing(prompt);
  expect(answer(await prompt.type('clear'))).toEqual([
    '0 conversations',
    'The capture ended with it; capture start begins another.',
  ]);
  expect(prompt.state().capture).toBe(null);
});

it('refuses in a sentence, and captures nothing', async () => {
  const prompt = openPrompt({});
  expect(answer(await prompt.type('capture start nosuch0'))[1]).toContain('nosuch0 cannot be captured: ');
  expect(answer(await prompt.type('capture start lo --engine what'))).toEqual([
    '--engine takes auto, tcpdump, dumpcap, cap, not "what".',
  ]);
  expect(answer(await prompt.type('capture strat'))).toEqual([
    'Write capture start, or capture stop, not strat; did you mean start?',
  ]);
  expect(answer(await prompt.type('capture stop'))).toEqual(['No capture is running; capture start begins one.']);
  expect(prompt.state().capture).toBe(null);
});
