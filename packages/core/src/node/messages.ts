/** A kernel, and what it is called with behind the range. */
export interface Call {
  readonly kernel: string
  readonly args: ReadonlyArray<number>
}

/**
 * Kernels that are called one after the other for pieces of items `0 … items − 1`: threads take the next `size` of them from a count that they share, the first of a few numbers
 * of 32 bits in memory. The second is 1 where workers are to say that they found nothing left; then each worker has one, which is 1 when it did.
 */
export interface Task {
  readonly calls: ReadonlyArray<Call>
  /** The address of the numbers. */
  readonly state: number
  /** Which number is that of the worker. */
  readonly done: number
  readonly size: number
  readonly items: number
}

/** See {@link Task}: which of its numbers is what. */
export const TAKEN = 0, ASKED = 1, WORKERS = 2

/** What the pool tells a worker: the memory of a slab, that it is gone, and what to do in it. */
export type Message =
  | readonly [kind: "memory", slab: number, memory: WebAssembly.Memory]
  | readonly [kind: "forget", slab: number]
  | readonly [kind: "task", slab: number, number: number, task: Task]

/** What a worker is made with: the kernels, and how many messages it was sent, by which it sees that there is one before it comes. */
export interface WorkerData {
  readonly module: WebAssembly.Module
  readonly told: Int32Array
}
