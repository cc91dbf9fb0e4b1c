/** The IP headers around a packet, as the core tells them (src/core/packets/tunnels.ts), as text. */
import { ADDRESS_ROOM, OUTER, OUTER_BYTES, OUTER_SOURCE } from '../../binding/layouts.js';
import type { WasmCore } from '../../binding/wasm-core.js';
import type { Outer } from '../../decode/cursor.js';
import { TUNNEL_KINDS } from '../../decode/tunnels/tunnel-kinds.js';
import { outersText } from '../../decode/tunnels/tunnel-texts.js';

/** The text of `count` outer layers at an address, outermost first. */
export function outerLayersAt(core: WasmCore, address: number, count: number): string {
  return outersText(Array.from({ length: count }, (_, index) => outerAt(core, address + index * OUTER_BYTES)));
}

function outerAt({ bytes, view }: WasmCore, at: number): Outer {
  const field = (offset: number) => view.getUint32(at + offset, true);
  return {
    kind: TUNNEL_KINDS[field(OUTER.kind)] ?? '',
    id: field(OUTER.hasId) === 0 ? -1 : field(OUTER.id),
    bytes,
    sourceOffset: at + OUTER_SOURCE,
    destinationOffset: at + OUTER_SOURCE + ADDRESS_ROOM,
    addressLength: field(OUTER.addressLength),
  };
}
