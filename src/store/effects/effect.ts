/** What a command wants done outside the state, as data. effects.ts does it, so that commands stay pure. */
import type { Requests } from '../../engine/protocol/requests.js';
import type { Format } from '../../model/formats.js';
import type { RowId } from '../../model/ids.js';
import type { PingTarget } from './ping-target.js';
import type { SaveWhat } from '../dialog.js';

/** What was used, to be kept for the next run. */
export interface Used {
  filters?: readonly string[];
  files?: readonly string[];
  /** Commands as written after ":". */
  lines?: readonly string[];
}

/** Files that the engine opens. */
export interface OpeningFiles {
  paths: readonly string[];
  answer: Promise<Requests['open']['answer']>;
}

export type Effect =
  | { do: 'quit' }
  | { do: 'suspend' }
  /** Captures with another filter. */
  | { do: 'refilter'; bpf: string }
  /** Stops capturing, or captures again what has ended; "" stands for all. */
  | { do: 'stop' | 'restart'; name: string }
  /** Freezes the result, or lets it follow what comes. */
  | { do: 'hold'; held: boolean }
  | { do: 'repaint' }
  | { do: 'mouse'; on: boolean }
  /** `what` names what is copied, for the notice. */
  | { do: 'copy'; text: string; what: string }
  | { do: 'save-settings' }
  /** Saves the named filters and no other setting. */
  | { do: 'save-filters' }
  | ({ do: 'remember' } & Used)
  | { do: 'open'; paths: readonly string[]; replace: boolean }
  /** Takes what comes of opening files that the engine was asked for before there was a store. */
  | ({ do: 'take-opened' } & OpeningFiles)
  /** Puts aside what is not in the result, or brings all back. */
  | { do: 'keep'; only: 'result' | 'all' }
  /** Null closes all. */
  | { do: 'close'; source: number | null }
  | { do: 'save'; what: SaveWhat; path: string; format: Format; overwrite: boolean; thenQuit: boolean }
  /** Moves the cursor to the first conversation at or after a time. */
  | { do: 'goto-time'; timeUs: number }
  | { do: 'goto-call-id'; callId: string }
  /** Shows all legs of the call of a conversation. */
  | { do: 'show-legs'; conversation: RowId }
  /** Gives the legs of a call rows of their own in the list, or takes them away. */
  | { do: 'unfold'; conversation: RowId; unfolded: boolean }
  /** Joins conversations into one call, or takes the call of one apart. */
  | { do: 'join'; conversations: readonly RowId[] }
  | { do: 'split'; conversation: RowId }
  /** Looks for a text in all messages of the result, and goes to the first; "" ends it. */
  | { do: 'find'; text: string }
  /** Goes to the message found after, or before, the one found last. */
  | { do: 'find-on'; backwards: boolean }
  /** A command of the original tool. */
  | { do: 'shell'; line: string }
  /** Counts the packets of interfaces while they are shown. */
  | { do: 'count-devices' }
  /** Captures interfaces beside what is open. */
  | { do: 'watch'; devices: readonly string[]; bpf: string }
  /** Sends OPTIONS to one host. */
  | { do: 'ping'; target: PingTarget }
  | { do: 'stop-ping' }
  /** Opens, or removes, what a run that was killed left of its capture. */
  | { do: 'recover' }
  | { do: 'remove-left' }
  /** Fills the choices of an open file dialog. */
  | { do: 'list-files' };
