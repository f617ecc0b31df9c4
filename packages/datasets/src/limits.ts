/** How much a file may ask for: compressed files can come to a thousand times their size, and images to more. */
import * as Quote from "@marginalia/core/Quote"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { totalmem } from "node:os"
import { type DatasetError, invalidRequest } from "./errors.ts"
import { variable } from "./variable.ts"

/** What is allowed, where it is not what {@link allowedFor} and {@link allowedPixels} say. */
export interface Limit {
  /** Bytes that a compressed file, an archive or a table may come to. */
  readonly unpacked?: number
  /** Pixels that an image may have. */
  readonly pixels?: number
  /** Bytes of decoded images that are kept in memory; more lie in a file while they are worked on. */
  readonly held?: number
  /** Milliseconds that the smallest piece of a parquet file may take. */
  readonly patience?: number
}

/** Provide it to allow more, or less; programs that are not ours to change take MARGINALIA_MAX_UNPACKED, MARGINALIA_MAX_PIXELS and MARGINALIA_MAX_HELD. */
export const Limits: Context.Reference<Limit> = Context.Reference("@marginalia/datasets/Limits", {
  defaultValue: (): Limit => ({})
})

/** Whatever the file's own size is. */
const LEAST = 128e6

/** As many times its own size; zlib's most is 1032, and what people store is seldom packed to a tenth. */
const TIMES = 100

/** A square of 12,247 pixels. */
const PIXELS = 150e6

const powers = ["", "k", "m", "g", "t"]

/** A size as people write it (`text`), in bytes: `8GB`, `500 MB`, `1e9`; `MiB` and its like count in 1,024s. Undefined for anything else. */
export const sizeIn = (text: string): number | undefined => {
  const [, digits = "", power = "", binary] = /^([\d.]+(?:e\d+)?)\s*([kmgt]?)(i(?=b))?b?$/i.exec(text.trim()) ?? []
  const size = Number(digits || NaN) * (binary === undefined ? 1000 : 1024) ** powers.indexOf(power.toLowerCase())
  return size >= 1 ? Math.floor(size) : undefined
}

/** What the environment allows; fails where that cannot be read. */
const fromEnvironment = Effect.fnUntraced(function*(name: string, example: string) {
  const text = yield* variable(name)
  if (text === undefined) return undefined
  const problem = `${name} is ${Quote.value(text)}, which is no size; write ${example}`
  return sizeIn(text) ??
    (yield* invalidRequest(problem, {
      fault: "Value",
      setting: name,
      value: text,
      expected: `a size, such as ${example}`
    }))
})

/** The bytes that a file of `packed` bytes may come to, and how to say that it comes to more. */
export interface Allowance {
  readonly packed: number
  readonly bytes: number
}

/**
 * How many bytes a file of `packed` bytes may come to: 100 times as many, 128 MB at least; with `inMemory`, half of
 * what the machine has at most. `Limits` or MARGINALIA_MAX_UNPACKED (`8GB`) say otherwise.
 *
 * Fails with `DatasetError` where MARGINALIA_MAX_UNPACKED is no size.
 */
export const allowedFor = Effect.fnUntraced(function*(
  packed: number,
  inMemory: boolean
): Effect.fn.Return<Allowance, DatasetError> {
  const given = (yield* Limits).unpacked ?? (yield* fromEnvironment("MARGINALIA_MAX_UNPACKED", "8GB"))
  const usual = Math.max(LEAST, TIMES * packed)
  return { packed, bytes: given ?? (inMemory ? Math.min(usual, totalmem() / 2) : usual) }
})

/**
 * What to say of a file that comes to more than is allowed: to `unpacked` bytes, where that is known; by default it is
 * not.
 */
export const tooLarge = ({ bytes, packed }: Allowance, unpacked?: number): string => {
  const size = unpacked === undefined ? `more than ${Quote.bytes(bytes)}` : Quote.bytes(unpacked)
  const more = Quote.bytes(2 * Math.max(bytes, unpacked ?? 0)).replace(" ", "")
  return `its ${Quote.bytes(packed)} come to ${size}, and ${Quote.bytes(bytes)} are allowed (100 times as much, ` +
    `128 MB at least); if that is right, set MARGINALIA_MAX_UNPACKED=${more}`
}

/**
 * How many pixels an image may have: 150 million, or what `Limits` or MARGINALIA_MAX_PIXELS say. Fails with {@link
 * DatasetError} where that is no number.
 */
export const allowedPixels = Effect.gen(function*() {
  return (yield* Limits).pixels ?? (yield* fromEnvironment("MARGINALIA_MAX_PIXELS", "1e9")) ?? PIXELS
})

/** Sixteen hundred photographs of 224 × 224, and all of CIFAR-10. */
const HELD = 256e6

/**
 * How many bytes of decoded images are kept in memory: 256 MB, or what `Limits` or MARGINALIA_MAX_HELD say. Fails
 * with {@link DatasetError} where that is no size.
 */
export const allowedHeld = Effect.gen(function*() {
  return (yield* Limits).held ?? (yield* fromEnvironment("MARGINALIA_MAX_HELD", "2GB")) ?? HELD
})
