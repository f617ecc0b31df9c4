/**
 * The flags that `select` and `explain` share: the question.
 */
import { Task } from "@marginalia/core"
import type { PoolColumns } from "@marginalia/datasets/files/pool"
import type { SplitName } from "@marginalia/datasets/files/split-rows"
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"
import { labelsFile, labelsHow } from "./labels-flags.ts"
import { scope } from "./scope-flags.ts"
import { wholeFlag } from "./whole-flag.ts"

const pool = Argument.String("pool").pipe(
  Argument.withDescription(
    "The items to choose from: .npy, .npz, .csv, .jsonl, .parquet or .arrow; - reads the standard input"
  )
)

const strategy = Flag.String("strategy").pipe(
  Flag.withAlias("s"),
  Flag.withMetavar("name|text"),
  Flag.withDescription(
    "A strategy's name, or a pipeline such as \"normalize | kmeans(k=budget) | one-per-cluster(typicality)\""
  )
)

const budget = wholeFlag("budget", limits.items).pipe(
  Flag.withAlias("b"),
  Flag.withMetavar("N"),
  Flag.withDescription("How many items to choose")
)

const labels = labelsFile(" (default: nothing)")

/** The seed of everything random. */
export const seed = wholeFlag("seed", limits.seed).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("Every random number follows from it (default 0)"),
  Flag.withDefault(0)
)

const set = Flag.String("set").pipe(
  Flag.withMetavar("key=value"),
  Flag.withDescription("An option of the named strategy; may be repeated"),
  Flag.atLeast(0)
)

const column = Flag.String("column").pipe(
  Flag.withAlias("c"),
  Flag.withMetavar("name=FILE"),
  Flag.withDescription("A further column, such as probability=p.npy; may be repeated"),
  Flag.atLeast(0)
)

const roundFolder = Flag.String("round-folder").pipe(
  Flag.withAlias("r"),
  Flag.withMetavar("FOLDER"),
  Flag.withDescription(
    "What predict --round-folder wrote: the columns that the strategy needs, and the classes' names"
  ),
  Flag.optional
)

const classes = Flag.String("classes").pipe(
  Flag.withMetavar("a,b,…"),
  Flag.withDescription("The classes in the order of probability's columns (default: the sorted distinct labels)"),
  Flag.optional
)

const task = Flag.Literals("task", Task.all).pipe(
  Flag.withDescription(
    "What labels are: classes, sets of them (a;b) or numbers (default: what the strategy serves, classes where it serves several)"
  ),
  Flag.optional
)

const round = wholeFlag("round", limits.round).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("The round of the experiment, from 0 (default 0)"),
  Flag.withDefault(0)
)

const clamp = Flag.Boolean("clamp").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Lower a budget above the number of unlabeled items to that number"),
  Flag.withDefault(false)
)

/** Where a table has its ids. */
const idColumn = Flag.String("id-column").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("The pool's column of ids (default: id if there is one, else row numbers from 0)"),
  Flag.optional
)

const features = Flag.String("features").pipe(
  Flag.withMetavar("a,b,…"),
  Flag.withDescription(
    "The pool's columns that make up the vector, and no others; * stands for any characters (default: all that are not " +
      "named like ids, labels, splits, predictions or notes)"
  ),
  Flag.optional
)

const labelColumn = Flag.String("label-column").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription(
    "The pool's column of labels; it is never a part of the vector (default: the one named like labels)"
  ),
  Flag.optional
)

const noHeader = Flag.Boolean("no-header").pipe(
  Flag.withoutNegation,
  Flag.withDescription("The first line of a csv pool is a row; its columns are named 0, 1, …"),
  Flag.withDefault(false)
)

const split = Flag.Literals("split", ["train", "val", "test", "all"]).pipe(
  Flag.withDescription("The rows to choose from, by the pool's column split (default: all, whatever it says)"),
  Flag.optional
)

/** What the columns of a pool's table are. */
export const poolColumns = { features, idColumn, labelColumn, noHeader }

/** {@link poolColumns} as they were given. */
export interface PoolColumnsAsked {
  readonly features: Option.Option<string>
  readonly idColumn: Option.Option<string>
  readonly labelColumn: Option.Option<string>
  readonly noHeader: boolean
  readonly split?: Option.Option<SplitName>
}

/** For the reader of the pool. */
export const columnsAsked = (
  { features, idColumn, labelColumn, noHeader, split: part = Option.none() }: PoolColumnsAsked
): PoolColumns => ({
  features: Option.getOrUndefined(features)?.split(",").map((name) => name.trim()).filter((name) => name !== ""),
  idColumn: Option.getOrUndefined(idColumn),
  labelColumn: Option.getOrUndefined(labelColumn),
  ...(noHeader ? { noHeader } : {}),
  ...(Option.isSome(part) ? { split: part.value } : {})
})

/** How many threads the kernels use. */
export const threads = wholeFlag("threads", limits.threads).pipe(
  Flag.withAlias("t"),
  Flag.withMetavar("N"),
  Flag.withDescription("Threads of the kernels; picks do not depend on it (default: all cores; one for small pools)"),
  Flag.optional
)

/** What the kernels compute on. */
const kernels = Flag.Literals("kernels", ["cpu", "webgpu"]).pipe(
  Flag.withDescription(
    "What computes: the processor, or a graphics card that it asks first, by WebGPU; picks do not depend on it (default cpu)"
  ),
  Flag.withDefault("cpu" as const)
)

const clusterer = Flag.Literals("clusterer", ["ours", "mini-batch", "ml-kmeans"]).pipe(
  Flag.withDescription(
    "Who clusters: exactly, in mini-batches, which tell what they lose, or the package (default ours)"
  ),
  Flag.withDefault("ours" as const)
)

const neighbors = Flag.Literals("neighbors", ["exact", "hnswlib"]).pipe(
  Flag.withDescription("Who searches neighbors (default exact)"),
  Flag.withDefault("exact" as const)
)

/** Modules with strategies of the user's own. */
export const plugin = Flag.String("plugin").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription(
    "A module that exports strategies, parts, encoders, … of your own; its code is run, so name only what you trust; may be repeated"
  ),
  Flag.atLeast(0)
)

/** Silence on stderr. */
export const quiet = Flag.Boolean("quiet").pipe(
  Flag.withAlias("q"),
  Flag.withoutNegation,
  Flag.withDescription("No notes and no progress on stderr"),
  Flag.withDefault(false)
)

/** The question. */
export const question = {
  pool,
  strategy,
  budget,
  labels,
  ...labelsHow,
  seed,
  set,
  column,
  roundFolder,
  classes,
  task,
  round,
  clamp,
  ...poolColumns,
  split,
  ...scope,
  threads,
  kernels,
  clusterer,
  neighbors,
  plugin,
  quiet
}

/** The question as it was asked. */
export type SelectFlags = Command.Command.Config.Infer<typeof question>
