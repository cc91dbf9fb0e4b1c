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

export function constant(name: string, type: string, value: number): string {
  return `export const ${name}: ${type} = ${value};\n`;
}

/** A list of ports, 16 bits each, and `NAME_COUNT` of them. */
export function ports(name: string, list: readonly number[]): string {
  return `export const ${name}: usize = memory.data<u16>([${list.join(', ')}]);\n${constant(`${name}_COUNT`, 'i32', list.length)}`;
}
