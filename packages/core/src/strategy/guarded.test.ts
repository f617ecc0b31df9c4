import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { vi } from "vitest"
import { kmeans } from "../Clusterer.ts"
import { OutOfMemory, PartFailed } from "../Errors.ts"
import { best } from "../kernels/variant.ts"
import { make } from "../Matrix.ts"
import { fromSeed } from "../Rng.ts"
import { guarded } from "./guarded.ts"

/** Runs a part over so many items; how many times the event loop turned before it, and before the look at its answer. */
const turnsOf = async (size: number) => {
  let [turns, running] = [0, true]
  const count = (): void => {
    turns++
    if (running) setImmediate(count)
  }
  const seen: Array<number> = []
  const see = () => void seen.push(turns)
  const part = guarded("part", "score", { size }, () => Effect.sync(see), () => {
    see()
    return undefined
  })
  setImmediate(count)
  await Effect.runPromise(Effect.andThen(part, part))
  running = false
  return seen
}

const part = <A>(run: () => Effect.Effect<A, unknown>) =>
  guarded("mine", "stage", { size: 1 }, () => Effect.orDie(run()), () => undefined)

const failing = <A>(run: () => Effect.Effect<A, unknown>): PartFailed =>
  Effect.runSync(Effect.flip(part(run))) as PartFailed

const refuse = (): never => {
  throw new RangeError("nothing left")
}

describe("guarded", () => {
  it("lets the event loop turn before a part that looks at a million items, and before its answer is looked at", async () => {
    // Of the first nothing is said: what this thread did before may leave room for it.
    const [first, ...others] = await turnsOf(2 ** 20)
    let before = first!
    for (const turns of others) {
      assert.isAbove(turns, before)
      before = turns
    }
    assert.strictEqual(others.length, 3)
  })

  it("does not where there are few", async () => {
    const seen = await turnsOf(100)
    assert.isAtMost(new Set(seen).size, 2)
  })

  it("names the part that threw, and keeps what it threw", () => {
    const cause = new TypeError("no")
    const error = failing(() => {
      throw cause
    })
    assert.deepInclude(error, { part: "mine", problem: "it threw TypeError: no; this is a defect of the stage", cause })
    assert.deepStrictEqual([error.reason, error.exitCode], ["Thrown", 70])
  })

  it("says that memory ran out, which is no defect, and works on afterwards", () => {
    const matrix = make(Float32Array.from({ length: 280_000 }, (_, i) => Math.sin(i * i)), 70_000, 4)
    const cluster = () => kmeans.cluster({ matrix, k: 3, key: fromSeed(0), maxIterations: 3 })
    const grow = best() === "typescript"
      ? vi.spyOn(ArrayBuffer.prototype, "resize").mockImplementation(refuse)
      : vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(refuse)
    const error = failing(cluster)
    grow.mockRestore()
    assert.instanceOf(error, PartFailed)
    assert.deepStrictEqual([error.reason, error.exitCode], ["Memory", 1])
    assert.instanceOf(error.cause, OutOfMemory)
    assert.match(error.message, /^mine: the kernels need a memory of .* MiB .*; give fewer rows or columns/)
    assert.strictEqual(Effect.runSync(part(cluster)).assignment.length, 70_000)
  })

  it("says so of arrays", () => {
    const error = failing(() =>
      Effect.sync(() => {
        throw new RangeError("Array buffer allocation failed")
      })
    )
    assert.deepStrictEqual([error.reason, error.exitCode], ["Memory", 1])
    assert.match(error.message, /there is no memory for an array/)
    assert.strictEqual(failing(() => Effect.sync(() => new Array(-1))).reason, "Thrown")
  })
})
