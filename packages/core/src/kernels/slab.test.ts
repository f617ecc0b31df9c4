import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { vi } from "vitest"
import { variants } from "../../test/kernels.ts"
import { OutOfMemory } from "../Errors.ts"
import { make as matrix } from "../Matrix.ts"
import { rowNormsSync } from "./row-norms.ts"
import * as Slab from "./slab.ts"

const nothing = new RangeError("nothing left")

const refuse = (): never => {
  throw nothing
}

const caught = (body: () => unknown): OutOfMemory => {
  try {
    body()
  } catch (error) {
    return error as OutOfMemory
  }
  throw new Error("nothing was thrown")
}

describe("slab", () => {
  for (const variant of variants) {
    it(`grows without losing what is there (${variant})`, () => {
      const slab = Slab.make(100, variant)
      const at = slab.alloc(400)
      const view = Slab.f32(slab, at, 100).fill(7)
      const more = slab.alloc(2 ** 20)
      Slab.f32(slab, more, 2 ** 18).fill(1)
      assert.isTrue(view.every((x) => x === 7))
      assert.isTrue(Slab.f32(slab, at, 100).every((x) => x === 7))
      assert.strictEqual(Slab.of(view), slab)
    })

    it(`refuses more than one memory can hold (${variant})`, () => {
      assert.throws(() => Slab.make(2 ** 33, variant), OutOfMemory, /8192 MiB .* 4 GiB/)
    })

    it(`says what was asked and what there is where it cannot grow, and goes on (${variant})`, () => {
      const slab = Slab.make(100, variant), at = slab.alloc(400), view = Slab.f32(slab, at, 100).fill(7)
      const held = slab.buffer().byteLength
      const grow = variant === "typescript"
        ? vi.spyOn(ArrayBuffer.prototype, "resize").mockImplementation(refuse)
        : vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(refuse)
      const error = caught(() => slab.alloc(2 ** 22))
      grow.mockRestore()
      assert.deepInclude(error, {
        _tag: "OutOfMemory",
        asked: at + 400 + 2 ** 22,
        held,
        limit: 2 ** 32,
        cause: nothing
      })
      assert.match(
        error.message,
        /need a memory of 4\.0 MiB and have 0\.1 MiB: .*no more \(RangeError: nothing left\); give fewer/
      )
      assert.throws(() => slab.alloc(2 ** 33), OutOfMemory, /4 GiB/)
      Slab.f32(slab, slab.alloc(2 ** 22), 2 ** 20).fill(1)
      assert.isTrue(view.every((x) => x === 7))
    })
  }

  it("an ordinary array is in no slab", () => {
    assert.isUndefined(Slab.of(new Float32Array(4)))
  })

  it("works where memory cannot be shared", async () => {
    vi.resetModules()
    vi.stubGlobal("SharedArrayBuffer", undefined)
    const { make } = await import("../Kernels.ts")
    const alone = await import("./slab.ts")
    const { sharing } = await import("./variant.ts")
    vi.unstubAllGlobals()
    assert.isFalse(sharing)
    const x = matrix(Float32Array.from({ length: 300_000 }, (_, i) => Math.sin(i)), 3000, 100)
    const twin = rowNormsSync(x)
    const kernels = make()
    const { matrix: unit } = Effect.runSync(kernels.normalizeRows(x))
    assert.isDefined(alone.of(unit.data))
    assert.isFalse(unit.data.buffer instanceof SharedArrayBuffer)
    Effect.runSync(kernels.rowNorms(unit)).forEach((norm) => assert.closeTo(norm, 1, 1e-6))
    Effect.runSync(kernels.rowNorms(x)).forEach((norm, i) => assert.closeTo(norm, twin[i]!, 1e-9))
  }, 30_000)
})
