/** What the pool tells a worker: the memory of a slab, that it is gone, and which kernel to call on it. */
export type Message =
  | readonly [kind: "memory", id: number, memory: WebAssembly.Memory]
  | readonly [kind: "forget", id: number]
  | readonly [kind: "call", id: number, name: string, args: ReadonlyArray<number>]
