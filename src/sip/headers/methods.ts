/**
 * The registered methods by number. Others get theirs from the table of methods seen (conversations/).
 */

/** Numbers of the registered methods (IANA "Methods"). 0 is no method; others are numbered from METHOD_NAMES.length on. */
export const METHOD = {
  INVITE: 1,
  ACK: 2,
  BYE: 3,
  CANCEL: 4,
  REGISTER: 5,
  OPTIONS: 6,
  PRACK: 7,
  SUBSCRIBE: 8,
  NOTIFY: 9,
  PUBLISH: 10,
  INFO: 11,
  REFER: 12,
  MESSAGE: 13,
  UPDATE: 14,
} as const;

/** Names by number; "" at 0. */
export const METHOD_NAMES: readonly string[] = ['', ...Object.keys(METHOD)];
