/**
 * Opens and closes sources. Messages of several sources may be one conversation: closing one source replaces the tables
 * by empty ones and reads the others again. A live source cannot be read again, so nothing is closed while one would
 * have to be.
 */
import { openSource } from '../../capture/open.js';
import type { Refusal, Source } from '../../capture/source.js';
import type { StartCapture } from '../../live/children/capture-process.js';
import { type LiveInput, liveName } from '../../live/live-input.js';
import { openLive } from '../../live/open-live.js';
import type { CurrentIndex } from '../capture-index.js';
import type { LiveRequests } from '../protocol/live.js';
import type { SourceRequests } from '../protocol/requests.js';
import type { OpenFile } from '../sources/open-file.js';
import type { Reading } from './reading.js';

const TOO_MANY = 'Too many files are open: close some first.';

export class OpenSources {
  readonly #index: CurrentIndex;
  readonly #reading: Reading;
  readonly #replaced: () => void;
  readonly #start: StartCapture;

  /**
   * @param start Starts programs that capture.
   * @param replaced Called when the tables were replaced by empty ones, before anything is read into them.
   */
  constructor(index: CurrentIndex, reading: Reading, start: StartCapture, replaced: () => void) {
    this.#index = index;
    this.#reading = reading;
    this.#replaced = replaced;
    this.#start = start;
  }

  /** Opens inputs together and begins to read them. `forwards`: their messages go to the collector, too. */
  async open(paths: readonly string[], limit: number, forwards = false): Promise<SourceRequests['open']['answer']> {
    const refused: SourceRequests['open']['answer']['refused'] = [];
    const files: OpenFile[] = [];
    for (const path of paths) {
      const source = await openSource(path);
      const file = 'refused' in source ? source : this.#add(source, source.live ? { kind: 'standard input' } : null);
      if ('refused' in file) refused.push({ path, reason: file.refused });
      else {
        file.forwards = forwards;
        files.push(file);
      }
    }
    const merged = files.filter(file => !file.source.live);
    if (merged.length > 0) this.#reading.load(merged, limit);
    for (const file of files) if (file.source.live) this.#reading.watch(file, limit);
    return { opened: files.map(file => file.id), refused };
  }

  /** Begins to capture, all at once: one that is slow to connect holds up none. */
  async openLive(inputs: readonly LiveInput[]): Promise<LiveRequests['openLive']['answer']> {
    const refused: LiveRequests['openLive']['answer']['refused'] = [];
    const opened: number[] = [];
    const warnings: string[] = [];
    const open = async (input: LiveInput) => {
      const source = await openLive(input, this.#start);
      const file = 'refused' in source ? source : this.watch(source, input);
      if ('refused' in file) refused.push({ name: liveName(input), reason: file.refused });
      else {
        opened.push(file.id);
        if (file.source.warning !== undefined) warnings.push(file.source.warning);
      }
    };
    await Promise.all(inputs.map(open));
    return { opened, refused, warnings };
  }

  /** Takes in a live source and begins to read it. */
  watch(source: Source, input: LiveInput | null): OpenFile | Refusal {
    const file = this.#add(source, input);
    if (!('refused' in file)) this.#reading.watch(file, Number.POSITIVE_INFINITY);
    return file;
  }

  /** Asks one live source (null: all) to end. */
  stopLive(id: number | null): void {
    for (const file of this.#index.current.sources.values()) if (id === null || file.id === id) file.source.stop?.();
  }

  /**
   * Closes one source (null: all) and reads the others again. False where it is not open, or one that stays is live.
   */
  async close(id: number | null): Promise<boolean> {
    const { sources } = this.#index.current;
    const stays = Array.from(sources.values()).filter(file => id !== null && file.id !== id);
    if (stays.length === sources.size || stays.some(file => file.source.live)) return false;
    await this.#reading.stop();
    const old = this.#index.replace();
    this.#replaced();
    await old.close();
    if (stays.length > 0)
      await this.open(
        stays.map(file => file.source.name),
        Number.POSITIVE_INFINITY,
      );
    return true;
  }

  #add(source: Source, input: LiveInput | null): OpenFile | Refusal {
    return this.#index.current.add(source, input) ?? { refused: TOO_MANY };
  }
}
