import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { type ItemId, Registry, Spec } from "@marginalia/core"
import * as Named from "@marginalia/core/Named"
import { Oracle, OracleError } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { QUICK } from "../../test/annotating.ts"
import { annotatorServer, labeling } from "../../test/annotator-server.ts"
import { contentOf } from "../data/content.ts"
import type { UnitData } from "../data/load.ts"
import { registry } from "../oracle/named.ts"
import { oracles, ownOracle } from "../oracle/word.ts"
import { NO_USAGE } from "./annotator.ts"
import { defineAnnotator } from "./define.ts"

const ids = ["cat/1.png", "dog/2.png", "3.png"]

const data: UnitData = {
  embedding: { data: Float32Array.of(1, 2, 3, 4, 5, 6), rows: 3, cols: 2 },
  labels: Int32Array.of(0, 1, -1),
  classNames: ["cat", "dog"],
  ids,
  images: undefined,
  test: { embedding: { data: new Float32Array(), rows: 0, cols: 2 }, labels: new Int32Array(), images: undefined }
}

/** Asks the oracle of this text about items of the unit, in this order. */
const label = (text: string, answers: string | undefined, positions: ReadonlyArray<number>, among = registry) => {
  const { classNames, labels } = data
  const asked = { labels, classNames, ids, seed: 0, content: contentOf(data), answers }
  return Effect.flatMap(Oracle, (oracle) =>
    oracle.label({
      round: 0,
      positions: Uint32Array.from(positions),
      ids: positions.map((at) => ids[at]! as ItemId),
      selection: undefined
    })).pipe(Effect.provide(ownOracle(text, asked, among), { local: true }), Effect.provide(NodeServices.layer))
}

describe("a model as an oracle", () => {
  it.live("gives classes by number in the order asked, −1 where there is no label, and their cost; kept beside the journal", () =>
    Effect.gen(function*() {
      const server = yield* annotatorServer, answers = join((yield* folder).path, "unit.answers.jsonl")
      const said = new Map<string, string>()
      server.answer((asked) => {
        for (const { fields, id } of asked.body.items) said.set(id, fields["0"]!)
        return labeling((id) => id === "1.png" ? "dog" : id === "2.png" ? "cow" : "cat")(asked)
      })
      const text = `http("${server.url}", ${QUICK}, price=0.25)`
      assert.deepStrictEqual(yield* label(text, answers, [2, 0, 1]), { labels: [0, 1, -1], cost: 0.75 })
      assert.deepStrictEqual([...said].sort(), [["1.png", "1"], ["2.png", "3"], ["3.png", "5"]])
      assert.deepStrictEqual(yield* label(text, answers, [0]), { labels: [1], cost: 0.25 })
      assert.strictEqual(server.asked.length, 1, "what was answered is not asked again")
      assert.strictEqual(readFileSync(answers, "utf8").trim().split("\n").length, 4)
      server.answer(() => ({ status: 404, text: "no such model" }))
      const error = yield* Effect.flip(label(text, undefined, [0]))
      assert.instanceOf(error, OracleError)
      assert.match(error.message, /status 404.*no such model/)
    }))

  it("is written as it is read, and takes a key by its variable's name alone", () => {
    const read = (text: string) => Named.readUnsafe(oracles, text, registry).value
    const text = `openai("http://localhost:8080/v1", tiny, "Cat or dog?", key=MODEL_KEY, outputPrice=0.6)`
    const word = read(text)
    assert.deepStrictEqual<unknown>({ ...word }, { kind: "own", text })
    assert.deepStrictEqual(read(text), word)
    assert.strictEqual(Spec.print(Named.readUnsafe(oracles, text, registry).spec), text)
  })

  it.effect("may be one of a plugin's", () =>
    Effect.gen(function*() {
      const coin = defineAnnotator({
        name: "coin",
        summary: "says dog",
        annotator: () => ({
          name: "coin",
          identity: "coin",
          batch: 2,
          concurrency: 1,
          mostCost: undefined,
          expect: () => NO_USAGE,
          open: Effect.succeed((items) =>
            Effect.succeed({
              outcomes: items.map(() => ({ _tag: "Label", label: "dog", probability: 0.5 }) as const),
              strangers: 0,
              usage: NO_USAGE
            })
          )
        })
      })
      const { labels } = yield* label("coin", undefined, [0, 1, 2], Registry.make([coin]))
      assert.deepStrictEqual([...labels], [1, 1, 1])
    }))
})
