/** The core: everything TypeScript calls (binding/wasm-core.ts). */
export { inbox } from './memory';
