/** What a phone asks for and a server need not have is said in an incident, not in a row. */
import { expect, it } from 'vitest';
import { diagnosed } from './diagnosed.js';

it.each([
  ['SUBSCRIBE', true],
  ['PUBLISH', true],
  ['INVITE', undefined],
  ['REGISTER', undefined],
])('%s that is not supported is folded: %s', async (method, isFolded) => {
  const { findings } = await diagnosed(`0 a>b ${method} 1\n0.1 b>a 501_Not_Implemented 1 of=${method} to=b`);
  const [finding] = findings(0);
  expect(finding!.rule.id).toBe('method-not-allowed');
  expect(finding!.isFolded).toBe(isFolded);
});

it('a scanner is folded, whatever it gets', async () => {
  const { findings } = await diagnosed('0 a>b INVITE 1 ua=sundayddr\n0.1 b>a 404_Not_Found 1 to=b');
  const [finding] = findings(0);
  expect([finding!.rule.id, finding!.isFolded]).toEqual(['scanner', true]);
});
