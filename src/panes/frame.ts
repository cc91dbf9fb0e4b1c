/** Where the rows of a pane go. In: nothing. Out: contexts of the pane being drawn. */
import { createContext } from 'react';
import { FramePieces, type Origin } from '../terminal/frame-pieces.js';

/** Takes painted rows past Ink to the screen. */
export const Pieces = createContext(new FramePieces());

/** First cell of the pane. */
export const Begin = createContext<Origin>({ left: 0, top: 0 });
