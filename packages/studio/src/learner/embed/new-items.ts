/**
 * New items as the vectors that a pool's items became.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Spec from "@marginalia/core/Spec"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { flat } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import type { Opened } from "../../items/opened.ts"
import { byName, numbersOf, texts } from "./embed.ts"
import { wordsOf } from "./lsa.ts"
import type { BadItem } from "./setting.ts"
import type { EmbedSetting, Kept } from "./setting.ts"
import { loadWords } from "./words-store.ts"

/** What new items became. */
export interface Embedding {
  readonly matrix: Matrix
  readonly bad: ReadonlyArray<BadItem>
}

/** How, with where the encoder was kept. */
export interface NewSetting extends EmbedSetting {
  readonly encoderFolder: string
}

const unlike = (path: string, wanted: string) =>
  new InvalidInput({
    path,
    problem: `these are not ${wanted}, as the model was made from`,
    hint: "give it items like those that were labeled",
    reason: "Mismatch",
    value: path,
    expected: wanted
  })

const given = Effect.fnUntraced(function*(opened: Opened, setting: EmbedSetting) {
  if (opened._tag === "Vectors") return opened.matrix
  if (opened._tag === "Arrays") return flat(opened.images)
  const numbers = opened._tag === "Table" ? yield* numbersOf(opened, setting) : undefined
  return numbers?.matrix ?? (yield* unlike(setting.source.path, "rows of numbers"))
})

const otherEncoder = (text: string, found: string, wanted: string) =>
  new InvalidInput({
    path: text,
    problem: `this is another encoder than the model was made with (${found.slice(0, 12)}…, not ${
      wanted.slice(0, 12)
    }…)`,
    hint: "put the encoder back that the items were embedded by",
    reason: "Mismatch",
    value: found,
    expected: wanted
  })

/**
 * The vectors of items that are not the pool's, by what was kept when the pool was embedded. Fails as data and encoders do, and
 * with `InvalidInput` where the items are of another kind, or the encoder is another one now.
 */
export const embedNew = Effect.fn("studio.embedNew")(
  function*(opened: Opened, { hash, how, text }: Kept, setting: NewSetting) {
    const none: ReadonlyArray<BadItem> = [], { encoderFolder } = setting
    if (how === "given") return { matrix: yield* given(opened, setting), bad: none } satisfies Embedding as Embedding
    if (how === "words") {
      if (opened._tag !== "Table") return yield* unlike(setting.source.path, "rows of a table")
      const matrix = yield* wordsOf(texts(opened), yield* loadWords(encoderFolder))
      return { matrix, bad: none } satisfies Embedding as Embedding
    }
    const encoder = how === "named" ? text : `fitted(${Spec.printValue(encoderFolder)})`
    const { bad, kept, matrix } = yield* byName(encoder, opened, setting)
    if (kept.hash !== hash) return yield* otherEncoder(how === "named" ? text : encoderFolder, kept.hash, hash)
    return { matrix, bad } satisfies Embedding as Embedding
  }
)
