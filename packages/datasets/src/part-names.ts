/** What the parts of a data set are called, in folders and in columns. */

/** A part: what is trained on, what settings are chosen by, what is tested on. */
export type PartName = "train" | "validation" | "test"

const names: ReadonlyMap<string, PartName> = new Map([
  ["train", "train"],
  ["training", "train"],
  ["val", "validation"],
  ["valid", "validation"],
  ["validation", "validation"],
  ["dev", "validation"],
  ["test", "test"],
  ["testing", "test"]
])

/**
 * The part that a name stands for, in any case of letters; undefined for another name.
 *
 * `written` is the name as it stands in a file or a folder; case does not count.
 */
export const partNamed = (written: string): PartName | undefined => names.get(written.trim().toLowerCase())
