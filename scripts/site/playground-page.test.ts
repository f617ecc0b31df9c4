import { assert, describe, it } from "@effect/vitest"
import { parseNpy } from "@marginalia/datasets/files/npy"
import { setTimeout as after } from "node:timers/promises"
import { classesIn, colorOf } from "../../site/playground/colors.ts"
import { asCommand, asTypeScript, asYaml } from "../../site/playground/copy.ts"
import { labelsOf, npyOf } from "../../site/playground/files.ts"
import type { Ask, Hello, Told } from "../../site/playground/protocol.ts"
import { type Line, makeState } from "../../site/playground/state.ts"

describe("the same question elsewhere", () => {
  const question = {
    pool: "four blobs",
    text: "mix(0.5: margin, 0.5: random)",
    budget: 7,
    seed: 2,
    labeled: 3,
    isFirst: true
  }

  it("is quoted for the shell, for a program and for a file", () => {
    assert.strictEqual(
      asCommand(question),
      "npx marginalia select four-blobs.npy --strategy 'mix(0.5: margin, 0.5: random)' --budget 7 --seed 2 --labels labels.csv"
    )
    assert.match(asCommand({ ...question, text: "margin", labeled: 0 }), /--strategy margin --budget 7 --seed 2$/)
    assert.include(asTypeScript(question), `Strategy.readUnsafe("mix(0.5: margin, 0.5: random)", registry)`)
    assert.include(asYaml(question), `  - "mix(0.5: margin, 0.5: random)"`)
  })

  it("names the labels of one's own file, and once others were given those of the page", () => {
    const words = ["pool.npy", "--labels", "my labels.csv", "--column", "probability=p.npy"]
    const own = { ...question, text: "margin", words }
    const start = "npx marginalia select pool.npy --strategy margin --budget 7 --seed 2"
    assert.strictEqual(asCommand(own), `${start} --labels 'my labels.csv' --column probability=p.npy`)
    const given = { ...own, isFirst: false }
    assert.strictEqual(asCommand(given), `${start} --labels labels.csv --column probability=p.npy`)
    assert.strictEqual(asCommand({ ...given, labeled: 0 }), `${start} --column probability=p.npy`)
  })

  it("has the files that it names: vectors, and labels by id", () => {
    const bytes = npyOf({ cols: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6.5) })
    const { data, shape } = parseNpy(bytes)
    assert.deepStrictEqual([shape, [...data]], [[3, 2], [1, 2, 3, 4, 5, 6.5]])
    const pool = { name: "p", points: [], truth: [1, -1, 0], labeled: [] }
    assert.strictEqual(labelsOf(pool, [0, 1]), "id,label\n0,1\n1,\n")
    const named = { ...pool, ids: ["a", "b", "c, d"], classNames: ["a \"cat\"", "dog"] }
    assert.strictEqual(labelsOf(named, [0, 2]), "id,label\na,dog\n\"c, d\",\"a \"\"cat\"\"\"\n")
  })
})

describe("the colors of classes", () => {
  it("are as many hues as there are classes among the known", () => {
    const pool = { name: "p", points: [], truth: [2, -1, 0], labeled: [] }
    assert.strictEqual(classesIn(pool), 3)
    assert.deepStrictEqual([0, 1, 2].map((c) => colorOf(c, 3, "1% 2%")), [
      "hsl(0 1% 2%)",
      "hsl(120 1% 2%)",
      "hsl(240 1% 2%)"
    ])
  })
})

describe("the page's state", () => {
  const hello: Hello = { names: [], pools: [{ name: "p", points: [], truth: [], labeled: [] }] }
  const answer = { ok: true, ms: 1, text: "typiclust", picks: [], remarks: [], trace: [], controls: [] } as const
  const started = () => {
    const asked: Array<Ask> = []
    let on: Parameters<Line["hear"]>[0] | undefined
    const state = makeState({ send: (question) => asked.push(question), hear: (all) => on = all }, 1)
    on!.hello(hello)
    const told = (n: number, more: { readonly ok: false; readonly problem: string } | typeof answer): void =>
      on!.told({ ...more, n, ms: 1 } as Told)
    return { asked, state, told }
  }

  it("says that it computes once an answer takes long, and that what is shown is older", async () => {
    const { asked, state, told } = started()
    assert.deepStrictEqual([state.slow.value, state.isOld.value], [false, false])
    await after(20)
    assert.deepStrictEqual([state.slow.value, state.isOld.value], [true, true])
    told(asked.at(-1)!.n, answer)
    assert.deepStrictEqual([state.slow.value, state.isOld.value], [false, false])
    await after(20)
    assert.isFalse(state.slow.value)
  })

  it("keeps the picks of the last answer where a text cannot be read, and knows that they are old", () => {
    const { asked, state, told } = started()
    told(asked.at(-1)!.n, answer)
    state.text.value = "typi("
    told(asked.at(-1)!.n, { ok: false, problem: "column 6" })
    assert.deepStrictEqual([state.problem.value, state.isOld.value], ["column 6", true])
    assert.strictEqual(state.answer.value?.text, "typiclust")
  })
})
