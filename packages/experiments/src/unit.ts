/**
 * The unit of work of an experiment: one strategy, on one data set, with one seed. It is plain data, so that it can be
 * sent to a worker, and everything that its result follows from.
 */
import { isPath } from "@marginalia/datasets/known/path"
import { Network, TrainingConfig } from "@marginalia/models/training"
import * as Schema from "effect/Schema"

const Seed = Schema.Int
const Count = Schema.Int.check(Schema.isGreaterThan(0))

/** Which items of a pool's file may be chosen, which must be, and what labels cost, as `select` has it. Paths are absolute. */
export const Limits = Schema.Struct({
  only: Schema.optionalKey(Schema.Array(Schema.String)),
  exclude: Schema.optionalKey(Schema.Array(Schema.String)),
  include: Schema.optionalKey(Schema.Array(Schema.String)),
  where: Schema.optionalKey(Schema.String),
  metadata: Schema.optionalKey(Schema.String),
  costColumn: Schema.optionalKey(Schema.String),
  budgetCost: Schema.optionalKey(Schema.Finite)
})

/** Items and labels: a data set known by its name, or files of one's own. Paths are absolute. */
export const Source = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("known"),
    /** A known name, or the absolute path of a folder of images or of a table. */
    dataset: Schema.String,
    folder: Schema.optionalKey(Schema.String),
    /** How tall and wide images of a folder are made. */
    size: Schema.optionalKey(Count),
    /** The value that is white in images of more than 8 bits a channel. */
    white: Schema.optionalKey(Schema.Finite),
    /** The images of a folder have no labels, whatever folders they lie in; someone is asked for them. */
    unlabeled: Schema.optionalKey(Schema.Literal(true)),
    /** Of a folder without labels: a folder with a folder of images a class, which are never picked, only predicted. */
    test: Schema.optionalKey(Schema.String),
    /** Of a folder without labels: the classes in the order of their numbers; those of `test` where they are left out. */
    classes: Schema.optionalKey(Schema.Array(Schema.String)),
    /** Columns of a table by which strategies group items; no part of the vector. */
    groups: Schema.optionalKey(Schema.Array(Schema.String))
  }),
  Schema.Struct({
    kind: Schema.Literal("files"),
    pool: Schema.String,
    /** What `readLabels` reads; may be left out where someone is asked. */
    labels: Schema.optionalKey(Schema.String),
    idColumn: Schema.optionalKey(Schema.String),
    /** The pool's columns that make up the vector, and the one that holds labels; see `datasets/files/roles.ts`. */
    features: Schema.optionalKey(Schema.Array(Schema.String)),
    labelColumn: Schema.optionalKey(Schema.String),
    noHeader: Schema.optionalKey(Schema.Boolean),
    /** The pool's columns by which strategies group items; no part of the vector. */
    groups: Schema.optionalKey(Schema.Array(Schema.String)),
    /** Which rows are the pool, by the column that says what each row is for; all by default. */
    split: Schema.optionalKey(Schema.Literals(["train", "val", "test", "all"])),
    /** Whether the labels are in the order of the pool, and whether a model's predictions will do; see `readLabels`. */
    labelsByPosition: Schema.optionalKey(Schema.Boolean),
    trustPredictions: Schema.optionalKey(Schema.Boolean),
    /** The field of the labels' file that holds the label, and the labels that stand for none; see `readLabels`. */
    labelField: Schema.optionalKey(Schema.String),
    skipLabels: Schema.optionalKey(Schema.Array(Schema.String)),
    /** Which items may be chosen, which must be, and what they cost; all, none and nothing where it is left out. */
    limits: Schema.optionalKey(Limits),
    /** What the labels are where they are no classes: sets of labels, or numbers. The different ones are numbered as classes are. */
    task: Schema.optionalKey(Schema.Literals(["multi-label", "regression"])),
    /** The names of the classes in the order of their numbers; the sorted distinct labels where they are left out. */
    classes: Schema.optionalKey(Schema.Array(Schema.String)),
    /** Items that are never picked, only predicted. Without them a part of the pool is held out. */
    test: Schema.optionalKey(Schema.Struct({ pool: Schema.String, labels: Schema.String }))
  })
])

