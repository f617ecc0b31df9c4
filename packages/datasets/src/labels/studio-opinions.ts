/**
 * What each person answered in a JSON export of Label Studio's. Tested in `opinions-read.test.ts`.
 */
import { Malformed } from "../files/errors.ts"
import { annotationsOf, answersTo, isCancelled, isTasks, type Json, namesOf, questionOf } from "./label-studio.ts"
import { type FormOptions, oneLabel, type OpinionRecord, textOf } from "./reading.ts"

/** Who answered: a name, an address, or the number of an account. */
const whoOf = (annotation: Json): string | undefined => {
  const by = annotation["completed_by"]
  const account = typeof by === "object" && by !== null ? (by as Json)["email"] ?? (by as Json)["id"] : by
  return textOf(annotation["created_username"]) ?? textOf(account)
}

/**
 * The answers of every person to each task; those who skipped it are left out. Throws {@link Malformed} for what are no tasks,
 * and for an answer of which nothing says whose it is.
 */
export const taskOpinions = (value: unknown, options: FormOptions): ReadonlyArray<OpinionRecord> => {
  const tasks = Array.isArray(value) ? value as ReadonlyArray<Json> : []
  if (!isTasks(tasks)) {
    throw new Malformed("this JSON holds no tasks of Label Studio's", "give a table of id,annotator,label", {
      reason: "Format",
      expected: "tasks with annotations"
    })
  }
  const question = questionOf(tasks, options)
  return tasks.flatMap((task, i) =>
    annotationsOf(task).filter((one) => !isCancelled(one)).flatMap((annotation): ReadonlyArray<OpinionRecord> => {
      const where = `in task ${textOf(task["id"]) ?? i + 1}`, annotator = whoOf(annotation)
      const label = oneLabel(answersTo(annotation, question), where)
      if (label === undefined) return []
      if (annotator === undefined) {
        throw new Malformed(`an annotation ${where} does not say whose it is`, "export it with created_username", {
          reason: "Missing",
          row: i,
          expected: "created_username or completed_by"
        })
      }
      return [{ annotator, record: { names: namesOf(task), label, where } }]
    })
  )
}
