/**
 * A kernel: the name of a compiled function, the kinds of its parameters, and its twin in plain TypeScript, which is
 * its reference in tests and what runs where WebAssembly SIMD does not.
 */

/** The kinds of parameters: arrays (an address in the compiled form), a plain number, scratch memory of the thread. */
export type Param = "f32" | "f64" | "i32" | "u32" | "number" | "scratch"

interface Kinds {
  readonly f32: Float32Array
  readonly f64: Float64Array
  readonly i32: Int32Array
  readonly u32: Uint32Array
  readonly number: number
  readonly scratch: Float64Array
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

/** Declares a kernel that is called by hand; `name` is the function exported by `assembly/index.ts`. */
export const kernel = <const P extends ReadonlyArray<Param>>(
  name: string,
  params: P,
  twin: (...args: TwinArgs<P>) => void
): Kernel<P> => ({ name, params, twin })

/** A range and what follows it. */
type AfterRange<P extends ReadonlyArray<Param>> = readonly ["number", "number", ...P]

/**
 * A kernel that does items `from … to − 1`, its first two parameters, of a work that an engine cuts into ranges. Only the
 * engine passes a range, so that no call can do a part and take it for the whole. Every range begins at a multiple of
 * `align`. What it gives must not depend on the cuts: it writes only what belongs to its own items.
 */
export interface Ranged<P extends ReadonlyArray<Param> = ReadonlyArray<Param>> extends Kernel<AfterRange<P>> {
  readonly align: number
}

/** Declares a kernel over ranges by the parameters that follow `from` and `to`. */
export const ranged = <const P extends ReadonlyArray<Param>>(
  name: string,
  params: P,
  twin: (from: number, to: number, ...args: TwinArgs<P>) => void,
  align = 1
): Ranged<P> => ({
  name,
  params: ["number", "number", ...params],
  // The compiler does not see that the twin's parameters are those of AfterRange<P>.
  twin: twin as Kernel<AfterRange<P>>["twin"],
  align
})

const noTwin = (name: string) => (): never => {
  throw new Error(`the kernel ${name} is a step of a compiled algorithm and has no twin of its own`)
}

/**
 * A kernel over ranges that exists compiled only: a step of an algorithm whose TypeScript twin (`…Sync`) takes another
 * way to the same exact answer.
 */
export const compiledOnly = <const P extends ReadonlyArray<Param>>(name: string, params: P, align = 1): Ranged<P> =>
  ranged(name, params, noTwin(name), align)

/** A compiled-only kernel that is called by hand, see {@link compiledOnly}. */
export const compiledStep = <const P extends ReadonlyArray<Param>>(name: string, params: P): Kernel<P> =>
  kernel(name, params, noTwin(name))

/** Memory of their own for threads 0, 1, …: `bytes` each, one after the other from address `at` on. */
export interface Scratch {
  readonly at: number
  readonly bytes: number
}

/** What is the same for all ranges of a work. */
export type Constants<P extends ReadonlyArray<Param>> = {
  readonly [I in keyof P]: P[I] extends "scratch" ? Scratch : number
}

/** What a kernel is called with for one range on one thread. */
export const argsOf = <P extends ReadonlyArray<Param>>(
  from: number,
  to: number,
  constants: Constants<P>,
  thread: number
): Args<AfterRange<P>> => {
  const rest = (constants as ReadonlyArray<number | Scratch>).map((value) =>
    typeof value === "number" ? value : value.at + value.bytes * thread
  )
  return [from, to, ...rest] as unknown as Args<AfterRange<P>>
}

const view = (kind: Param, buffer: ArrayBufferLike, value: number): Kinds[Param] => {
  switch (kind) {
    case "f32":
      return new Float32Array(buffer, value)
    case "f64":
    case "scratch":
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
