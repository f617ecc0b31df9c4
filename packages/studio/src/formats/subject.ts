/**
 * What is exported: a project's state, and its items.
 */
import type { InputFault } from "@marginalia/datasets/fault"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import * as Effect from "effect/Effect"
import type { Items } from "../items/item.ts"
import type { Session } from "../session/session.ts"
import { aboutOf, type Format } from "./format.ts"
import { type Row, rowsOf } from "./rows.ts"

/** A project with its items. */
export interface Subject {
  /** For messages: the project's folder. */
  readonly folder: string
  readonly session: Session
  readonly items: Items
}

/**
 * The rows of a subject. Fails with `InvalidInput` where its items are not what the project was begun with, or none that
 * the form is for.
 */
export const rowsFor = (
  { folder, items, session }: Subject,
  format: Format
): Effect.Effect<ReadonlyArray<Row>, InvalidInput> =>
  Effect.suspend(() => {
    const fail = (problem: string, hint: string, fault: InputFault) =>
      Effect.fail(new InvalidInput({ path: folder, problem, hint, ...fault }))
    const { created } = session, { of } = aboutOf(format)
    if (created.size !== items.size || created.ids !== items.hash) {
      return fail("its items are not those that it was begun with", "put back what was added, renamed or removed", {
        reason: "Mismatch",
        value: items.hash,
        expected: created.ids
      })
    }
    if (of !== undefined && of !== items.kind) {
      return fail(
        `${format} is for images, and these are ${items.kind}s`,
        "write csv, parquet, huggingface or label-studio",
        { reason: "Unsupported", value: items.kind, setting: "format" }
      )
    }
    return Effect.succeed(rowsOf(session, items.ids))
  })