/** What the strategies and a linear classifier see of an item. */
export const Embedding = Schema.Union([
  /** The numbers of the file, or the normalized pixels. */
  Schema.Struct({ kind: Schema.Literal("raw") }),
  /** Principal components, found on the pool. */
  Schema.Struct({ kind: Schema.Literal("pca"), dimensions: Count }),
  /** Matrices of one's own, a row an item, in the order of the source. */
  Schema.Struct({ kind: Schema.Literal("file"), pool: Schema.String, test: Schema.optionalKey(Schema.String) }),
  /** The features of a saved model: an encoder trained by SimCLR, say. */
  Schema.Struct({ kind: Schema.Literal("model"), folder: Schema.String }),
  /** Any other encoder, as it is written; paths are absolute. */
  Schema.Struct({ kind: Schema.Literal("encoder"), text: Schema.String })
])

/** The data of a unit. First the test items are held out, where there are none; then the subset is drawn, then the long tail. */
export const Data = Schema.Struct({
  /** What tables and plots call it. */
  name: Schema.String,
  source: Source,
  /** So many items of the pool, drawn at random. */
  subset: Schema.NullOr(Schema.Struct({ items: Count, seed: Seed })),
  /** Cao's exponential imbalance, most to least. */
  longTail: Schema.NullOr(Schema.Struct({ factor: Schema.Finite, seed: Seed })),
  /** The part of the pool that becomes the test items, where the source has none. */
  holdOut: Schema.NullOr(Schema.Struct({ fraction: Schema.Finite, seed: Seed })),
  embedding: Embedding
})

/** Who answers. */
export const OracleSpec = Schema.Union([
  Schema.Struct({ kind: Schema.Literal("known") }),
  /** Rows are true classes, columns the answers; rows sum to 1. */
  Schema.Struct({ kind: Schema.Literal("noisy"), confusion: Schema.Array(Schema.Array(Schema.Finite)) }),
  /** What a label of each class costs. */
  Schema.Struct({ kind: Schema.Literal("costly"), cost: Schema.Array(Schema.Finite) }),
  /** A person at the terminal. */
  Schema.Struct({ kind: Schema.Literal("terminal") }),
  /** Whoever reads the batches from a folder, and writes the labels there. */
  Schema.Struct({ kind: Schema.Literal("files"), folder: Schema.String }),
  /** A plugin's, as it is written. */
  Schema.Struct({ kind: Schema.Literal("own"), text: Schema.String })
])

/** What is trained each round, and on what. */
export const Learning = Schema.Struct({
  on: Schema.Literals(["embedding", "images"]),
  network: Network,
  /** How it is trained; `recipe` is how files spell it. */
  recipe: TrainingConfig,
  backend: Schema.String
})

/** The linear learner of sets of labels and of numbers: what large weights cost, and the members of the committee. */
export const Linear = Schema.Struct({ penalty: Schema.Finite, members: Count })

/** The unit of work of an experiment: one strategy, on one data set, with one seed, as plain data. */
export const Unit = Schema.Struct({
  data: Data,
  learning: Learning,
  /** What learns where labels are sets or numbers, on the embedding, in the place of `learning`'s network. */
  linear: Schema.optionalKey(Linear),
  /** `name` is what tables call it; `text` is what is run. */
  strategy: Schema.Struct({ name: Schema.String, text: Schema.String }),
  coldStart: Schema.String,
  oracle: OracleSpec,
  /** Labels a round, or a list with an entry for each of the `rounds`. */
  budget: Schema.Union([Count, Schema.Array(Count)]),
  /** Batches that the strategy chooses. */
  rounds: Count,
  /** The labels before the first choice; `none`: the strategy chooses the first batch too. */
  initial: Schema.Union([
    Schema.Struct({ kind: Schema.Literal("none") }),
    Schema.Struct({ kind: Schema.Literals(["random", "balanced"]), items: Count })
  ]),
  seed: Seed,
  /** When it stops before all rounds are done, as `Stopping.read` reads it; never where it is left out. */
  stop: Schema.optionalKey(Schema.String)
})

