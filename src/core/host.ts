/** What stays TypeScript and is asked by the core: rare things, and those that make text (binding/wasm-core.ts). */

/** Number of the header name at [at, at + length) in any case; 0 if it gets none. */
export declare function newHeaderName(at: usize, length: i32): i32;
/** Whether the multipart body at [start, end), whose Content-Type is at [typeStart, typeEnd), holds SDP. */
export declare function holdsSdp(typeStart: usize, typeEnd: usize, start: usize, end: usize, loneCr: bool): bool;
