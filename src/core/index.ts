/** The core: everything TypeScript calls (binding/wasm-core.ts). */
export { hashBytes, hashKeys, hashKeysLength } from './hash';
export { inbox } from './memory';
export { learnHeaderName } from './scan/header-names';
export { isCertainlySip } from './scan/probe';
export { scanMessage } from './scan/scan';
export { scannedHeaders, scannedLinks, scannedNumbers, tellScanned } from './scan/told';
