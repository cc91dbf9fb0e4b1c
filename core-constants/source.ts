/** Pieces of AssemblyScript source. */

/** `export namespace NAME { export const key: TYPE = value; … }`: the values are known when it is compiled. */
export function namespace(name: string, type: string, values: Readonly<Record<string, number>>): string {
  const lines = Object.entries(values).map(([key, value]) => `  export const ${key}: ${type} = ${value};`);
  return `export namespace ${name} {\n${lines.join('\n')}\n}\n`;
}

/** Bytes in the data of the module; the constant is their address. */
export function data(name: string, bytes: Uint8Array): string {
  return `export const ${name}: usize = memory.data<u8>([${bytes.join(', ')}]);\n`;
}

/** The same for numbers of 32 bits without a sign. */
export function words(name: string, values: Uint32Array): string {
  return `export const ${name}: usize = memory.data<u32>([${values.join(', ')}], 4);\n`;
}

/** ASCII text behind its length, which is one byte; the constant is the address of the length. */
export function text(name: string, characters: string): string {
  return data(name, Uint8Array.from([characters.length, ...Buffer.from(characters, 'latin1')]));
}

/**
 * Which bytes a class holds, in 32 bytes for SIMD: by low half and by high half, a bit for each kind of row that the table has. A byte is in the class
 * if its halves share a bit (https://github.com/geofflangdale/simdjson, "vectorized classification").
 */
export function byteClass(name: string, holds: (byte: number) => boolean): string {
  const rows = Array.from({ length: 16 }, (_, high) =>
    Array.from({ length: 16 }, (_, low) => (holds((high << 4) | low) ? 1 << low : 0)).reduce((a, b) => a | b, 0),
  );
  const kinds = [...new Set(rows)].filter(row => row !== 0);
  if (kinds.length > 8) throw new Error(`${name} has ${kinds.length} kinds of rows; there are 8 bits.`);
  const low = Array.from({ length: 16 }, (_, at) =>
    kinds.reduce((bits, row, kind) => (row & (1 << at) ? bits | (1 << kind) : bits), 0),
  );
  const high = rows.map(row => (row === 0 ? 0 : 1 << kinds.indexOf(row)));
  return data(name, Uint8Array.from([...low, ...high]));
}

export function constant(name: string, type: string, value: number): string {
  return `export const ${name}: ${type} = ${value};\n`;
}

/** A list of ports, 16 bits each, and `NAME_COUNT` of them. */
export function ports(name: string, list: readonly number[]): string {
  return `export const ${name}: usize = memory.data<u16>([${list.join(', ')}]);\n${constant(`${name}_COUNT`, 'i32', list.length)}`;
}
