/**
 * Which items of a pool the playground shows: all, or a sample of a large one.
 */
import * as Message from "@marginalia/core/Message"
import * as Rng from "@marginalia/core/Rng"
import { grouped } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** The most items that a page draws and asks about. */
export const MOST_ITEMS = 20_000

/** The most numbers of its vectors: 64 MiB. */
export const MOST_NUMBERS = 2 ** 24

/** A pool's size. */
export interface Size {
  readonly rows: number
  readonly cols: number
}

/** The most items of so wide vectors. */
export const mostOf = ({ cols }: Pick<Size, "cols">): number =>
  Math.min(MOST_ITEMS, Math.max(1, Math.floor(MOST_NUMBERS / Math.max(1, cols))))

const tooMany = (asked: number, { cols, rows }: Size, isSample: boolean): UsageProblem => {
  const most = mostOf({ cols }), size = `${grouped(rows)} vectors of ${grouped(cols)} numbers`
  const sample = Message.setting("sample", { value: Math.min(5000, most) })
  const setting = isSample ? "sample" : "pool"
  return new UsageProblem({
    problem: isSample
      ? Message.text`${Message.setting("sample")} is ${grouped(asked)}, and the page takes at most ${
        grouped(most)
      } vectors of ${grouped(cols)} numbers`
      : `the pool has ${size}, and the page takes at most ${grouped(most)} of that width`,
    hint: Message.text`${sample} shows so many of them, drawn by the seed`,
    reason: "Value",
    setting,
    value: asked,
    expected: `at most ${most}`
  })
}

const all = (rows: number): Uint32Array => Uint32Array.from({ length: rows }, (_, i) => i)

/**
 * The positions that are shown, ascending: all of a pool that the page takes whole; with `sample`, so many. Of these, the labeled
 * come first where they are at most half of them; else every item has the same chance. Ties are `Rng.subset`'s.
 *
 * Fails with `UsageProblem` where they are more than {@link mostOf} allows, or the sample is not a whole number from 1.
 */
export const shownRows = (
  size: Size,
  labeled: ReadonlyArray<number>,
  { sample, seed = 0 }: { readonly sample?: number | undefined; readonly seed?: number | undefined }
): Effect.Effect<Uint32Array, UsageProblem> => {
  const wanted = Math.min(sample ?? size.rows, size.rows)
  if (wanted > mostOf(size)) return Effect.fail(tooMany(sample ?? size.rows, size, sample !== undefined))
  const everything = all(size.rows), key = Rng.derive(Rng.fromSeed(seed), "playground sample")
  if (wanted === size.rows) return Effect.succeed(everything)
  if (labeled.length * 2 > wanted) return Effect.succeed(Rng.subset(key, everything, wanted))
  const has = new Set(labeled)
  const others = Rng.subset(key, everything.filter((at) => !has.has(at)), wanted - has.size)
  return Effect.succeed(Uint32Array.from([...has, ...others]).sort())
}
