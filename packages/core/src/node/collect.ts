/**
 * The engine's collection, asked for.
 *
 * Where a heap is small the engine collects rarely, however large the memory is that a few forgotten objects hold outside of it: arrays,
 * and the memory of WebAssembly, which is given back when the last thread that knows it has collected.
 */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

// Has to be set before the name is there; two signs and a name, as a command line would have it.
const FLAG = `${"-".repeat(2)}expose-gc`

const found = (): () => void => {
  try {
    setFlagsFromString(FLAG)
    return runInNewContext("gc") as () => void
  } catch {
    return () => {}
  }
}

let known: (() => void) | undefined

/** Collects what this thread has forgotten, at once; some milliseconds where its heap is small. Does nothing where the engine has no such thing. */
export const collect = (): void => (known ??= found())()
