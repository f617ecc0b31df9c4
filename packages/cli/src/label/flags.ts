/**
 * The flags of `marginalia label` and what stands below it.
 */
import { exportForms } from "@marginalia/studio/formats/format"
import * as Argument from "effect/cli/Argument"
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import { plugin, quiet } from "../flags.ts"
import { shape } from "../items/flags.ts"
import { labelsHow } from "../labels-flags.ts"
import { scope } from "../scope-flags.ts"

const source = Argument.String("source").pipe(
  Argument.withDescription(
    "What to label: a folder or a table of images, a pool (.npy, .npz), a table (.csv, .jsonl, .parquet, …), or a data set's name; or a " +
      "project to go on with; a folder that is called like a subcommand is given as ./export"
  ),
  Argument.optional
)

const classes = Flag.String("classes").pipe(
  Flag.withMetavar("a,b,c"),
  Flag.withDescription("The classes; more can be added while labeling"),
  Flag.optional
)

const encoder = Flag.String("encoder").pipe(
  Flag.withAlias("e"),
  Flag.withMetavar("name"),
  Flag.withDescription("What turns items into vectors (default: the best that is here; see marginalia encoders)"),
  Flag.optional
)

const strategy = Flag.String("strategy").pipe(
  Flag.withAlias("s"),
  Flag.withMetavar("text"),
  Flag.withDescription(
    "What chooses the next items (default: one that suits few labels, then one that asks the model)"
  ),
  Flag.optional
)

const labels = Flag.String("labels").pipe(
  Flag.withAlias("l"),
  Flag.withMetavar("FILE"),
  Flag.withDescription("What is labeled already, in any form that marginalia label import reads"),
  Flag.optional
)

const project = Flag.String("project").pipe(
  Flag.withMetavar("DIR"),
  Flag.withDescription("The project's folder, which is begun or gone on with (default: ./NAME.marginalia)"),
  Flag.optional
)

/** `--port`. */
export const port = (otherwise: number, what: string) =>
  Flag.Int("port").pipe(
    Flag.withMetavar("N"),
    Flag.withDescription(`The port to listen on; 0 takes one that is free (default: ${what})`),
    Flag.withDefault(otherwise)
  )

/** `--host`. */
export const host = Flag.String("host").pipe(
  Flag.withMetavar("H"),
  Flag.withDescription("The address to listen on (default: 127.0.0.1, this machine alone)"),
  Flag.withDefault("127.0.0.1")
)

const share = (name: string, description: string) =>
  Flag.Finite(name).pipe(Flag.withMetavar("SHARE"), Flag.withDescription(description), Flag.optional)

const overlap = share("overlap", "The share of the items that a second person is asked about too (default: 0)")

const measure = share(
  "measure",
  "The share of the answers that measures the model: a random sample that it is never trained on; 0 turns it off (default: 0.2)"
)

const sample = Flag.Int("sample").pipe(
  Flag.withMetavar("N"),
  Flag.withDescription(
    "Of more than twice as many items, show the order of N, drawn at random, until that of all is made; 0 turns it off " +
      "(default: 5000)"
  ),
  Flag.optional
)

/** `--open`, and `--no-open`. */
export const open = Flag.Boolean("open").pipe(
  Flag.withDescription("Open the page in a browser (default: yes)"),
  Flag.withDefault(true)
)

const name = Flag.String("name").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Who labels; each person's link has a name (default: me)"),
  Flag.optional
)

const demo = Flag.Boolean("demo").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Label handwritten digits that come with the command"),
  Flag.withDefault(false)
)

const newToken = Flag.Boolean("new-token").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Make another link than at the last start: the old one lets nobody in any more"),
  Flag.withDefault(false)
)

const textColumn = Flag.String("text-column").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("The column of a table that holds the texts (default: the one that looks like it)"),
  Flag.optional
)

const idColumn = Flag.String("id-column").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("The column of a table that holds the ids (default id)"),
  Flag.optional
)

const seed = Flag.Int("seed").pipe(
  Flag.withDescription("What all random choices of a new project follow from (default 0)"),
  Flag.withDefault(0)
)

const { exclude, include, metadata, only, where } = scope

/** The flags of `marginalia label`. */
export const flags = {
  source,
  only,
  exclude,
  where,
  metadata,
  include,
  classes,
  encoder,
  strategy,
  labels,
  project,
  port: port(0, "one that is free"),
  host,
  overlap,
  measure,
  sample,
  open,
  name,
  demo,
  newToken,
  textColumn,
  idColumn,
  shape,
  seed,
  plugin,
  quiet
}

/** What was asked for. */
export type LabelInput = Command.Command.Config.Infer<typeof flags>

const folder = Argument.String("project").pipe(Argument.withDescription("The project's folder: NAME.marginalia"))

const format = Flag.Literals("format", exportForms.map((one) => one.format)).pipe(
  Flag.withAlias("f"),
  Flag.withDescription(
    "The form: csv, parquet, a folder a class, or what another program reads; or model, for marginalia predict and other tools"
  )
)

const out = Flag.String("out").pipe(
  Flag.withAlias("o"),
  Flag.withMetavar("PATH"),
  Flag.withDescription(
    "The file to write, or for folders, huggingface and model the folder, which must not be there yet"
  )
)

const links = Flag.Boolean("links").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Link to the images in place of copying them"),
  Flag.withDefault(false)
)

/** The flags of `marginalia label export`. */
export const exportFlags = { folder, format, out, links, plugin, quiet }

/** What was asked for. */
export type ExportInput = Command.Command.Config.Infer<typeof exportFlags>

const file = Argument.String("file").pipe(
  Argument.withDescription(
    "Labels in any form that --labels takes: a table of id,label, an export of Label Studio, CVAT, COCO or Hugging Face, a " +
      "folder a class, or what marginalia label export wrote"
  )
)

const who = Flag.String("name").pipe(
  Flag.withMetavar("NAME"),
  Flag.withDescription("Whose labels they are (default: import)"),
  Flag.withDefault("import")
)

const suggestions = Flag.Boolean("suggestions").pipe(
  Flag.withoutNegation,
  Flag.withDescription(
    "They are a model's, in a table of id,annotator,label[,probability] such as marginalia annotate writes: show them beside the items, and count them as no labels"
  ),
  Flag.withDefault(false)
)

/** The flags of `marginalia label import`. */
export const importFlags = { folder, file, name: who, suggestions, ...labelsHow, plugin, quiet }

/** What was asked for. */
export type ImportInput = Command.Command.Config.Infer<typeof importFlags>

const json = Flag.Boolean("json").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Print it as JSON"),
  Flag.withDefault(false)
)

/** The flags of `marginalia label status`. */
export const statusFlags = { folder, json, quiet }

/** What was asked for. */
export type StatusInput = Command.Command.Config.Infer<typeof statusFlags>
