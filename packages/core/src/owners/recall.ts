/**
 * Conversations with someone who may forget them. Tested in cluster.test.ts and spread.test.ts.
 */
import * as Effect from "effect/Effect"
import type { TilesError } from "../Tiles.ts"
import type { Talk } from "./owner.ts"
import { type Answer, type Question, remembered, type Tag } from "./question.ts"

/**
 * A conversation that knows what has to be asked again: `attempt` gets the question, and what one who knows nothing must be asked before,
 * then the question in the form {@link anew}.
 */
export const recalling = (
  attempt: <T extends Tag>(
    question: Question<T>,
    before: ReadonlyArray<Question>
  ) => Effect.Effect<Answer<T>, TilesError>
): Talk => {
  let before: ReadonlyArray<Question> = []
  return (question) =>
    Effect.tap(Effect.suspend(() => attempt(question, before)), () =>
      Effect.sync(() => {
        before = remembered(before, question as Question)
      }))
}
