/**
 * A kernel: the name of a compiled function, the kinds of its parameters, and its twin in plain TypeScript, which is
 * its reference in tests and what runs where WebAssembly SIMD does not.
 */

/** The kinds of parameters: arrays (an address in the compiled form) and a plain number. */
export type Param = "f32" | "f64" | "i32" | "u32" | "number"

interface Kinds {
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly i32: Int32Array
  readonly u32: Uint32Array
  readonly number: number
}

type TwinArgs<P extends ReadonlyArray<Param>> = { readonly [I in keyof P]: Kinds[P[I]] }

/** What a compiled kernel is called with: a byte address for each array. */
export type Args<P extends ReadonlyArray<Param>> = { readonly [I in keyof P]: number }

/** See the module. The twin's arrays begin at the address given and reach to the end of memory. */
export interface Kernel<P extends ReadonlyArray<Param> = ReadonlyArray<Param>> {
  readonly name: string
  readonly params: P
  readonly twin: (...args: TwinArgs<P>) => void
}

/** Declares a kernel; `name` is the function exported by `assembly/index.ts`. */
export const kernel = <const P extends ReadonlyArray<Param>>(
  name: string,
  params: P,
  twin: (...args: TwinArgs<P>) => void
): Kernel<P> => ({ name, params, twin })

const view = (kind: Param, buffer: ArrayBufferLike, value: number): Kinds[Param] => {
  switch (kind) {
    case "f32":
      return new Float32Array(buffer, value)
    case "f64":
      return new Float64Array(buffer, value)
    case "i32":
      return new Int32Array(buffer, value)
    case "u32":
      return new Uint32Array(buffer, value)
    case "number":
      return value
  }
}

/** The twin, callable with addresses in `buffer`. */
export const bindTwin = <P extends ReadonlyArray<Param>>(self: Kernel<P>, buffer: () => ArrayBufferLike) => {
  const twin = self.twin as (...args: ReadonlyArray<Kinds[Param]>) => void
  return (...args: Args<P>): void => {
    const memory = buffer()
    twin(...self.params.map((kind, i) => view(kind, memory, args[i]!)))
  }
}
