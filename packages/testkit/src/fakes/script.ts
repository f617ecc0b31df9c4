/**
 * Scripted answers, for the ports of the world outside: oracles, people, files.
 */
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"

/** The script had no answer left, or none to this question. */
export class Unscripted extends Data.TaggedError("Unscripted")<{
  readonly question: unknown
  readonly problem: string
}> {
  override get message(): string {
    return this.problem
  }
}

/** Something that is asked (`ask`), and remembers what it was asked (`questions`). */
export interface Script<in out Q, out A> {
  /** The next answer. Fails with {@link Unscripted} where there is none. */
  readonly ask: (question: Q) => Effect.Effect<A, Unscripted>
  readonly questions: ReadonlyArray<Q>
}

/** Answers in turn; one question too many fails with {@link Unscripted}. */
export const script = <Q, A>(answers: ReadonlyArray<A>): Script<Q, A> => {
  const questions: Array<Q> = []
  const ask = (question: Q) =>
    Effect.suspend((): Effect.Effect<A, Unscripted> => {
      questions.push(question)
      if (questions.length <= answers.length) return Effect.succeed(answers[questions.length - 1]!)
      const problem = `the script has ${answers.length} answers, and this is question ${questions.length}`
      return Effect.fail(new Unscripted({ question, problem }))
    })
  return { ask, questions }
}

/**
 * Labels by id, a batch at a time, as an oracle gives them: `known` holds the label of each id. An id without a label
 * fails with {@link Unscripted}.
 */
export const labels = <L>(known: { readonly [id: string]: L }): Script<ReadonlyArray<string>, ReadonlyArray<L>> => {
  const questions: Array<ReadonlyArray<string>> = []
  const ask = (ids: ReadonlyArray<string>) =>
    Effect.suspend((): Effect.Effect<ReadonlyArray<L>, Unscripted> => {
      questions.push(ids)
      const unknown = ids.find((id) => !Object.hasOwn(known, id))
      if (unknown === undefined) return Effect.succeed(ids.map((id) => known[id]!))
      return Effect.fail(new Unscripted({ question: ids, problem: `the script has no label for "${unknown}"` }))
    })
  return { ask, questions }
}
