/**
 * How much memory a command may take.
 */
import * as Flag from "effect/cli/Flag"

/** `--memory` of a command that keeps it by what `how` says. */
export const memoryFlag = (how: string) =>
  Flag.String("memory").pipe(
    Flag.withMetavar("SIZE"),
    Flag.withDescription(`Keep within this memory, such as 512MB, 2GB or 1GiB: ${how}`),
    Flag.optional
  )

/** Of a selection. */
export const memory = memoryFlag(
  "the vectors stay in their .npy files (a file, a folder of them, or \"part-*.npy\"), or are decoded once from Parquet files to the " +
    "disk, and the picks are the same; not of every strategy"
)
