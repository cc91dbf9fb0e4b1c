/** What the prompt does beyond the figures: contexts, the rules of the filter, refusals. */
import { describe, expect, it } from 'vitest';
import { samples } from '../../samples/compose/stories.js';
import { filterLines, groupsOf, NO_FILTER, queryOf, withGroup, withoutGroup } from '../../src/shell/filter.js';
import { parse } from '../../src/query/language/parse.js';
import { words } from '../../src/shell/words.js';
import { type Dialogue, openPrompt } from './dialogue.js';

/** The sample with a wrong Diversion header: seven conversations, three of them diverted. */
async function loaded(): Promise<Dialogue> {
  const { bytes } = samples().find(({ name }) => name === 'call-diversion-wrong.pcap')!;
  const prompt = openPrompt({ 'calls.pcap': bytes });
  await prompt.type('load txts/calls.pcap');
  return prompt;
}

/** What the last line typed is answered with, without prompts. */
function answer(dialogue: string): string[] {
  const lines = dialogue.split('\n');
  const last = lines.findLastIndex((line, i) => i < lines.length - 1 && line.startsWith('SipInv'));
  return lines.slice(last + 1, -1);
}

describe('the filter', () => {
  it('takes several values of a field as alternatives, under and too', async () => {
    const prompt = await loaded();
    const one = await prompt.type('filter', 'set condition and', 'add srcnum 7712552');
    expect(answer(one)).toEqual(['1 conversations']);
    expect(answer(await prompt.type('add srcnum 8969669'))).toEqual(['2 conversations']);
    expect(answer(await prompt.type('del srcnum 7712552'))).toEqual(['1 conversations']);
    expect(answer(await prompt.type('add has diversion'))).toEqual(['0 conversations']);
    expect(answer(await prompt.type('del srcnum'))).toEqual(['3 conversations']);
  });

  it('is off once its last term is gone, unless a condition was set', async () => {
    const prompt = await loaded();
    expect(await prompt.type('filter', 'add dstnum 5660066', 'del dstnum 5660066')).toMatch(
      /\n7 conversations\nSipInv\[filter\]: $/,
    );
    expect(await prompt.type('set condition or', 'add has pai', 'del has')).toMatch(
      /\n0 conversations\nSipInv\[filter\]\*: $/,
    );
    expect(await prompt.type('reset')).toMatch(/\n7 conversations\nSipInv\[filter\]: $/);
  });

  it('is shown as the commands that make it', async () => {
    const prompt = await loaded();
    await prompt.type('filter', 'add srcnum 1 2', 'add not status 403', 'set condition and');
    const shown = answer(await prompt.type('show'));
    expect(shown).toEqual(['set condition and', 'add srcnum 1', 'add srcnum 2', 'add not status 403']);
    const again = await loaded();
    await again.type('filter', ...shown);
    expect(again.state().filter).toEqual(prompt.state().filter);
  });

  it('is changed from outside its context in one line', async () => {
    const prompt = await loaded();
    expect(await prompt.type('filter add dstnum 5660066')).toBe(
      'SipInv: filter add dstnum 5660066\n1 conversations\nSipInv*: ',
    );
  });

  it('takes rpid as well as the other identities, which the original did not', async () => {
    const prompt = await loaded();
    expect(answer(await prompt.type('filter', 'add rpid 4151500'))).toEqual(['0 conversations']);
    expect(answer(await prompt.type('add ppi 4151500'))).toEqual(['0 conversations']);
  });

  it('takes words for several states and for none, with a field and without', async () => {
    const prompt = await loaded();
    await prompt.type('filter', 'add state bad', 'add bad', 'add ringtime none');
    expect(answer(await prompt.type('show filter'))).toEqual([
      'set condition or',
      'add state bad',
      'add bad',
      'add ringtime none',
    ]);
  });

  it('shows of a long line only what is around the fault', async () => {
    const prompt = await loaded();
    const lines = answer(
      await prompt.type('filter', `add dstnum ${'5'.repeat(5000)} 電 status abc ${'6'.repeat(5000)}`),
    );
    const [filter = '', caret = ''] = lines.slice(-2);
    expect(filter.length).toBeLessThan(200);
    // The wide character takes two cells.
    expect(caret.indexOf('^')).toBe(filter.indexOf('abc') + 1);
    expect(answer(await prompt.type('x'.repeat(5000))).join('').length).toBeLessThan(200);
  });

  it('says what is wrong, with the place, and stays as it was', async () => {
    const prompt = await loaded();
    await prompt.type('filter', 'add dstnum 5660066');
    const before = prompt.state();
    expect(answer(await prompt.type('add dstnumm 3'))[0]).toContain('did you mean dstnum?');
    const caret = answer(await prompt.type('add status abc'));
    expect(caret.slice(1)).toEqual(['  status abc', '         ^^^']);
    expect(answer(await prompt.type('del srcnum 1'))[0]).toContain('srcnum 1 is not in the filter');
    expect(answer(await prompt.type('set condition xor'))[0]).toContain('set condition and');
    expect(answer(await prompt.type('add'))[0]).toContain('add what?');
    expect(prompt.state()).toEqual(before);
  });
});

