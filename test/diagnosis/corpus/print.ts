/**
 * Prints what is found in the captures: `node --import tsx test/diagnosis/corpus/print.ts [CAUSE…] [-- PATH…]`, for looking at it
 * message by message before it is called right.
 */
import { captures, findingsOf } from './findings.js';

const words = process.argv.slice(2);
const split = words.indexOf('--');
const causes = split < 0 ? words : words.slice(0, split);
const paths = split < 0 ? captures() : words.slice(split + 1);

for (const path of paths) {
  for (const { conversation, findings } of await findingsOf(path)) {
    for (const [at, { cause, certainty, sentence }] of findings.entries()) {
      if (causes.length > 0 && !causes.includes(cause)) continue;
      console.log(`${path} [${conversation}] ${at === 0 ? '' : 'also '}${cause} (${certainty}): ${sentence}`);
    }
  }
}
