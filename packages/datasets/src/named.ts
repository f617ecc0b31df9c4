/**
 * Data sets by name: what commands, `data:` of an experiment and a plugin speak of.
 */
import * as Named from "@marginalia/core/Named"
import type * as Options from "@marginalia/core/Options"
import * as Registry from "@marginalia/core/Registry"
import * as Spec from "@marginalia/core/Spec"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type * as Schema from "effect/Schema"
import { type LoadedImages, numbered } from "./dataset.ts"
import { digits } from "./digits.ts"
import { type DatasetError, invalidRequest } from "./errors.ts"
import type { OpenNeeds } from "./image/read.ts"
import type { AnyItems } from "./items.ts"
import { knownDatasets } from "./known.ts"
import { isPath } from "./known/path.ts"
import { load, type LoadOptions, open } from "./load.ts"

/** A data set that was named and is not loaded yet: its `name` and its `text`, and how it is loaded (`load`). */
export interface DatasetPlan {
  /** Its name and its text. */
  readonly name: string
  readonly text: string
  /** The items, as the options say. Fails with `DatasetError`. */
  readonly load: (options: LoadOptions) => Effect.Effect<LoadedImages, DatasetError, FileSystem.FileSystem | Path.Path>
  /**
   * The same, with what is too large for memory in a file until the scope closes. Default: `load`. Fails with
   * `DatasetError`.
   */
  readonly open?: (options: LoadOptions) => Effect.Effect<LoadedImages<AnyItems>, DatasetError, OpenNeeds>
}

/** Data sets that have names. */
export const datasets: Named.Kind<DatasetPlan> = Named.kind("data set")

/** What {@link defineDataset} takes: what all named things have, and how it is loaded. */
export interface Definition<F extends Options.Fields> extends Omit<Named.Definition<F, DatasetPlan>, "make"> {
  /**
   * The items, with the names of the classes and the class of each item; `test` where some items are never picked. What it
   * fails with, or throws, becomes a `DatasetError`.
   */
  readonly load: (
    options: Schema.Struct<F>["Type"],
    where: LoadOptions
  ) => Effect.Effect<
    Pick<LoadedImages, "classNames" | "train"> & Pick<Partial<LoadedImages>, "test">,
    { readonly message: string },
    FileSystem.FileSystem | Path.Path
  >
}

/**
 * Defines a data set with a name: in a plugin, say. It is loaded when it is used, in every process of an experiment, and must
 * give the same items each time.
 */
export const defineDataset = <F extends Options.Fields = {}>(
  { load, ...definition }: Definition<F>
): Named.Maker<F, DatasetPlan> =>
  Named.define<DatasetPlan, F>(datasets, {
    ...definition,
    make: (options, spec): DatasetPlan => ({
      name: definition.name,
      text: Spec.print(spec),
      load: (where) =>
        Effect.suspend(() => load(options, where)).pipe(
          Effect.mapError((error) =>
            invalidRequest(`the data set ${definition.name} cannot be loaded: ${error.message}`, {
              fault: "Failed",
              cause: error
            })
          ),
          Effect.map((found) => ({ name: Spec.print(spec), folder: "", skipped: [], ...found }))
        )
    })
  })

/** The digits that come along. Their gray levels run from 0 to 16. */
export const digitsPlan = defineDataset({
  name: "digits",
  summary: "1797 handwritten digits of 8 × 8 pixels, which come along",
  load: () =>
    Effect.map(digits, ({ classNames, imageSize: [tall, wide], labels, pool }) => ({
      classNames,
      train: {
        ids: numbered(pool.rows),
        labels,
        items: {
          data: pool.data,
          rows: pool.rows,
          shape: [tall, wide, 1] as const,
          normalization: { scale: 16, mean: [0], std: [1] }
        }
      }
    }))
})

const knownPlan = (name: string, summary: string) =>
  Named.define(datasets, {
    name,
    summary,
    make: (): DatasetPlan => ({
      name,
      text: name,
      load: (options) => load(name, options),
      open: (options) => open(name, options)
    })
  })

/** The data sets of this library, in the order of `marginalia data`. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  digitsPlan,
  ...Array.from(knownDatasets.values(), ({ name, title }) => knownPlan(name, title))
])

/**
 * The data set of this `name`, with its options where a plugin's has some; undefined where the `known` data sets
 * (default: this library's) have none of that name, and for a path. Throws `InvalidOptions` for options that the data set does not have.
 */
export const planOf = (name: string, known: Registry.Registry = registry): DatasetPlan | undefined =>
  Named.all(known, datasets).has(name.replace(/\(.*$/s, "").trim()) && !isPath(name)
    ? Named.readUnsafe(datasets, name, known).value
    : undefined
