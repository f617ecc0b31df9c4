/**
 * What is said of the columns of a table that are no part of the vector.
 */
import { Message } from "@marginalia/core"
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"
import type { Role } from "./role-names.ts"

/** A column that is no part of the vector, and why. */
export interface LeftOut {
  readonly name: string
  readonly role: Role
}

const WORDING = {
  id: "an id",
  label: "a label",
  split: "a split",
  group: "a group",
  prediction: "a prediction",
  metadata: "no feature",
  feature: "not named"
} as const satisfies Record<Role, string>

const inWords = ({ name, role }: LeftOut): string => `${shown(name)} (${WORDING[role]})`

const NO_VECTOR = { reason: "Missing", expected: "columns of the vector" } as const

/** The error for a table with no column for the vector. */
export const noVector = (leftOut: ReadonlyArray<LeftOut>): Malformed =>
  leftOut.length === 0
    ? new Malformed("there is no column beside the ids", "add the vectors", NO_VECTOR)
    : new Malformed(
      `no column is left for the vector: ${leftOut.map(inWords).join(", ")}`,
      Message.text`name what belongs to it: ${Message.setting("features", { example: "a,b,c" })}`,
      { ...NO_VECTOR, setting: "features" }
    )

const MANY = 8

/** How labels that stand in the pool's own table are made use of. */
const ofLabels = (leftOut: ReadonlyArray<LeftOut>): Message.Message => {
  if (!leftOut.some(({ role }) => role === "label")) return ""
  const labels = Message.setting("labels")
  return Message.text`; the labels are learned from where ${labels} is this file, too (a blank one says declined)`
}

/** What is said of the columns that were left out, if any were. */
export const leftOutNote = (leftOut: ReadonlyArray<LeftOut>): ReadonlyArray<Message.Message> => {
  if (leftOut.length === 0) return []
  const some = leftOut.slice(0, MANY).map(inWords).join(", ")
  const more = leftOut.length > MANY ? ` and ${leftOut.length - MANY} more` : ""
  return [
    Message.text`left out of the vector, by name: ${some}${more}; ${
      Message.setting("features")
    } names what belongs to it${ofLabels(leftOut)}`
  ]
}
