/**
 * Folders that are no project, or another one. Tested in project.test.ts and settings.test.ts.
 */
import { JournalError } from "@marginalia/core/Journal"
import type { Created } from "../session/event.ts"

const unfit = (path: string, problem: string, value: unknown, expected: unknown): JournalError =>
  new JournalError({ reason: { _tag: "Unfit", path, problem, value, expected } })

/** The `folder` is no project: `file` is not in it, or, where `isEmpty` (default false), may be there with nothing in it. */
export const noProject = (folder: string, file: string, isEmpty = false): JournalError =>
  unfit(folder, `is no labeling project: it has no ${file}${isEmpty ? ", or an empty one" : ""}`, undefined, file)

/** The project in `folder` was begun with other items than are `wanted`. */
export const otherItems = (folder: string, found: Created, wanted: Created): JournalError => {
  const how = found.size === wanted.size
    ? "its items have other ids"
    : `it has ${wanted.size}, the project ${found.size}`
  const problem =
    `is a project of other items: ${how}; give the items that it was begun with, or another project folder`
  const itemsOf = ({ ids, size }: Created) => ({ size, ids })
  return unfit(folder, problem, itemsOf(found), itemsOf(wanted))
}
