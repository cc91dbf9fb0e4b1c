/** Filter fields that look for a telephone number in headers. */
import { NUMBER_KINDS } from '../sip/headers/header-table.js';
import type { Entry } from './field.js';

export const NUMBER_FIELDS = [
  {
    name: 'num',
    type: 'number',
    help: 'the number anywhere in any message; the row says where',
    filter: {
      names: ['num', 'number'],
      example: 'num +3545660066',
      completion: 'values',
      ask: { numbersIn: NUMBER_KINDS },
    },
  },
  {
    name: 'telnum',
    type: 'number',
    help: 'the caller’s or the called number',
    filter: {
      example: 'telnum 5660066',
      completion: 'values',
      ask: { numbersIn: ['From', 'To'], parties: ['from', 'to'] },
    },
  },
  {
    name: 'srcnum',
    type: 'number',
    help: 'the number in From of the earliest message',
    filter: {
      example: 'srcnum 4151502 4151509',
      completion: 'values',
      ask: { numbersIn: ['From'], parties: ['from'] },
    },
  },
  {
    name: 'dstnum',
    type: 'number',
    help: 'the number in To of the earliest message',
    filter: { example: 'dstnum 5660066', completion: 'values', ask: { numbersIn: ['To'], parties: ['to'] } },
  },
  {
    name: 'diversion',
    type: 'number',
    help: 'the number in a Diversion header',
    filter: { example: 'diversion 5660066', completion: 'values', ask: { numbersIn: ['Diversion'] } },
  },
  {
    name: 'pai',
    type: 'number',
    help: 'the number in a P-Asserted-Identity header',
    filter: { example: 'pai 4151500', completion: 'values', ask: { numbersIn: ['P-Asserted-Identity'] } },
  },
  {
    name: 'ppi',
    type: 'number',
    help: 'the number in a P-Preferred-Identity header',
    filter: { example: 'ppi 4151500', completion: 'values', ask: { numbersIn: ['P-Preferred-Identity'] } },
  },
  {
    name: 'rpid',
    type: 'number',
    help: 'the number in a Remote-Party-ID header',
    filter: { example: 'rpid 4151500', completion: 'values', ask: { numbersIn: ['Remote-Party-ID'] } },
  },
] as const satisfies readonly Entry[];