/** See {@link Source}. */
export type Source = typeof Source.Type
/** See {@link Embedding}. */
export type Embedding = typeof Embedding.Type
/** See {@link Data}. */
export type Data = typeof Data.Type
/** See {@link OracleSpec}. */
export type OracleSpec = typeof OracleSpec.Type
/** See {@link Learning}. */
export type Learning = typeof Learning.Type
/** See {@link Limits}. */
export type Limits = typeof Limits.Type
/** See {@link Linear}. */
export type Linear = typeof Linear.Type
/** See {@link Unit}. */
export type Unit = typeof Unit.Type

/** The files and folders that a unit's data come from, those of known data sets apart. */
export const dataFiles = ({ embedding, source }: Data): ReadonlyArray<string> => [
  ...(source.kind === "known" ?
    isPath(source.dataset) ? [source.dataset, ...(source.test === undefined ? [] : [source.test])] : [] :
    [
      source.pool,
      ...[source.labels, source.test?.pool, source.test?.labels, source.limits?.metadata].filter((path) =>
        path !== undefined
      ),
      ...[source.limits?.only, source.limits?.exclude, source.limits?.include].flatMap((paths) => paths ?? [])
    ]),
  ...(embedding.kind === "model" ? [embedding.folder] : []),
  ...(embedding.kind === "file" ? [embedding.pool, ...embedding.test === undefined ? [] : [embedding.test]] : [])
]

/** A warning about the protocol, or why something is not as the paper has it. */
export const Finding = Schema.Struct({ rule: Schema.String, problem: Schema.String })
/** See {@link Finding}. */
export type Finding = typeof Finding.Type

/** The version of `experiment.json`. */
export const VERSION = 1

/**
 * `experiment.json`, which lies in the folder of an experiment beside `units/`, where each unit has its journal. It is
 * written once, before the first unit starts; what was measured is in the journals alone.
 */
export const Experiment = Schema.Struct({
  marginaliaExperiment: Schema.Literal(VERSION),
  name: Schema.String,
  /** The marginalia that wrote it. */
  version: Schema.String,
  preset: Schema.NullOr(Schema.String),
  /** Whether budgets, widths, pools or seeds were shrunk, so that numbers are not the papers'. */
  scaled: Schema.NullOr(Schema.Finite),
  /** The strategy that the others are compared with. */
  control: Schema.String,
  findings: Schema.Array(Finding),
  /** The command that began it, as it can be given again; left out where no command did, and by 0.2.0 and before. */
  command: Schema.optionalKey(Schema.String),
  /** Modules with strategies of one's own; absolute paths. */
  plugins: Schema.optionalKey(Schema.Array(Schema.String)),
  /** `file` is below the folder: `units/<data>/<strategy>/<seed>.db`, in characters that every file system takes. */
  units: Schema.Array(Schema.Struct({ file: Schema.String, unit: Unit }))
})
/** See {@link Experiment}. */
export type Experiment = typeof Experiment.Type

/** What a unit is called: `supclust on digits, seed 3`. */
export const titleOf = ({ data, seed, strategy }: Unit): string => `${strategy.name} on ${data.name}, seed ${seed}`

/** Rounds a unit has. */
export const roundsOf = ({ initial, rounds }: Unit): number => rounds + (initial.kind === "none" ? 0 : 1)

/** What the labels of a unit's data are, where they are no classes. */
export const taskOf = ({ source }: Pick<Data, "source">): "multi-label" | "regression" | undefined =>
  source.kind === "files" ? source.task : undefined
