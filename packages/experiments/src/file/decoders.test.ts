import { assert, describe, it } from "@effect/vitest"
import * as Decoders from "./decoders.ts"

const all = <A>(read: (path: [], value: unknown) => A, ...values: ReadonlyArray<unknown>): ReadonlyArray<A> =>
  values.map((value) => read([], value))

const refuses = (read: (value: unknown) => unknown, ...values: ReadonlyArray<unknown>): void => {
  for (const value of values) assert.throws(() => read(value), Error, undefined, JSON.stringify(value))
}

describe("amounts", () => {
  it("are numbers or multiples of the classes", () => {
    const read = (_: [], value: unknown) => Decoders.amountText(Decoders.amount([], value, "budget")!)
    assert.deepStrictEqual(all(read, 10, "classes", "5*classes", " 2 * classes "), [
      "10",
      "1*classes",
      "5*classes",
      "2*classes"
    ])
    refuses((value) => Decoders.amount([], value, "budget"), 0, -1, 1.5, "5", "classes*2", null, [])
    assert.isUndefined(Decoders.amount([], undefined, "budget"))
  })
})

describe("initial", () => {
  it("is nothing, random or balanced", () => {
    const items = { count: 20, per: "round" } as const
    assert.deepStrictEqual(all(Decoders.initial, "none", 20, "random(20)", { random: 20 }, "balanced(2*classes)"), [
      { kind: "none" },
      { kind: "random", items },
      { kind: "random", items },
      { kind: "random", items },
      { kind: "balanced", items: { count: 2, per: "class" } }
    ])
    refuses((value) => Decoders.initial([], value), "randm(20)", "random()", {}, -1, { fixed: 3 })
  })
})

describe("embedding", () => {
  it("is any encoder, or a file of vectors", () => {
    assert.deepStrictEqual(
      all(
        Decoders.embedding,
        "raw",
        "pca(50)",
        "./v.npy",
        "model(enc)",
        "onnx(m.onnx, pooling=cls)",
        "file(a, test=b)"
      ),
      [
        { kind: "encoder", text: "raw" },
        { kind: "encoder", text: "pca(50)" },
        { kind: "file", pool: "./v.npy" },
        { kind: "encoder", text: "model(enc)" },
        { kind: "encoder", text: "onnx(m.onnx, pooling=cls)" },
        { kind: "file", pool: "a", test: "b" }
      ]
    )
    refuses(
      (value) => Decoders.embedding([], value),
      "pca(x)",
      "pca(0)",
      "vectors",
      "simclr(epochs=2)",
      3,
      { fil: "a" },
      {},
      "model()"
    )
    assert.throws(() => Decoders.embedding([], "pca(x)"), /pca: components takes a number, not "x"/)
  })
})

describe("draws", () => {
  it("have a seed", () => {
    const read = (value: unknown) => Decoders.seeded([], value, "subset", "items")
    assert.deepStrictEqual([10, { items: 10, seed: 3 }, null, "none", undefined].map(read), [
      { items: 10, seed: 0 },
      { items: 10, seed: 3 },
      null,
      null,
      undefined
    ])
    refuses(read, 0, -3, "x", { items: 10, seed: 0.5 }, { count: 3 }, {})
  })
})

describe("oracles", () => {
  it("know, err, cost, sit at the terminal, or exchange files", () => {
    const values = ["known", "terminal", "noisy(0.1)", "noisy([[1, 0], [0, 1]])", "costly(1, 2)", "files(f)"]
    assert.deepStrictEqual(all(Decoders.oracle, ...values), [
      { kind: "known" },
      { kind: "terminal" },
      { kind: "noisy", confusion: 0.1 },
      { kind: "noisy", confusion: [[1, 0], [0, 1]] },
      { kind: "costly", cost: [1, 2] },
      { kind: "files", folder: "f" }
    ])
    refuses((value) => Decoders.oracle([], value), "knwon", "noisy(2)", "noisy([a])", "costly(much)", "noisy", {}, 3)
  })
})

describe("seeds", () => {
  it("are counted or listed", () => {
    assert.deepStrictEqual(all(Decoders.seeds, 3, [5, -1]), [[0, 1, 2], [5, -1]])
    refuses((value) => Decoders.seeds([], value), 0, [], [1, 1], [1.5], "many")
  })
})

describe("above0", () => {
  it("takes numbers above zero", () => {
    assert.deepStrictEqual([0.1, undefined].map((value) => Decoders.above0([], value, "radius")), [0.1, undefined])
    refuses((value) => Decoders.above0([], value, "radius"), 0, -1, "x", null)
  })
})

describe("numbers beyond every machine", () => {
  const wrong = [1e300, 1e12, 2 ** 53, Infinity, NaN, -1, 0, 1.5]

  it("are refused, and never shortened", () => {
    refuses((value) => Decoders.amount([], value, "budget"), ...wrong)
    refuses((value) => Decoders.seeds([], value), ...wrong, [1e300], [NaN], Array.from({ length: 10_001 }, (_, i) => i))
    refuses((value) => Decoders.initial([], value), ...wrong.filter((value) => value !== 0), "random(1000000000000)")
    refuses((value) => Decoders.embedding([], value), ...wrong.map((value) => ({ pca: value })), "pca(1000000000000)")
    refuses((value) => Decoders.seeded([], value, "subset", "items"), ...wrong)
    refuses((value) => Decoders.seeded([], value, "holdOut", "fraction"), 1, 5, Infinity, NaN, -1, 0)
    refuses((value) => Decoders.above0([], value, "radius"), Infinity, NaN, -1, 0)
    refuses((value) => Decoders.oracle([], value), "costly(NaN)", "costly(1e999)")
  })
})

describe("maps of old", () => {
  it.each([
    [Decoders.embedding, { pca: 50 }, "embedding is written pca(50) now"],
    [Decoders.embedding, { model: "a folder" }, "embedding is written model(\"a folder\") now"],
    [Decoders.embedding, { file: "a.npy", test: "b.npy" }, "embedding is written file(a.npy, test=b.npy) now"],
    [Decoders.embedding, "pca(dimensions=50)", "the encoder \"pca(dimensions=50)\" is written pca(50) now"],
    [Decoders.oracle, { noisy: 0.1 }, "oracle is written noisy(0.1) now"],
    [Decoders.oracle, { noisy: [[1, 0], [0, 1]] }, "oracle is written noisy([[1, 0], [0, 1]]) now"],
    [Decoders.oracle, { costly: [1, 1, 5] }, "oracle is written costly(1, 1, 5) now"],
    [Decoders.oracle, { files: "exchange" }, "oracle is written files(exchange) now"]
  ])("%o: %j: %s", (decoder, value, message) => {
    assert.throws(() => decoder([], value), message)
  })
})

describe("maps that say one thing", () => {
  it("do not say two, nor none", () => {
    refuses((value) => Decoders.initial([], value), { random: 1, balanced: 2 }, {})
    refuses((value) => Decoders.embedding([], value), { pca: 3, file: "x.npy" }, {}, { pca: 3, test: "x.npy" })
    refuses((value) => Decoders.oracle([], value), { noisy: 0.1, files: "x" }, {})
  })
})
