/**
 * Does what commands want done outside the state. Commands are pure and only name an effect; what comes of it goes back into the state,
 * mostly as a sentence.
 */
import type { CaptureSettings } from '../../engine/protocol/live.js';
import type { Engine } from '../../engine/protocol/engine.js';
import type { After } from '../../terminal/keys.js';
import { atRow } from '../list/list-window.js';
import { says } from '../notice.js';
import type { Notice } from '../state.js';
import type { StateHolder } from '../state-holder.js';
import type { Preferences } from '../settings/preferences.js';
import type { Effect } from './effect.js';
import { join, showLegs, split, unfold } from './calls.js';
import { createFiles, type FilesOutside } from './files.js';
import { createLiveCapture } from './live-capture.js';
import { ping } from './ping.js';
import { runShellLine } from './prompt.js';
import { recover, removeLeft } from './recover.js';
import { createSave } from './save.js';
import { createSearch } from './search.js';
import { createDeviceCounts, watchDevices } from './watch.js';

/** What the world outside the state and the engine can do. */
export interface Outside extends FilesOutside {
  quit: () => void;
  suspend: () => void;
  repaint: () => void;
  setMouse: (on: boolean) => void;
  /** Returns the result in a sentence: a terminal does not confirm. */
  copy: (text: string) => string;
  /** Null when saved, else why not, in a sentence. */
  saveSettings: (preferences: Preferences, only: 'all' | 'filters') => Promise<string | null>;
  /** Files and folders whose path begins so, for completion. */
  filesBeginning: (prefix: string) => Promise<string[]>;
  /** How interfaces are captured, as the command line says. */
  capture: CaptureSettings;
}

export type Perform = (effect: Effect) => void;

export function createEffects(holder: StateHolder, engine: Engine, outside: Outside, after: After): Perform {
  const say = (text: string, kind: Notice['kind'] = 'info') => holder.change(state => says(state, text, kind));
  const failed = (error: Error) => say(error.message, 'error');
  const files = createFiles(holder, engine, outside);
  const save = createSave(holder, engine, after, outside.quit);
  const search = createSearch(holder, engine);
  const live = createLiveCapture(holder, engine);
  const countDevices = createDeviceCounts(holder, engine, after);

  async function gotoTime(timeUs: number): Promise<void> {
    const { position } = await engine.request('positionOfTime', { timeUs });
    if (position < 0) say('No conversation starts at or after that time.');
    else holder.change(state => atRow(state, position));
  }

  async function gotoCallId(callId: string): Promise<void> {
    const row = await engine.request('conversation', { callId });
    if (!row) return say(`No time, no row and no Call-ID: "${callId}".`, 'warning');
    const { position, folded } = await engine.request('position', { conversation: row.index });
    if (position < 0) return say('The filter hides that conversation.');
    holder.change(state => atRow(state, position));
    if (folded) say(`That is leg ${folded.leg} of ${folded.of} of the call under the cursor; U unfolds it.`);
  }

  async function saveSettings(): Promise<void> {
    const why = await outside.saveSettings(holder.get().preferences, 'all');
    if (why === null) say('The settings are kept for the next time.');
    else say(why, 'error');
  }

  async function saveFilters(): Promise<void> {
    const why = await outside.saveSettings(holder.get().preferences, 'filters');
    if (why !== null) say(why, 'error');
  }

  /** Null where it is done at once. */
  function begun(effect: Effect): Promise<unknown> | null {
    switch (effect.do) {
      case 'quit':
        outside.quit();
        return null;
      case 'suspend':
        outside.suspend();
        return null;
      case 'repaint':
        outside.repaint();
        return null;
      case 'mouse':
        outside.setMouse(effect.on);
        return null;
      case 'copy':
        say(`${effect.what}: ${outside.copy(effect.text)}`);
        return null;
      case 'remember':
        outside.remember(effect);
        return null;
      case 'save-settings':
        return saveSettings();
      case 'save-filters':
        return saveFilters();
      case 'open':
        return files.open(effect.paths, effect.replace);
      case 'take-opened':
        return files.takeOpened(effect);
      case 'close':
        return files.close(effect.source);
      case 'keep':
        return files.keep(effect.only);
      case 'list-files':
        return files.list();
      case 'save':
        return save(effect);
      case 'goto-time':
        return gotoTime(effect.timeUs);
      case 'goto-call-id':
        return gotoCallId(effect.callId);
      case 'show-legs':
        return showLegs(effect.conversation, holder, engine);
      case 'unfold':
        return unfold(effect.conversation, effect.unfolded, holder, engine);
      case 'join':
        return join(effect.conversations, holder, engine);
      case 'split':
        return split(effect.conversation, holder, engine);
      case 'find':
        return search.begin(effect.text);
      case 'find-on':
        return search.goOn(effect.backwards);
      case 'shell':
        return runShellLine(effect.line, holder, engine);
      case 'refilter':
        return live.refilter(effect.bpf);
      case 'stop':
        return live.stop(effect.name);
      case 'restart':
        return live.restart(effect.name);
      case 'hold':
        return engine.request('hold', { held: effect.held });
      case 'count-devices':
        return countDevices();
      case 'watch':
        return watchDevices(effect, holder, engine, outside);
      case 'ping':
        return ping(effect.target, holder, engine);
      case 'stop-ping':
        return engine.request('stopPing', {});
      case 'recover':
        return recover(holder, engine);
      case 'remove-left':
        return removeLeft(holder, engine);
    }
  }

  return effect => void begun(effect)?.catch(failed);
}
