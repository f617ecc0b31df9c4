/**
 * Encoders by name: what `--encoder`, `embedding:` of an experiment and a plugin speak of.
 */
import * as Named from "@marginalia/core/Named"
import type * as Options from "@marginalia/core/Options"
import * as Spec from "@marginalia/core/Spec"
import type { AnyItems, InputShape, Items } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as Path from "effect/Path"
import type * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { TensorBackend } from "../backend/TensorBackend.ts"
import type { ModelFileError } from "../model/file-error.ts"
import type { Encoder } from "./Encoder.ts"
import type { EncoderError } from "./errors.ts"
import type { Epoch } from "./simclr/epochs.ts"
import type { PretrainingError } from "./simclr/pretrain.ts"

/**
 * Labeled items that tell how a training is doing; no encoder learns from them. The neighbors of the `test` items among
 * the `bank` vote on their `classes`.
 */
export interface Held {
  readonly bank: { readonly items: AnyItems; readonly labels: Int32Array }
  readonly test: { readonly items: AnyItems; readonly labels: Int32Array }
  readonly classes: number
}

/** How far the training of an encoder has come; `knn` is the share of held items whose neighbors are of their class. */
export type Learning = Epoch

/** What an encoder begins with. */
export interface Setting {
  /**
   * The items that it is fitted to or trained on. Images that are too large for memory lie in a file: `Source.slice`, `flat`
   * of that, and `gather` of `@marginalia/datasets/items` read some of either kind.
   */
  readonly items: AnyItems
  /** Of a training; 0 by default. */
  readonly seed?: number | undefined
  /** Whether a model that is not here may be fetched; not by default. */
  readonly remote?: boolean | undefined
  /** Where a training keeps how far it came, and goes on from. */
  readonly checkpoint?: string | undefined
  /** Items to tell how a training is doing. Default none. */
  readonly held?: Held | undefined
  /** Hears of each epoch of a training. */
  readonly heard?: (epoch: Learning) => Effect.Effect<void>
}

/** What can go wrong until an encoder can begin. */
export type StartError = EncoderError | PretrainingError | ModelFileError

/** What an encoder may work with until it can begin; a backend only where its plan says that it `computes` with one. */
export type StartNeeds = FileSystem.FileSystem | Path.Path | Scope.Scope | TensorBackend

/** An encoder that can begin. */
export interface Ready<in B> {
  readonly encoder: Encoder<B>
  /** What the description beside an embedding says of it. */
  readonly about?: { readonly [key: string]: unknown }
  /**
   * Writes what it learned into a folder, which `fitted(FOLDER)` or `model(FOLDER)` names afterwards. Fails with
   * {@link StartError}.
   */
  readonly save?: (folder: string) => Effect.Effect<void, StartError, FileSystem.FileSystem | Path.Path>
}

/** What is known of an encoder before it begins. */
export interface Traits {
  /** Whether it is fitted to the items (seconds) or trained on them (hours), and must be kept for others; neither by default. */
  readonly learns?: "fit" | "train"
  /** Whether its vectors are worth a cache; not by default. */
  readonly cached?: boolean
  /** Whether it computes on a tensor backend; not by default. */
  readonly computes?: boolean
  /** Whether it may fetch its model where that is allowed; not by default. */
  readonly mayFetch?: boolean
  /** Whether it can do with images as small as they need be to be compared; not by default. */
  readonly small?: boolean
}

/** An encoder that was named and has not begun. */
export interface EncoderPlan extends Traits {
  /** Its name. */
  readonly name: string
  /** How it is written: `pca(64)`. */
  readonly text: string
  /** The files and folders that it reads. */
  readonly reads: ReadonlyArray<string>
  /** The shape that its items must have. Default any. */
  readonly shape?: InputShape | undefined
  /** The names of the columns that it learned from, where these were a table's: of another table they are taken by name. Default any. */
  readonly columns?: ReadonlyArray<string> | undefined
  /** Whether it brings images to that shape itself, so that others are taken as they are; not by default. */
  readonly scales?: boolean
  /**
   * Looks at what it needs before any item is read: at the files, for the plan that they make of it, and whether it can begin
   * at all. Fails with `EncoderError` where it cannot: its package or its model is not here. Default: there is nothing to look at.
   */
  readonly look?: Effect.Effect<EncoderPlan, EncoderError, FileSystem.FileSystem | Path.Path>
  /**
   * The encoder of images and vectors, fitted or trained where that is its way. Lives as long as the scope. Fails
   * with {@link StartError}.
   */
  readonly start: (setting: Setting) => Effect.Effect<Ready<Items>, StartError, StartNeeds>
  /** The encoder of texts. Default none: it takes no texts. Fails with {@link StartError}. */
  readonly startTexts?: (
    setting: Omit<Setting, "items">
  ) => Effect.Effect<Ready<ReadonlyArray<string>>, StartError, StartNeeds>
}

