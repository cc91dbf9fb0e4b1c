/**
 * The tree tshark -V prints of a SIP message, below "Session Initiation Protocol". The message is rebuilt from it:
 * start line, headers, and a body of SDP or text. The tree has too little of other bodies to restore them.
 */
import type { PrintedMessage } from '../printed-message.js';
import { restoreMessages } from '../printed-message.js';

/** Most chars of one message. */
const MAX_TEXT = 1 << 20;
const START = /^(?:Request-Line|Status-Line): (.*)$/;
const CUT = /^\[truncated\] ?| ?\[\xe2\x80\xa6\](?=:)/;
const SDP = /^[^(]{1,80}\(([a-z])\): ?(.*)$/;

export class SipTree {
  private readonly lines: string[] = [];
  private part: 'Message Header' | 'Message Body' | '' = '';
  /** The tree's name for the body: "Session Description Protocol". */
  private body = '';
  private length = 0;
  private cut = false;

  /** Takes a line of the tree, indented by four spaces per level. */
  line(line: string): void {
    this.length += line.length;
    if (this.length > MAX_TEXT) return;
    let blanks = 0;
    while (line.charCodeAt(blanks) === 0x20) blanks++;
    const text = this.whole(line.slice(blanks));
    // Lines in brackets are tshark's analysis, not part of the message.
    if (text === '' || text.startsWith('[')) return;
    switch (blanks >> 2) {
      case 1:
        this.open(text);
        break;
      case 2:
        if (this.part === 'Message Header') this.push(text);
        else if (this.part === 'Message Body') this.body = text;
        break;
      case 3:
        if (this.part === 'Message Body') this.bodyLine(text);
        break;
    }
  }

  message(): PrintedMessage | undefined {
    if (this.lines.length === 0) return undefined;
    if (this.part !== 'Message Body') this.lines.push('');
    const message = restoreMessages(`${this.lines.join('\n')}\n`)[0];
    return message === undefined ? undefined : { ...message, truncated: message.truncated || this.cut };
  }

  /** tshark cuts lines after 240 chars and marks them: at their beginning before 4.2, after their name since. */
  private whole(text: string): string {
    const whole = text.replace(CUT, '');
    // A cut line that only dissects a header does not matter.
    if (whole !== text && this.part === 'Message Header') this.cut = true;
    return whole;
  }

  private open(text: string): void {
    const start = START.exec(text);
    if (start !== null) this.push(start[1]!);
    else if (text === 'Message Header') this.part = text;
    else if (text === 'Message Body') {
      this.part = text;
      this.lines.push('');
    }
  }

  private bodyLine(text: string): void {
    if (this.body.startsWith('Session Description Protocol')) {
      const field = SDP.exec(text);
      if (field !== null) this.push(`${field[1]}=${field[2]}`);
    } else if (this.body.startsWith('Line-based text data')) this.push(text);
  }

  /** Line ends within a header or a text body are printed as escapes. */
  private push(text: string): void {
    this.lines.push(...text.replace(/(?:\\r)?\\n$/, '').split(/(?:\\r)?\\n/));
  }
}
