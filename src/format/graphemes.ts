/** Text as characters that people see: grapheme clusters (Unicode Standard Annex 29). */

/** Made when it is needed: its tables take longer to load than the first rows. */
let segmenter: Intl.Segmenter | undefined;

const ascii = /^[\x20-\x7e]*$/;

/** The grapheme clusters of a text in order. */
export function graphemes(text: string): Iterable<string> {
  return ascii.test(text) ? text : clusters(text);
}

function* clusters(text: string): Generator<string> {
  segmenter ??= new Intl.Segmenter();
  for (const { segment } of segmenter.segment(text)) yield segment;
}
