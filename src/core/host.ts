/** What stays TypeScript and is asked by the core: rare things, and those that make text (binding/wasm-core.ts). */

/** Number of the header name at [at, at + length) in any case; 0 if it gets none. */
export declare function newHeaderName(at: usize, length: i32): i32;
/** Whether the multipart body at [start, end), whose Content-Type is at [typeStart, typeEnd), holds SDP. */
export declare function holdsSdp(typeStart: usize, typeEnd: usize, start: usize, end: usize, loneCr: bool): bool;
/** Bits of what is wrong with the message at [at, at + length), which gets the id; `cut`: the capture lacks its end. Keeps them. */
export declare function faultBits(id: i32, at: usize, length: i32, cut: bool): i32;
/** A list of headers was met first, and got this number. */
export declare function shapeAdded(shape: i32): void;
/** Number of the set of all headers of a set and a shape. */
export declare function unionOf(set: i32, shape: i32): i32;
/** The message just scanned, of this conversation, has so many headers that link it to others, and further ones that are not kept. */
export declare function linked(row: i32, id: i32, count: i32, left: i32): void;
/** The method in CSeq of a request is another than its own; 0 where there is none. */
export declare function otherCseqMethod(id: i32, method: i32): void;
/** Number of the text of `count` outer layers at `at`, of a message; 0 where it gets none. */
export declare function tunnelNumber(at: usize, count: u32): u32;
/** A message came in `count` parts, which are described at `at`. */
export declare function joined(id: i32, at: usize, count: u32): void;
/** Where a message without a time belongs. */
export declare function placeUs(id: i32): f64;
/** What a conversation holds besides what decides (src/conversations/other-requests.ts). */
export declare function requestBesides(row: i32, id: i32, isOver: bool): void;
export declare function responseBesides(row: i32, id: i32): void;
export declare function putBefore(row: i32, attempt: i32, answer: i32): void;
export declare function goOn(row: i32): void;
export declare function clearBesides(row: i32): void;
