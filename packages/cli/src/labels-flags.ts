/**
 * The flags about labels that `select`, `explain` and `train` share.
 */
import type * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"

/** `--labels`, for a command that says what happens without it. */
export const labelsFile = (otherwise: string) =>
  Flag.String("labels").pipe(
    Flag.withAlias("l"),
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      `What is labeled: id,label in .csv, .tsv, .jsonl or .parquet, an export of Label Studio, CVAT, COCO, Roboflow or ` +
        `Hugging Face, or a folder a class${otherwise}`
    ),
    Flag.optional
  )

const labelField = Flag.String("label-field").pipe(
  Flag.withMetavar("name"),
  Flag.withDescription("The field of the labels' file that holds the label (default label, or the form's own)"),
  Flag.optional
)

const labelsByPosition = Flag.Boolean("labels-by-position").pipe(
  Flag.withoutNegation,
  Flag.withDescription("The labels are in the order of the pool, one row for each item, whatever these are called"),
  Flag.withDefault(false)
)

const skipLabel = Flag.String("skip-label").pipe(
  Flag.withMetavar("word"),
  Flag.withDescription("A label that stands for none, such as skip or NA: the item was declined; may be repeated"),
  Flag.atLeast(0)
)

const trustPredictions = Flag.Boolean("trust-predictions").pipe(
  Flag.withoutNegation,
  Flag.withDescription("Take what a model predicted for labels"),
  Flag.withDefault(false)
)

/** How the file of `--labels` is read. */
export const labelsHow = { labelField, labelsByPosition, skipLabel, trustPredictions }

/** {@link labelsHow}, as asked for. */
export type LabelsHow = Command.Command.Config.Infer<typeof labelsHow>

/** For the reader of labels. */
export const labelsAsked = ({ labelField, labelsByPosition, skipLabel, trustPredictions }: LabelsHow) => ({
  labelField: Option.getOrUndefined(labelField),
  byPosition: labelsByPosition,
  skip: skipLabel,
  trustPredictions
})
