/** Calls with several legs as a user meets them: on one ladder, why they are one, and leg by leg. */
import { afterEach, describe, expect, it } from 'vitest';
import { legsFile } from './composed-legs.js';
import { type WholeApp, type WholeAppOptions, wholeApp } from './whole-app.js';

let app: WholeApp;

async function begin(options: WholeAppOptions = {}): Promise<void> {
  app = await wholeApp({ paths: [legsFile()], columns: 200, rows: 50, ...options });
}

afterEach(() => app.stop());

const status = () => app.rows().at(-2) ?? '';
/** Rows of the flow's ladder that hold a text. */
const withText = (text: string) => app.rows().filter(row => row.includes(text));

describe('the legs of a call on one ladder', () => {
  it('shows one leg, then all of them, then one again', async () => {
    await begin();
    await app.press('enter');
    expect(app.text()).toContain('leg 1 of 3, x shows all');
    await app.press('x');
    expect(status()).toContain('3 legs on one ladder');
    expect(app.text()).toContain('1 leg-one@10.1.0.10   2 leg-two@10.1.0.1   3 leg-three@10.1.0.2');
    expect(app.text()).toContain('leg 1 of 3, 15 messages');
    await app.press('.');
    await app.press('x');
    expect(status()).toContain('Only leg 2 of 3');
    expect(app.text()).not.toContain('3 leg-three@10.1.0.2');
    expect(app.rows().at(-1)).toContain('message 1 of 4');
  });

  it('marks where the host in the middle turns one leg into the next', async () => {
    await begin();
    await app.press('enter', 'x');
    await app.press('+');
    expect(withText('◆').map(row => /^ \S+ +\S+ (\d) .*◆─.*INVITE.*SDP from leg (\d)/.exec(row)?.slice(1))).toEqual([
      ['2', '1'],
      ['3', '2'],
    ]);
  });

  it('goes from leg to leg and says where they end', async () => {
    await begin();
    await app.press('enter', 'x');
    await app.press('.');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.0.2 SIP/2.0');
    await app.press('.');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.2.3 SIP/2.0');
    await app.press('.');
    expect(status()).toContain('This is the last leg.');
    await app.press(',');
    await app.press(',');
    expect(app.text()).toContain('INVITE sip:5660066@10.1.0.1 SIP/2.0');
  });

  it('keeps the cursor on its message when the other legs come and go', async () => {
    await begin();
    await app.press('enter', 'down', 'down');
    const answer = 'SIP/2.0 503 Service Unavailable';
    expect(app.text()).toContain(answer);
    await app.press('x');
    expect(app.text()).toContain(answer);
    expect(app.text()).toContain('leg 1 of 3');
    expect(app.rows().at(-1)).toContain('message 14 of 15');
  });

  it('says of a call of its own that nothing was found', async () => {
    await begin({ filter: 'to 5660001' });
    await app.press('enter', 'x');
    expect(status()).toContain('No other leg of this call was found');
  });

  it('draws hosts of one name as one lane', async () => {
    const aliases = { '10.1.0.1': 'middle', '10.1.0.2': 'middle' };
    await begin({ preferences: { aliases } });
    await app.press('enter', 'x');
    await app.press('+');
    expect(app.text().match(/middle/g)).toHaveLength(1);
    expect(app.text()).not.toContain(' 10.1.0.2 ');
  });
});

describe('the sheet of a call', () => {
  it('tells the legs and why they are one', async () => {
    await begin();
    await app.press('E');
    expect(app.text()).toContain('[Call]');
    expect(app.text()).toContain('10.1.0.2 to 10.1.2.3  4151502 to 0015660066  no reply to 7 INVITEs in 31.5 s');
    expect(app.text()).toContain('1 and 2 both have the same Session-ID');
  });

  it('opens the message of a line', async () => {
    await begin();
    await app.press('E');
    await app.press('down', 'down', 'enter');
    expect(app.text()).toContain('[4 Message]');
    expect(app.text()).toContain('INVITE sip:0015660066@10.1.2.3 SIP/2.0');
    expect(app.text()).toContain('leg 3 of 3');
  });
});
