/** What stays TypeScript and is asked by the core: rare things, and those that make text (binding/wasm-core.ts). */

/** Number of the header name at [at, at + length) in any case; 0 if it gets none. */
export declare function newHeaderName(at: usize, length: i32): i32;
/** Whether the multipart body of the message just scanned, which ends at `end`, holds SDP. */
export declare function holdsSdp(end: usize, loneCr: bool): bool;
