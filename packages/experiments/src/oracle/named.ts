/**
 * Oracles by name: what `oracle:` of an experiment and a plugin speak of.
 */
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import type { Oracle } from "@marginalia/core/Oracle"
import * as Registry from "@marginalia/core/Registry"
import * as Spec from "@marginalia/core/Spec"
import type * as FileSystem from "effect/FileSystem"
import type * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import * as Schema from "effect/Schema"

/** Who answers, as it is written in a file; paths as they were written. */
export type OracleWord =
  | { readonly kind: "known" | "terminal" }
  | { readonly kind: "noisy"; readonly confusion: number | ReadonlyArray<ReadonlyArray<number>> }
  | { readonly kind: "costly"; readonly cost: ReadonlyArray<number> }
  | { readonly kind: "files"; readonly folder: string }
  | { readonly kind: "own"; readonly text: string }

const map = /^([a-z]+):\s*(.*)$/s

/** Oracles that have names. */
export const oracles: Named.Kind<OracleWord> = Named.kind("oracle", (text) => {
  const [, name, value] = map.exec(text) ?? []
  return name === undefined ? undefined : `${name}(${value})`
})

/**
 * What an oracle of one's own is told: the items' true classes (`labels`, −1 where none is known), what they are called
 * (`classNames`), the items' `ids`, and the experiment's `seed`.
 */
export interface Asked {
  readonly labels: Int32Array
  readonly classNames: ReadonlyArray<string>
  readonly ids: ReadonlyArray<string>
  readonly seed: number
}

/** What answers; it may use files. */
export type OracleLayer = Layer.Layer<Oracle, never, FileSystem.FileSystem | Path.Path>

/** Where the word of an oracle of one's own keeps who answers; not part of what is written. */
const answersOf: unique symbol = Symbol.for("@marginalia/experiments/oracle/answers")

interface Answering {
  readonly [answersOf]: (asked: Asked) => OracleLayer
}

/** Who answers for the oracle of this name and these options. Throws `InvalidName` where nobody defined it. */
export const ownOracle = (text: string, asked: Asked, registry: Registry.Registry): OracleLayer =>
  (Named.readUnsafe(oracles, text, registry).value as OracleWord & Answering)[answersOf](asked)

/**
 * Defines an oracle with a name: in a plugin, say. `answers` gives the service for the items of a unit; it is asked in the
 * process that runs the unit, and must answer the same question the same way each time.
 */
export const defineOracle = <F extends Options.Fields = {}>(
  { answers, ...definition }: Omit<Named.Definition<F, OracleWord>, "make"> & {
    readonly answers: (options: Schema.Struct<F>["Type"], asked: Asked) => OracleLayer
  }
): Named.Maker<F, OracleWord> =>
  Named.define<OracleWord, F>(oracles, {
    ...definition,
    make: (options, spec) => {
      const word = { kind: "own", text: Spec.print(spec) } as const
      return Object.defineProperty(word, answersOf, { value: (asked: Asked) => answers(options, asked) })
    }
  })

const Share = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThanOrEqualTo(1))

const own = (name: "known" | "terminal", summary: string) =>
  Named.define(oracles, { name, summary, make: () => ({ kind: name }) })

/** The oracles of this library. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  own("known", "the data set's labels"),
  Named.define(oracles, {
    name: "noisy",
    summary: "an annotator who errs, the same way whenever an item is asked about",
    options: Schema.Struct({
      confusion: Options.required(
        Schema.Union([Share, Schema.Array(Schema.Array(Schema.Finite))]),
        "the share of wrong answers, or a row a true class: how likely each answer is"
      )
    }),
    positional: ["confusion"],
    make: ({ confusion }) => ({ kind: "noisy" as const, confusion })
  }),
  Named.define(oracles, {
    name: "costly",
    summary: "an annotator who takes more for some classes than for others",
    options: Schema.Struct({
      cost: Options.required(Schema.Array(Schema.Finite), "what a label of each class costs")
    }),
    rest: "cost",
    make: ({ cost }) => ({ kind: "costly" as const, cost })
  }),
  own("terminal", "you: each item is shown, and its class is asked for"),
  Named.define(oracles, {
    name: "files",
    summary: "any tool that reads round-0.ask.csv and writes round-0.labels.csv",
    options: Schema.Struct({ folder: Options.required(Options.Path, "the folder that both work in") }),
    positional: ["folder"],
    make: ({ folder }) => ({ kind: "files" as const, folder })
  })
])
