/** Where the rows of a pane go. In: nothing. Out: contexts; a pane that is drawn without them is drawn by Ink itself. */
import { createContext } from 'react';
import type { FramePieces } from '../terminal/frame-pieces.js';

/** Takes painted rows past Ink to the screen. */
export const Pieces = createContext<FramePieces | null>(null);

/** First column of the pane being drawn. */
export const Left = createContext(0);

/** Cells of Ink's layout where rows go past it: one for each pane that stands beside others. */
export const INK_WIDTH = 4;
