/** The records of the tables as classes, and the bits and numbers in them. */
import {
  CARRIED_FIELDS,
  type Layout,
  OUTER_BYTES,
  OUTER_FIELDS,
  PART_BYTES,
  PART_FIELDS,
  RECORDS_FIELDS,
  STREAM_FIELDS,
  STREAM_FLAG,
  STREAM_KEY_BYTES,
  STREAM_RECENT,
} from '../src/binding/layouts.js';
import { CONVERSATION, ConversationTable } from '../src/conversations/conversation-table.js';
import { Descriptions } from '../src/conversations/descriptions.js';
import { MESSAGE, MessageTable, RSEQ_SHIFT, UNNUMBERED } from '../src/conversations/message-table.js';
import { STATE } from '../src/conversations/states.js';
import { MAX_HEADERS_KEPT, UNLISTED } from '../src/conversations/values/header-sets.js';
import { NumberPostings } from '../src/conversations/values/number-postings.js';
import { MAX_NUMBER } from '../src/conversations/values/numbers.js';
import { IdColumn } from '../src/tables/columns.js';
import { MAX_RECENT } from '../src/decode/streams/recent-conversations.js';
import { MAX_JUMP } from '../src/decode/streams/tcp-stream.js';
import { MAX_STREAMS } from '../src/decode/streams/tcp-streams.js';
import { MAX_RUN } from '../src/tables/interner.js';
import type { Records } from '../src/tables/records.js';
import { constant, namespace } from './source.js';

const TYPES = { Float64: 'f64', Int32: 'i32', Uint32: 'u32', Uint16: 'u16', Uint8: 'u8' } as const;
/** The fields of a posting, in their order: its columns have no names. */
const POSTING = ['next', 'number', 'kinds', 'hash'];
/** The same of a description. */
const DESCRIPTION = ['message', 'port', 'address', 'origin', 'originHost', 'mediaKey', 'mediaKeyEnd'];

export function tableConstants(): string {
  const messages = new MessageTable();
  const conversations = new ConversationTable(messages);
  const { lists } = new NumberPostings();
  return [
    record('Message', messages.record, namesOf(messages)),
    record('Conversation', conversations.record, namesOf(conversations)),
    record('Posting', lists.record, POSTING),
    record('Description', new Descriptions().record, DESCRIPTION),
    layout('Carried', CARRIED_FIELDS),
    layout('Records', RECORDS_FIELDS),
    layout('Outer', OUTER_FIELDS),
    constant('OUTER_BYTES', 'usize', OUTER_BYTES),
    layout('Part', PART_FIELDS),
    constant('PART_BYTES', 'u32', PART_BYTES),
    layout('Stream', STREAM_FIELDS),
    namespace('STREAM_FLAG', 'u32', STREAM_FLAG),
    constant('STREAM_KEY_BYTES', 'u32', STREAM_KEY_BYTES),
    constant('STREAM_BYTES', 'u32', STREAM_RECENT + 8 + 4 * MAX_RECENT),
    constant('MAX_RECENT', 'u32', MAX_RECENT),
    constant('MAX_STREAMS', 'u32', MAX_STREAMS),
    constant('MAX_JUMP', 'i32', MAX_JUMP),
    namespace('MESSAGE', 'u32', MESSAGE),
    namespace('CONVERSATION', 'u32', CONVERSATION),
    namespace('STATE', 'u8', STATE),
    constant('RSEQ_SHIFT', 'u32', RSEQ_SHIFT),
    constant('UNNUMBERED', 'i32', UNNUMBERED),
    constant('UNLISTED', 'i32', UNLISTED),
    constant('MAX_HEADERS_KEPT', 'i32', MAX_HEADERS_KEPT),
    constant('MAX_NUMBER', 'u32', MAX_NUMBER),
    constant('MAX_RUN', 'u32', MAX_RUN),
  ].join('\n');
}

/** Names of the fields of a table, in their order. */
function namesOf(table: MessageTable | ConversationTable): string[] {
  const names = new Map<unknown, string>(Object.entries(table).map(([name, field]) => [field, name]));
  return table.record.layout.map(({ field }) => names.get(field)!);
}

/**
 * A record as a class without management. Its fields come in the order of the layout, each at a multiple of its size, as in the layout. Ids are kept as id + 1.
 */
function record<Row extends number>(name: string, { layout, size }: Records<Row>, names: readonly string[]): string {
  const fields = layout.flatMap(({ field, kind }, at) => {
    const key = names[at]!;
    const type = TYPES[kind];
    if (!(field instanceof IdColumn)) return [`  ${key}: ${type};`];
    return [
      `  private ${key}Next: i32;`,
      `  get ${key}(): i32 {\n    return this.${key}Next - 1;\n  }`,
      `  set ${key}(id: i32) {\n    this.${key}Next = id + 1;\n  }`,
    ];
  });
  return `@unmanaged\nexport class ${name} {\n${fields.join('\n')}\n}\n${constant(`${name.toUpperCase()}_BYTES`, 'u32', size)}`;
}

function layout(name: string, fields: Layout): string {
  const lines = Object.entries(fields).map(([key, type]) => `  ${key}: ${type};`);
  return `@unmanaged\nexport class ${name} {\n${lines.join('\n')}\n}\n`;
}
