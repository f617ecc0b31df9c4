import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, clouds, everyone } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { runs } from "../../test/runs.ts"
import { tilesOf } from "../../test/tiles.ts"
import * as Carry from "../Carry.ts"
import type { Matrix } from "../Matrix.ts"
import { Notices } from "../Notices.ts"
import * as Remarks from "../Remarks.ts"
import { forQuery, normalized } from "../Tiles.ts"
import { type Engine, single } from "./engine.ts"
import { farthestFirstPlain } from "./farthest-first.ts"
import { farthestOver } from "./farthest-over.ts"
import { farthest } from "./farthest.ts"

/** An engine that passes over matrices of any size. */
const passing = (of: Engine): Engine => single(of.variant, { settings: { passed: 0 } })

/** A service that counts, and lines that were said. */
const watched = () => {
  const kept = new Map<string, Uint8Array>(), said: Array<string> = []
  const service: Carry.Service = {
    get: (name) => Effect.sync(() => kept.get(name)),
    // As files are read: a part of a buffer, at a place that is no multiple of eight.
    put: (name, bytes) => Effect.sync(() => void kept.set(name, Buffer.concat([Buffer.alloc(3), bytes]).subarray(3)))
  }
  const run = <A, E>(effect: Effect.Effect<A, E>): Promise<A> =>
    Effect.runPromise(effect.pipe(
      Effect.provideService(Carry.Carry, service),
      Effect.provideService(Notices, { say: (line) => Effect.sync(() => void said.push(line)) })
    ))
  return { kept, said, run }
}

const candidatesOf = (matrix: Matrix, labeled: ReadonlyArray<number>) =>
  everyone(matrix).filter((i) => !labeled.includes(i))

describe("distances that are kept from round to round", () => {
  test.prop([
    clouds.filter(({ rows }) => rows >= 6),
    fc.constantFrom(...engines),
    fc.boolean(),
    fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 5 }),
    fc.nat({ max: 50 })
  ], { numRuns: runs(200) })(
    "change no pick and no distance, in memory and in tiles, over rounds in which more is labeled, and less",
    async (matrix, of, inMemory, steps, seed) => {
      const engine = passing(of), { run } = watched(), name = "pool"
      let labeled: ReadonlyArray<number> = []
      for (const [round, step] of steps.entries()) {
        // Now and then a label is taken back.
        const fewer = step === 0 ? labeled.slice(1) : labeled
        labeled = [
          ...new Set([...fewer, ...Array.from({ length: step }, (_, n) => (seed + 7 * n + 13 * round) % matrix.rows)])
        ]
        const asked = { candidates: candidatesOf(matrix, labeled), centers: Uint32Array.from(labeled), budget: 3 }
        const found = await run(
          inMemory
            ? farthest(engine, { ...asked, matrix: Carry.named({ ...matrix }, name) })
            : farthestOver(engine, { ...asked, tiles: forQuery(Carry.named(tilesOf(matrix, 16), name)) })
        )
        assert.deepStrictEqual(found, await Effect.runPromise(farthestFirstPlain(engine, { ...asked, matrix })))
      }
    }
  )

  const matrix = cloud("plain", 600, 6, 2), engine = passing(engines[0]!)
  const asked = (labeled: ReadonlyArray<number>) => ({
    candidates: candidatesOf(matrix, labeled),
    centers: Uint32Array.from(labeled),
    budget: 4
  })
  const over = (labeled: ReadonlyArray<number>, name = "a") =>
    farthestOver(engine, { ...asked(labeled), tiles: Carry.named(tilesOf(matrix, 256), name) })
  const line = (n: number) =>
    `note: k-center: distances to ${n} labeled item${n === 1 ? "" : "s"} are those of an earlier round`

  it("are used, and said, where they are of the same rows, of labels that are still there, and of everybody who may be picked", async () => {
    const { kept, run, said } = watched()
    await run(over([]))
    assert.deepStrictEqual([kept.size, said], [0, []])
    await run(over([1, 2]))
    await run(over([1, 2, 3]))
    assert.deepStrictEqual([kept.size, said], [1, [line(2)]])
    // Other rows, a label that is gone, and one that may be picked again, of whom nothing is known.
    await run(over([1, 2, 3], "b"))
    await run(over([1, 3]))
    await run(
      farthestOver(engine, {
        ...asked([1, 3]),
        candidates: everyone(matrix),
        tiles: Carry.named(tilesOf(matrix, 256), "b")
      })
    )
    assert.deepStrictEqual([kept.size, said.length], [2, 1])
    await run(over([1, 3, 9]))
    assert.deepStrictEqual(said, [line(2), line(2)])
  })

  it("are not used where a label was taken back, or somebody may be picked of whom nothing is known, either of them alone", async () => {
    const { run, said } = watched()
    const picks = (labeled: ReadonlyArray<number>, out: ReadonlyArray<number>) => {
      const request = { ...asked(labeled), candidates: candidatesOf(matrix, [...labeled, ...out]), budget: 9 }
      return { request, over: farthestOver(engine, { ...request, tiles: Carry.named(tilesOf(matrix, 256), "a") }) }
    }
    for (const [labeled, out] of [[[1, 2], [7]], [[1], [2, 7]], [[1, 2], [7]], [[1, 2, 3], []]] as const) {
      const { over, request } = picks(labeled, out)
      assert.deepStrictEqual(
        await run(over),
        await Effect.runPromise(farthestFirstPlain(engine, { ...request, matrix }))
      )
    }
    // Of the third: those of the second, to one of its two labels.
    assert.deepStrictEqual(said, [line(1)])
  })

  it("are not those of rows that were scaled, nor of rows without a name", async () => {
    const { kept, run, said } = watched(), tiles = Carry.named(tilesOf(matrix, 256), "a")
    await run(farthestOver(engine, { ...asked([1]), tiles }))
    await run(farthestOver(engine, { ...asked([1, 2]), tiles: normalized(tiles) }))
    await run(farthestOver(engine, { ...asked([1, 2]), tiles: tilesOf(matrix, 256) }))
    assert.deepStrictEqual([kept.size, said], [2, []])
    assert.isTrue([...kept.keys()].some((name) => name.endsWith("unit rows of a")))
  })

  it("are passed over where they are damaged", async () => {
    const { kept, run, said } = watched(), expected = await Effect.runPromise(over([1, 2]))
    await run(over([1]))
    const [name, bytes] = [...kept][0]!
    for (
      const damaged of [
        new Uint8Array(),
        bytes.subarray(1),
        bytes.subarray(0, bytes.length - 4),
        new Uint8Array(bytes.length)
      ]
    ) {
      kept.set(name, damaged)
      assert.deepStrictEqual(await run(over([1, 2])), expected)
    }
    assert.deepStrictEqual(said, [])
  })

  it("save the work on labels of before: no row of theirs is read", async () => {
    const { run } = watched(), labeled = Array.from({ length: 40 }, (_, n) => n)
    const reads = (name: string) => {
      const tiles = tilesOf(matrix, 256)
      return Effect.map(
        Remarks.collect(farthestOver(engine, { ...asked([...labeled, 50]), tiles: Carry.named(tiles, name) })),
        () => tiles.reads()
      )
    }
    await run(over(labeled, "d"))
    assert.strictEqual(await run(reads("other")) - await run(reads("d")), 40)
  })
})
