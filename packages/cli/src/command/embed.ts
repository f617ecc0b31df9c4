/**
 * `marginalia embed` as the command line sees it.
 */
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { device, which } from "../items/flags.ts"
import { Quiet } from "../terminal/note.ts"

const encoder = Flag.String("encoder").pipe(
  Flag.withAlias("e"),
  Flag.withMetavar("name"),
  Flag.withDescription(
    "raw, standardize, pca(64) or model:FOLDER"
  )
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("FILE.npy"),
  Flag.withDescription("Where the embedding goes; ids, labels and a description are written beside it")
)

const ids = Flag.String("ids").pipe(
  Flag.withMetavar("FILE.csv"),
  Flag.withDescription("Where the ids go: row,id (default: FILE.ids.csv)"),
  Flag.optional
)

const l2 = Flag.Boolean("l2").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Divide every vector by its length"),
  Flag.withDefault(false)
)

const cache = Flag.String("cache").pipe(
  Flag.withMetavar("FOLDER"),
  Flag.withDescription(
    "Where computed embeddings are kept, and gone on from (default: MARGINALIA_CACHE, else the user's cache; none: nowhere)"
  ),
  Flag.optional
)

/** See the module. */
export const embed = Command.make(
  "embed",
  { ...which, encoder, out, ids, l2, cache, ...device },
  (input) =>
    Effect.promise(() => import("../embed/embed.ts")).pipe(
      Effect.flatMap((work) => work.embed(input)),
      Effect.provideService(Quiet, input.quiet)
    )
).pipe(
  Command.withDescription(
    "Turn images or vectors into an embedding: FILE.npy, with FILE.ids.csv, FILE.labels.csv (where labels are " +
      "known) and FILE.json (what it was made by) beside it."
  ),
  Command.withShortDescription("Turn images or vectors into an embedding"),
  Command.withExamples([
    { command: "marginalia embed fashion-mnist --encoder \"pca(64)\" --out pool.npy" },
    { command: "marginalia embed photos/ --encoder model:encoder --size 32 --l2 --out pool.npy" }
  ])
)

/** What was asked for. */
export type EmbedInput = Command.Command.Config.Infer<
  typeof which & typeof device & {
    encoder: typeof encoder
    out: typeof out
    ids: typeof ids
    l2: typeof l2
    cache: typeof cache
  }
>
