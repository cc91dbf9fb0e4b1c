/** The part of WebAssembly's JavaScript interface that is used: without the DOM's types nothing declares it. */
export {};

declare global {
  namespace WebAssembly {
    class Memory {
      readonly buffer: ArrayBuffer;
    }

    class Module {
      constructor(bytes: Uint8Array);
    }

    class RuntimeError extends Error {}

    class Instance {
      readonly exports: unknown;
      constructor(module: Module, imports: Record<string, Record<string, (...values: number[]) => number>>);
    }
  }
}
