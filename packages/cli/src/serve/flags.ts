/**
 * The flags of `marginalia serve` and what stands below it.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, quiet } from "../flags.ts"
import { host, port } from "../label/flags.ts"
import { labelsHow } from "../labels-flags.ts"
import { wholeFlag } from "../whole-flag.ts"

const pool = Argument.String("pool").pipe(
  Argument.withDescription("The vectors to choose from: .npy, .npz, .csv, .jsonl, .parquet, .arrow")
)

const labels = Flag.String("labels").pipe(
  Flag.withAlias("l"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("What is labeled already, in any form that labels come in"),
  Flag.optional
)

const idColumn = Flag.String("id-column").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("The column of a table that holds the ids (default id)"),
  Flag.optional
)

const metadata = Flag.String("metadata").pipe(
  Flag.withMetavar("FILE"),
  Flag.withDescription("A table with the columns that a request's where is about, by id (default: the pool itself)"),
  Flag.optional
)

const token = Flag.String("token").pipe(
  Flag.withMetavar("TOKEN"),
  Flag.withDescription(
    "What requests have to bear (Authorization: Bearer), 22 characters at least (default: MARGINALIA_TOKEN, else a new one)"
  ),
  Flag.optional
)

const queue = wholeFlag("queue", limits.batch).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription("How many requests may wait; one more is answered with 429 (default 32)"),
  Flag.withDefault(32)
)

/** The flags of `marginalia serve`. */
export const flags = {
  pool,
  labels,
  ...labelsHow,
  idColumn,
  metadata,
  host,
  port: port(0, "one that is free"),
  token,
  queue,
  plugin,
  quiet
}

/** What was asked for. */
export type ServeInput = Command.Command.Config.Infer<typeof flags>

const project = Flag.String("project").pipe(
  Flag.withMetavar("DIR"),
  Flag.withDescription("A labeling project, whose items, labels, encoder and strategy are taken"),
  Flag.optional
)

const items = Flag.String("pool").pipe(
  Flag.withMetavar("SOURCE"),
  Flag.withDescription(
    "The items, where there is no project: a folder of images, a pool, a table, or a data set's name"
  ),
  Flag.optional
)

const strategy = Flag.String("strategy").pipe(
  Flag.withAlias("s"),
  Flag.withMetavar("text"),
  Flag.withDescription(
    "What orders the tasks (default: the project's, else one that suits few labels, then one that asks the model)"
  ),
  Flag.optional
)

const encoder = Flag.String("encoder").pipe(
  Flag.withAlias("e"),
  Flag.withMetavar("name"),
  Flag.withDescription("What turns items into vectors (default: the project's, else the best that is here)"),
  Flag.optional
)

const every = wholeFlag("every", limits.batch).pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "How many annotations come before a new model; the version stays the same in between (default 20)"
  ),
  Flag.withDefault(20)
)

const basicAuth = Flag.String("basic-auth").pipe(
  Flag.withMetavar("USER:PASSWORD"),
  Flag.withDescription("Ask for a user and a password (default: MARGINALIA_BASIC_AUTH, else nobody is asked)"),
  Flag.optional
)

/** The flags of `marginalia serve label-studio`. */
export const studioFlags = {
  project,
  pool: items,
  labels,
  ...labelsHow,
  strategy,
  encoder,
  every,
  basicAuth,
  host,
  port: port(9090, "9090"),
  plugin,
  quiet
}

/** What was asked for. */
export type StudioInput = Command.Command.Config.Infer<typeof studioFlags>
