/** Where the rows of a pane go. In: nothing. Out: contexts of the pane being drawn. */
import { createContext } from 'react';
import { FramePieces } from '../terminal/frame-pieces.js';

/** Takes painted rows past Ink to the screen. */
export const Pieces = createContext(new FramePieces());

/** First column of the pane. */
export const Left = createContext(0);

/** Cells of Ink's layout: one for each pane that stands beside others. */
export const INK_WIDTH = 3;
