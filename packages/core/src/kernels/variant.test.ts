import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { best, compiled, supports } from "./variant.ts"

describe("variant", () => {
  it("the best one runs here, and TypeScript always does", () => {
    assert.isTrue(supports(best()))
    assert.isTrue(supports("typescript"))
  })

  it("both builds export the same kernels", () => {
    const names = (variant: "relaxed-simd" | "simd") => WebAssembly.Module.exports(compiled(variant)).map((e) => e.name)
    if (supports("relaxed-simd")) assert.deepStrictEqual(names("relaxed-simd"), names("simd"))
  })
})

/** What core says in a process of its own, where `before` ran before any kernel. */
const inProcess = (before: string): unknown => {
  const core = new URL("../index.ts", import.meta.url).href
  const program = `
    const { Kernels, Matrix, selectSync, Score, Select, Stage, Strategy, Ranking } = await import(${
    JSON.stringify(core)
  })
    const Effect = await import(${JSON.stringify(import.meta.resolve("effect/Effect"))})
    ${before}
    const embedding = Matrix.fromRows([[3, 4], [0, 2], [5, 12], [8, 15]])
    const select = Select.make({ spec: { name: "longest", options: {} }, needs: ["embedding"], pick: (frame) =>
      Effect.gen(function*() {
        const scores = yield* (yield* Kernels.Kernels).rowNorms(frame.embedding)
        const positions = Ranking.top(frame.candidates, scores, frame.budget)
        return { positions, scores: Float64Array.from(positions, (i) => scores[i]) }
      }) })
    const { ids, trace } = selectSync(Strategy.make(select), { embedding, budget: 3, seed: 0 })
    console.log(JSON.stringify({ ids, best: Kernels.best(), simd: Kernels.supports("simd"), notes: trace[0].notes }))`
  const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"]
  })
  return JSON.parse(printed)
}

describe("where WebAssembly may not run", () => {
  const refusing = "throw new WebAssembly.CompileError(\"blocked by CSP\")"
  const policy = "WebAssembly cannot be compiled here (blocked by CSP); a page's policy must allow 'wasm-unsafe-eval'"
  const cases = [
    ["a policy forbids it", `WebAssembly.Module = class { constructor() { ${refusing} } }`, policy],
    ["it is missing", "delete globalThis.WebAssembly", "there is no WebAssembly here"],
    ["SIMD is missing", "WebAssembly.validate = () => false", "this engine does not know WebAssembly SIMD"],
    [
      "there is no memory",
      "WebAssembly.Memory = class { constructor() { throw new RangeError(\"none\") } }",
      "no memory can be had for WebAssembly (none)"
    ]
  ] as const
  it.each(cases)("%s, TypeScript does the same, and the trace says why", (_, before, why) => {
    assert.deepStrictEqual(inProcess(before), {
      ids: ["3", "2", "0"],
      best: "typescript",
      simd: false,
      notes: { kernels: `typescript: ${why}` }
    })
  }, 60_000)
})