const renamedPath = /^(model|fitted|onnx|transformers):\s*(.*)$/s

/** Encoders that have names. Once a path followed a colon: `model:FOLDER`. */
export const encoders: Named.Kind<EncoderPlan> = Named.kind("encoder", (text) => {
  const [, name, path] = renamedPath.exec(text) ?? []
  if (name !== undefined) return `${name}(${path === "" ? "PATH" : Spec.printValue(path!)})`
  const dimensions = /^pca\(\s*dimensions\s*=(.*)\)$/.exec(text)
  return dimensions === null ? undefined : `pca(${dimensions[1]!.trim()})`
})

/** What {@link defineEncoder} takes: what all named things have, and how it reads and begins. */
export interface Definition<F extends Options.Fields> extends Traits, Omit<Named.Definition<F, EncoderPlan>, "make"> {
  /** The files and folders that it reads; none by default. */
  readonly reads?: (options: Schema.Struct<F>["Type"]) => ReadonlyArray<string>
  /** Looks at these files, and at what else it needs, before items are read; see `EncoderPlan`. */
  readonly look?: (options: Schema.Struct<F>["Type"], plan: EncoderPlan) => NonNullable<EncoderPlan["look"]>
  /** The encoder, or an effect that fits, trains or loads it. */
  readonly start: (
    options: Schema.Struct<F>["Type"],
    setting: Setting
  ) => Encoder<Items> | Effect.Effect<Ready<Items>, StartError, StartNeeds>
  readonly startTexts?: (
    options: Schema.Struct<F>["Type"],
    setting: Omit<Setting, "items">
  ) => Effect.Effect<Ready<ReadonlyArray<string>>, StartError, StartNeeds>
}

const begun = (
  made: Encoder<Items> | Effect.Effect<Ready<Items>, StartError, StartNeeds>
): Effect.Effect<Ready<Items>, StartError, StartNeeds> =>
  Effect.isEffect(made) ? made : Effect.succeed({ encoder: made })

/**
 * Defines an encoder with a name and options: in its own file here, or in a plugin. A line in `encoder/registry.ts`, or
 * the export of a plugin, and it can be named wherever encoders are.
 *
 * `definition` says all that is known of it.
 *
 * @example
 * ```ts no-run
 * import { Matrix } from "@marginalia/core"
 * import { defineEncoder, flat } from "@marginalia/models/encoders"
 * import * as Effect from "effect/Effect"
 *
 * export const negative = defineEncoder({
 *   name: "negative",
 *   summary: "the numbers, negated",
 *   start: () => ({
 *     name: "negative",
 *     hash: "negative/1",
 *     batch: 1024,
 *     encode: (items) =>
 *       Effect.sync(() => {
 *         const { cols, data, rows } = flat(items)
 *         return Matrix.make(data.map((x) => -x), rows, cols)
 *       })
 *   })
 * })
 * ```
 */
export const defineEncoder = <F extends Options.Fields = {}>(
  definition: Definition<F>
): Named.Maker<F, EncoderPlan> => {
  const { cached, computes, learns, look, mayFetch, name, reads, small, start, startTexts } = definition
  return Named.define<EncoderPlan, F>(encoders, {
    ...definition,
    make: (options, spec): EncoderPlan => {
      const plan: EncoderPlan = {
        name,
        text: Spec.print(spec),
        reads: reads?.(options) ?? [],
        ...(learns !== undefined && { learns }),
        ...(cached !== undefined && { cached }),
        ...(computes !== undefined && { computes }),
        ...(small !== undefined && { small }),
        ...(mayFetch !== undefined && { mayFetch }),
        start: (setting) => Effect.suspend(() => begun(start(options, setting))),
        ...(startTexts !== undefined && { startTexts: (setting) => startTexts(options, setting) })
      }
      return look === undefined ? plan : { ...plan, look: look(options, plan) }
    }
  })
}
