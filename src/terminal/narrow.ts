/**
 * Text with one cell per UTF-16 unit, so that cells are offsets: nearly every row. It also has the marks that stand for panes in Ink's
 * frames (frame-pieces.ts). What is not narrow needs Unicode's tables, which take longer to load than the first rows.
 */
export const narrow =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2400-\u2426\u2500-\u25fc\u2713-\u2718\ue000-\uf8ff\ufffd]*$/;