describe('a filter as data', () => {
  const add = (...terms: string[]) =>
    terms.reduce((filter, term) => {
      const parsed = parse(term);
      if ('fault' in parsed) throw new Error(parsed.fault.message);
      return groupsOf(parsed.tree).reduce((sum, group) => withGroup(sum, group).filter, filter);
    }, NO_FILTER);

  it('is a query', () => {
    expect(queryOf(NO_FILTER)).toBe('');
    expect(queryOf({ ...NO_FILTER, condition: 'and' })).toBe('');
    expect(queryOf(add('srcnum 1 2'))).toBe('srcnum 1 or srcnum 2');
    expect(queryOf(add('srcnum 1', 'has pai', 'srcnum 2'))).toBe('(srcnum 1 or srcnum 2) or (has pai)');
    expect(queryOf({ ...add('srcnum 1', 'has pai'), condition: 'and' })).toBe('(srcnum 1) and (has pai)');
  });

  it('matches nothing under or without terms', () => {
    expect(parse(queryOf({ ...NO_FILTER, condition: 'or' }))).toHaveProperty('tree');
  });

  it('says which values it had or lacked', () => {
    const filter = add('srcnum 1 2');
    expect(withGroup(filter, { about: 'srcnum', texts: ['srcnum 2', 'srcnum 3'] }).known).toEqual(['srcnum 2']);
    expect(withoutGroup(filter, 'srcnum', ['srcnum 4']).missing).toEqual(['srcnum 4']);
    expect(withoutGroup(filter, 'pai', null).missing).toEqual(['pai']);
    expect(filterLines(withoutGroup(filter, 'srcnum', ['srcnum 1']).filter)).toEqual([
      'set condition or',
      'add srcnum 2',
    ]);
  });
});

describe('a conversation', () => {
  it('can be entered, and stays the same when the filter changes', async () => {
    const prompt = await loaded();
    await prompt.type('filter add dstnum 5660066');
    expect(await prompt.type('conversation 0')).toBe('SipInv*: conversation 0\nSipInv[conversation 0]*: ');
    expect(answer(await prompt.type('show'))[3]).toContain('ACK');
    expect(answer(await prompt.type('show message 2'))[1]).toBe('SIP/2.0 403 Forbidden');
    expect(answer(await prompt.type('show messages')).filter(line => line.startsWith('====='))).toHaveLength(4);
    expect(await prompt.type('exit')).toBe('SipInv[conversation 0]*: exit\nSipInv*: ');
  });

  it('is named by its position among those that match, or by its Call-ID whether it matches or not', async () => {
    const prompt = await loaded();
    await prompt.type('filter add has diversion');
    expect(answer(await prompt.type('show conversation 1'))[1]).toContain('(7712552->5660066)');
    expect(answer(await prompt.type('show conversation 3'))[0]).toMatch(/no conversation 3.*0 to 2/);
    const all = answer(await prompt.type('filter reset', 'show conversations'));
    await prompt.type('filter add dstnum 1');
    const callId = all[0]!.split(': ')[0]!;
    expect(answer(await prompt.type(`show conversation ${callId}`))).not.toEqual([]);
  });

  it('says which messages there are', async () => {
    const prompt = await loaded();
    expect(answer(await prompt.type('show conversation 3 message 4'))[0]).toContain('0 to 3');
    expect(answer(await prompt.type('show conversation 3 message x'))[0]).toContain('0 to 3');
    expect(answer(await prompt.type('show conversation'))[0]).toContain('Which conversation?');
  });
});

describe('loading', () => {
  it('says why a file cannot be read and goes on', async () => {
    const prompt = await loaded();
    const dialogue = await prompt.type('load txts/none.pcap txts/calls.pcap');
    expect(dialogue).toContain('Processing file txts/none.pcap...');
    expect(dialogue).toMatch(/\n0 conversations \(33 SIP messages\) extracted\n/);
    expect(prompt.complaints[0]).toContain('none.pcap');
  });

  it('counts how much of it matches the filter', async () => {
    const prompt = await loaded();
    await prompt.type('filter add dstnum 5660066', 'clear');
    expect(answer(await prompt.type('load txts/calls.pcap'))).toEqual([
      'Processing file txts/calls.pcap...',
      '7 conversations (33 SIP messages) extracted',
      '1 conversations',
    ]);
  });

  it('forgets everything with clear', async () => {
    const prompt = await loaded();
    expect(answer(await prompt.type('clear'))).toEqual(['0 conversations']);
    expect(answer(await prompt.type('show conversations'))[0]).toContain('Nothing is loaded');
  });
});

describe('a line', () => {
  it('may be empty, unknown or end the prompt', async () => {
    const prompt = openPrompt({});
    expect(await prompt.type('', '   ')).toBe('SipInv: \nSipInv:    \nSipInv: ');
    expect(answer(await prompt.type('lod x'))[0]).toContain('did you mean load?');
    expect(answer(await prompt.type('constructor'))[0]).toContain('There is no command constructor');
    await prompt.type('filter', 'exit');
    expect(prompt.state().ended).toBe(false);
    await prompt.type('exit');
    expect(prompt.state().ended).toBe(true);
  });

  it('is cut into words, quotes holding one together', () => {
    expect(words('load "my calls.pcap" \'a b\' c\\d "e\\"f"').map(({ text }) => text)).toEqual([
      ...['load', 'my calls.pcap', 'a b', 'c\\d', 'e"f'],
    ]);
    expect(words('load "open').map(({ text }) => text)).toEqual(['load', 'open']);
  });

  it('shows nothing a terminal acts on', async () => {
    const message = ['OPTIONS sip:a@b SIP/2.0', 'From: <sip:\x1b[2J@c>', 'Call-ID: x\x07', 'CSeq: 1 OPTIONS', '', ''];
    const text = `10:00:00.000000 IP 10.0.0.1.5060 > 10.0.0.2.5060: SIP: ${message[0]}\n${message.join('\n')}\n`;
    const prompt = openPrompt({ 'hostile.txt': text });
    const shown = await prompt.type('load txts/hostile.txt', 'show conversations', 'show conversation 0 messages');
    expect(shown).toContain('OPTIONS sip:a@b SIP/2.0');
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
  });
});
