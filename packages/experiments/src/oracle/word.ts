/**
 * What an oracle with a name is: its word in a file, what it is told, and how it is defined.
 */
import * as Named from "@marginalia/core/Named"
import type * as Options from "@marginalia/core/Options"
import type { Oracle } from "@marginalia/core/Oracle"
import type * as Registry from "@marginalia/core/Registry"
import * as Spec from "@marginalia/core/Spec"
import type * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import type * as Schema from "effect/Schema"
import type { Annotator } from "../annotator/annotator.ts"
import type { Content } from "../annotator/content.ts"

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
 * (`classNames`), the items' `ids`, and the experiment's `seed`; for one that looks at items, what an item shows (`content`, by
 * position, under a name that does not tell its class); and the file in which answers may be kept (`answers`, undefined where
 * there is no place for one).
 */
export interface Asked {
  readonly labels: Int32Array
  readonly classNames: ReadonlyArray<string>
  readonly ids: ReadonlyArray<string>
  readonly seed: number
  readonly content: (position: number) => Effect.Effect<Content>
  readonly answers: string | undefined
}

/** What answers; it may use files. */
export type OracleLayer = Layer.Layer<Oracle, never, FileSystem.FileSystem | Path.Path>

/** Where the word of an oracle of one's own keeps who answers; not part of what is written. */
const answersOf: unique symbol = Symbol.for("@marginalia/experiments/oracle/answers")

/** Where it keeps the model that answers, where one does. */
const modelOf: unique symbol = Symbol.for("@marginalia/experiments/oracle/model")

interface Answering {
  readonly [answersOf]: (asked: Asked) => OracleLayer
  readonly [modelOf]?: Annotator
}

/** The model that an oracle's word stands for; undefined for oracles that look labels up, or ask people. */
export const annotatorOf = (word: OracleWord): Annotator | undefined =>
  (word as OracleWord & Partial<Answering>)[modelOf]

/** Who answers for the oracle of this name and these options. Throws `InvalidName` where nobody defined it. */
export const ownOracle = (text: string, asked: Asked, registry: Registry.Registry): OracleLayer =>
  (Named.readUnsafe(oracles, text, registry).value as OracleWord & Answering)[answersOf](asked)

/**
 * Defines an oracle with a name: in a plugin, say. `answers` gives the service for the items of a unit; it is asked in the
 * process that runs the unit, and must answer the same question the same way each time. `model` is who answers where that is a
 * model which `marginalia annotate` may ask, too; none by default.
 */
export const defineOracle = <F extends Options.Fields = {}>(
  { answers, model, ...definition }: Omit<Named.Definition<F, OracleWord>, "make"> & {
    readonly answers: (options: Schema.Struct<F>["Type"], asked: Asked) => OracleLayer
    readonly model?: (options: Schema.Struct<F>["Type"]) => Annotator
  }
): Named.Maker<F, OracleWord> =>
  Named.define<OracleWord, F>(oracles, {
    ...definition,
    make: (options, spec) => {
      const word = { kind: "own", text: Spec.print(spec) } as const
      return Object.defineProperties(word, {
        [answersOf]: { value: (asked: Asked) => answers(options, asked) },
        ...(model === undefined ? {} : { [modelOf]: { value: model(options) } })
      })
    }
  })
