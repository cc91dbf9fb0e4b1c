/** Help on the language: it is complete, and everything it shows can be typed. */
import { describe, expect, it } from 'vitest';
import { TRANSPORTS } from '../../../src/model/transports.js';
import { STATES as TABLE_STATES } from '../../../src/sip/states.js';
import { FIELDS, fieldNamed } from '../../../src/query/language/fields.js';
import { parse } from '../../../src/query/language/parse.js';
import { helpOn, languageHelp, nearestTopic } from '../../../src/query/language/words.js';

describe('help', () => {
  it('shows queries that can be typed', () => {
    const written = languageHelp()
      .filter(table => table.title === 'Fields' || table.title === 'Joining')
      .flatMap(table => table.rows.map(row => row.written));
    expect(written.filter(text => 'fault' in parse(text))).toEqual([]);
  });

  it('has a sentence without a full stop on every field', () => {
    for (const field of FIELDS) {
      expect(helpOn(field.name)?.rows[0]).toEqual({ written: field.example, meaning: field.help });
      expect(field.help).toMatch(/^[^A-Z.].*[^.]$/);
    }
  });

  it('has help on a header, an alias and a table', () => {
    expect(helpOn('header.contact')?.title).toBe('header');
    expect(helpOn('agent')?.title).toBe('ua');
    expect(helpOn('numbers')?.title).toBe('Numbers');
  });

  it('knows what was meant', () => {
    expect(helpOn('dstnm')).toBeNull();
    expect(nearestTopic('dstnm')).toBe('; did you mean dstnum?');
  });
});

describe('fields', () => {
  it('have names of their own', () => {
    const names = FIELDS.flatMap(field => [field.name, ...field.aliases]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('offer the states and transports the tables have', () => {
    expect([...fieldNamed('state').words].sort()).toEqual([...TABLE_STATES].sort());
    expect(fieldNamed('transport').words).toEqual(TRANSPORTS.filter(name => name !== 'unknown'));
  });
});
