/**
 * Capture formats that are not read and have no magic: the fields of their first records tell them. A name only helps the
 * user, so a wrong guess costs nothing else.
 */

const ERF_HEADER = 16;
/** Seconds of ERF times that are believed: 1995 to 2060. */
const ERF_EARLIEST = 788_918_400;
const ERF_LATEST = 2_840_140_800;
const ERF_LARGEST_TYPE = 48;
const ERF_META = 27;

/** The name of the format, to continue "is …". */
export function unmarkedFormat(bytes: Uint8Array): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isNetScaler(bytes)) return 'a NetScaler trace';
  if (isCommView(view, 4) || (isCommView(view, 5) && view.getUint8(4) === 0)) return 'a TamoSoft CommView capture';
  if (isErf(view, 0)) return 'an Endace ERF capture';
  return undefined;
}

/** Its pages begin with records, one of which holds a signature. */
function isNetScaler(bytes: Uint8Array): boolean {
  return /NetScaler (?:V\d+ )?Performance Data/.test(Buffer.from(bytes.subarray(0, 256)).toString('latin1'));
}

/** Lengths, then a time of which each field has bytes of its own: the year in two. */
function isCommView(view: DataView, at: number): boolean {
  if (view.byteLength < at + 11) return false;
  const year = view.getUint16(at, true);
  const field = (offset: number) => view.getUint8(at + offset);
  const [month, day] = [field(2), field(3)];
  const isDate = year >= 1995 && year <= 2060 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return isDate && field(4) < 24 && field(5) < 60 && field(6) < 60 && view.getUint16(0, true) > 0;
}

/** A time of 64 bits, whose upper half counts seconds, then a type, flags, and the length of the record. */
function isErf(view: DataView, at: number): boolean {
  if (view.byteLength < at + ERF_HEADER) return false;
  const seconds = view.getUint32(at + 4, true);
  const type = view.getUint8(at + 8) & 0x7f;
  const length = view.getUint16(at + 10);
  const isTime = (seconds >= ERF_EARLIEST && seconds <= ERF_LATEST) || (seconds === 0 && type === ERF_META);
  if (!isTime || type === 0 || type > ERF_LARGEST_TYPE || length < ERF_HEADER) return false;
  const next = at + length;
  return at > 0 || next === view.byteLength || next + ERF_HEADER > view.byteLength || isErf(view, next);
}
