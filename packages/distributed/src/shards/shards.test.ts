import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { copyFileSync, mkdirSync, renameSync, truncateSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { alone, inMemory, machine, overMachines, told, within } from "../../test/machines.ts"
import { npyOf, numbersOf, writeParts } from "../../test/parts.ts"
import { database, withServer } from "../../test/world.ts"
import { forgetParts, partsOf, servings } from "../index.ts"
import { askPart } from "./client.ts"
import { connected } from "./pool.ts"
import { pactOf } from "./tables.ts"

/** Parts that begin and end on either side of blocks; one in which no block begins. */
const sizes = [300, 17, 200, 1]

withServer("a pool over machines", (it) => {
  it.effect(
    "gives the picks, scores and trace of one memory, of parts that are here and there",
    () =>
      alone(Effect.gen(function*() {
        const { path, put } = yield* folder, address = yield* database, whole = writeParts(path, sizes)
        yield* machine(address, { pool: join(path, "part-00.npy"), machine: "one" })
        yield* machine(address, { pool: join(path, "part-*.npy"), machine: "two" })
        const rows = sizes.reduce((sum, size) => sum + size, 0)
        const probability = put(
          "p.npy",
          npyOf(
            Float32Array.from({ length: 3 * rows }, (_, i) => [0.5, 0.25, 0.25][(i + Math.floor(i / 3) % 5) % 3]!),
            rows,
            3
          )
        )
        const projection = put("j.npy", npyOf(numbersOf(rows, 2, 4), rows, 2))
        const columns = new Map([["probability", probability], ["projection", projection]])
        const labels = put("labels.csv", "id,label\n0,a\n5,b\n310,a\n500,c\n")
        const questions = [
          { text: "supclust", budget: 3, labels },
          { text: "typiclust", budget: 3 },
          { text: "kcenter", budget: 9, labels },
          { text: "normalize | k-center", budget: 7 },
          { text: "msal", budget: 9, columns, labels },
          { text: "maxherding(reference=60)", budget: 5, labels },
          { text: "mix(0.5: kcenter, 0.5: random)", budget: 8 }
        ]
        for (const asked of questions) {
          const found = yield* overMachines(address, asked)
          assert.deepStrictEqual(told(found), told(yield* inMemory(asked, whole)), asked.text)
        }
      })),
    120_000
  )

  // By machine, the parts that it has: each its own, some of both, the first machine's parts in the midst of another's.
  for (
    const [holding, machines] of [
      ["each its own", [[0], [2, 3], [1]]],
      ["in turns", [[0, 2], [1, 3]]],
      ["some of both", [[0, 2], [0, 1, 2, 3]]],
      ["one in the midst", [[1], [0, 1, 2, 3], [3]]]
    ] as const
  ) {
    it.effect(`gives those picks of parts that machines have ${holding}`, () =>
      alone(Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database, whole = writeParts(path, sizes)
        for (const [n, parts] of machines.entries()) {
          const own = join(path, `machine-${n}`)
          mkdirSync(own)
          for (const part of parts) copyFileSync(join(path, `part-0${part}.npy`), join(own, `part-0${part}.npy`))
          yield* machine(address, { pool: join(own, "*.npy"), machine: `machine ${n}` })
        }
        for (const asked of [{ text: "kcenter", budget: 9 }, { text: "typiclust", budget: 3 }]) {
          const found = yield* overMachines(address, asked)
          assert.deepStrictEqual(told(found), told(yield* inMemory(asked, whole)), asked.text)
        }
      })), 60_000)
  }

  it.effect("refuses what would have all rows sent, and says what runs", () =>
    alone(Effect.gen(function*() {
      const { path } = yield* folder, address = yield* database
      writeParts(path, [40, 30])
      yield* machine(address, { pool: join(path, "part-*.npy") })
      for (
        const text of [
          "probcover",
          "herding",
          "distinct",
          "top(density-weighted(entropy))",
          "kmeans(over=candidates) | one-per-cluster(sup)"
        ]
      ) {
        const error = yield* Effect.flip(overMachines(address, { text, budget: 3 }))
        assert.strictEqual(error._tag, "UsageProblem", text)
        assert.match(error.message, /does not run over|all vectors/, text)
        assert.match(error.message, /supclust/, text)
      }
    })), 30_000)

  it.effect(
    "refuses and names a machine with other bytes under a name, another width, or ids where others have none",
    () =>
      alone(Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database
        writeParts(path, [40, 30])
        const mixed = join(path, "mixed")
        mkdirSync(mixed)
        writeFileSync(join(mixed, "part-00.npy"), npyOf(numbersOf(9, 6, 9), 9, 6))
        writeFileSync(join(mixed, "part-01.npy"), npyOf(numbersOf(9, 5, 9), 9, 5))
        const alone = yield* Effect.flip(machine(address, { pool: join(mixed, "*.npy"), machine: "mixed" }))
        assert.match(alone.message, /part-0\d\.npy on mixed have 6 numbers, and those of part-01\.npy 5/)
        assert.deepStrictEqual(yield* within(address, partsOf), [])
        yield* machine(address, { pool: join(path, "part-*.npy"), machine: "right" })
        const serving = Effect.fnUntraced(function*(name: string, bytes: Uint8Array, ids?: string) {
          const other = join(path, `other-${name}`)
          mkdirSync(other, { recursive: true })
          writeFileSync(join(other, name), bytes)
          if (ids !== undefined) writeFileSync(join(other, name.replace(".npy", ".ids.csv")), ids)
          const error = yield* Effect.flip(machine(address, { pool: join(other, "*.npy"), machine: "wrong" }))
          return error._tag === "ShardsError"
            ? `${error.reason} ${error.exitCode} ${error.machine}: ${error.message}`
            : error
        })
        assert.match(
          String(yield* serving("part-01.npy", npyOf(numbersOf(30, 6, 9), 30, 6))),
          /^Differs 1 wrong: .*part-01\.npy on wrong has other bytes .* right serves.*shard forget/
        )
        assert.match(
          String(yield* serving("part-02.npy", npyOf(numbersOf(9, 5, 9), 9, 5))),
          /^Width 1 wrong: .* 5 .*part-00\.npy 6/
        )
        const named = `row,id\n${Array.from({ length: 9 }, (_, i) => `${i},x${i}`).join("\n")}\n`
        assert.match(String(yield* serving("part-03.npy", npyOf(numbersOf(9, 6, 9), 9, 6), named)), /^Ids 1 wrong/)
        const names = (yield* within(address, partsOf)).map(({ name, machine: by }) => `${name} ${by}`)
        assert.deepStrictEqual(names, ["part-00.npy right", "part-01.npy right"])
      })),
    30_000
  )

  it.effect(
    "knows items by the ids beside their parts, and refuses a part of too many rows",
    () =>
      alone(Effect.gen(function*() {
        const { path, put } = yield* folder, address = yield* database, whole = writeParts(path, [40, 30])
        const ids = (from: number, to: number) =>
          `row,id\n${Array.from({ length: to - from }, (_, i) => `${i},item ${from + i}\n`).join("")}`
        put("part-00.ids.csv", ids(0, 40))
        put("part-01.ids.csv", ids(40, 70))
        put("whole.ids.csv", ids(0, 70))
        yield* machine(address, { pool: join(path, "part-*.npy") })
        const asked = { text: "kcenter", budget: 5, labels: put("labels.csv", "id,label\nitem 3,a\nitem 55,b\n") }
        const found = yield* overMachines(address, asked)
        assert.match(found.ids.join(), /^item \d+,/)
        assert.deepStrictEqual(told(found), told(yield* inMemory(asked, whole)))
        const long = put("long.npy", npyOf(new Float32Array(), 2 ** 23 + 1, 1))
        truncateSync(long, 128 + 4 * (2 ** 23 + 1))
        const refused = yield* Effect.flip(machine(address, { pool: long }))
        assert.match(refused.message, /8,388,609 rows, and a part has at most 8,388,608; split it/)
      })),
    30_000
  )

  it.effect(
    "says which part nobody serves, and goes on without it once it is forgotten",
    () =>
      alone(Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database
        writeParts(path, [300, 100, 40])
        const none = yield* Effect.flip(overMachines(address, { text: "kcenter", budget: 3 }, 500))
        assert.match(none.message, /no machine serves a pool there; start marginalia shard serve/)
        yield* machine(address, { pool: join(path, "part-00.npy"), machine: "stays" })
        const goes = yield* machine(address, { pool: join(path, "part-01.npy"), machine: "goes" })
        yield* Fiber.interrupt(goes.fiber)
        assert.deepStrictEqual((yield* within(address, servings)).map((one) => one.machine), ["stays"])
        const missing = yield* Effect.flip(overMachines(address, { text: "kcenter", budget: 3 }, 500))
        assert.match(missing.message, /no machine serves part-01\.npy \(waited 1 seconds\)/)
        assert.strictEqual("exitCode" in missing ? missing.exitCode : undefined, 2)
        assert.deepStrictEqual(yield* within(address, forgetParts(["part-01.npy"])), ["part-01.npy"])
        const found = yield* overMachines(address, { text: "kcenter", budget: 3 })
        assert.deepStrictEqual(
          told(found),
          told(yield* inMemory({ text: "kcenter", budget: 3 }, join(path, "part-00.npy")))
        )
      })),
    60_000
  )

  it.effect(
    "answers nobody without the pool's secret, which the database alone has",
    () =>
      alone(Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database
        writeParts(path, [40])
        yield* machine(address, { pool: join(path, "part-*.npy") })
        const error = yield* within(
          address,
          Effect.gen(function*() {
            const pact = (yield* pactOf)!, [part] = yield* partsOf, sharding = yield* connected([part!])
            const ask = yield* askPart({ shown: "", token: `${pact.token}0`, patience: 2000, sharding }, part!)
            return yield* Effect.flip(ask({ talk: "", step: 0, fields: { _tag: "Ids", from: 0, count: 1 } }))
          })
        )
        assert.strictEqual(error._tag === "ShardsError" ? error.reason : error, "Refused")
      })),
    30_000
  )

  it.effect("names the machine whose file changes while it is read", () =>
    alone(Effect.gen(function*() {
      const { path } = yield* folder, address = yield* database
      writeParts(path, [600, 300])
      yield* machine(address, { pool: join(path, "part-*.npy"), machine: "careless" })
      const part = join(path, "part-00.npy")
      writeFileSync(part, npyOf(numbersOf(500, 6, 9), 500, 6))
      const error = yield* Effect.flip(overMachines(address, { text: "kcenter", budget: 3 }))
      assert.match(error.message, /part-00\.npy on careless: .*changed/)
      renameSync(part, `${part}.old`)
    })), 30_000)
})
