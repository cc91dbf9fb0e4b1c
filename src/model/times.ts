/**
 * A time that nobody told, in µs: of a message whose log prints no times. Whatever is computed from it stays unknown, no
 * comparison with it holds, and JSON prints null.
 */
export const NO_TIME = Number.NaN;
