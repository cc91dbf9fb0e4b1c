/** Rules and frames drawn around messages. */

/** No words: a line of signs, a rule behind a title, what pjsip, Lync and Asterisk print at the end of a message. */
const RULE = /^[^A-Za-z0-9\x80-\xff]*$|\s-{40,}$|^--end msg--|^\$\$\w{1,30}$|^-{3} \(\d+ headers \d+ lines\) -{3}$/;

/** Whether a line only frames what is printed around it. */
export function isRule(line: string): boolean {
  return RULE.test(line);
}
