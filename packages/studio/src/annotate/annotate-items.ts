/**
 * Items of a person, labeled by a model: from a source and the text of an annotator to labels with who gave them.
 */
import * as Message from "@marginalia/core/Message"
import * as Named from "@marginalia/core/Named"
import * as Quote from "@marginalia/core/Quote"
import type * as Registry from "@marginalia/core/Registry"
import { UsageProblem } from "@marginalia/datasets/problems"
import { annotate, type Asking, estimate } from "@marginalia/experiments/annotator/annotate"
import type { Content } from "@marginalia/experiments/annotator/content"
import { annotatorOf, oracles } from "@marginalia/experiments/oracle/word"
import * as Effect from "effect/Effect"
import type { ItemProblem, Items } from "../items/item.ts"
import { openItems } from "../items/open.ts"
import type { ItemSource } from "../items/source.ts"

/** Whom to ask about which items. */
export interface AnnotateOptions {
  /** The annotator, as text: `openai("http://localhost:8080/v1", model, "…")`. */
  readonly oracle: string
  /** Where the text's names are looked up. */
  readonly registry: Registry.Registry
  /** The classes in their order; at least two. */
  readonly classes: ReadonlyArray<string>
  /** The file in which answers are kept. Default: they are forgotten with the process. */
  readonly answers?: string | undefined
  /** Only the first so many items are asked about; all by default. */
  readonly first?: number | undefined
}

/** What is ready to be asked. */
export interface Prepared {
  readonly items: Items
  readonly asking: Asking<ItemProblem, never>
}

const annotatorIn = Effect.fnUntraced(function*(text: string, registry: Registry.Registry) {
  const { value } = yield* Named.read(oracles, text, registry), annotator = annotatorOf(value)
  if (annotator !== undefined) return annotator
  return yield* new UsageProblem({
    problem: Message.text`${Message.setting("oracle")} is ${
      Quote.value(text)
    }, and that is no model that can be asked about items`,
    hint: "name a model: http(URL), openai(URL, MODEL, PROMPT), or one of a plugin",
    setting: "oracle",
    value: text,
    reason: "Value",
    expected: "a model that annotates"
  })
})

const checkClasses = (classes: ReadonlyArray<string>): Effect.Effect<void, UsageProblem> => {
  const setting = "classes", expected = "two classes or more, each once"
  const fail = (problem: string, reason: "Value" | "Twice", value: unknown) =>
    Effect.fail(
      new UsageProblem({
        problem,
        hint: Message.text`give ${Message.setting(setting, { example: "a,b,c" })}`,
        setting,
        reason,
        value,
        expected
      })
    )
  const twice = classes.find((name, i) => classes.indexOf(name) < i)
  if (classes.some((name) => name.trim() === "")) return fail("a class has no name", "Value", classes)
  if (twice !== undefined) return fail(`the class ${Quote.value(twice)} is named twice`, "Twice", twice)
  return classes.length < 2 ? fail("there are fewer than two classes to tell apart", "Value", classes) : Effect.void
}

/** What a model is shown of an item: its text or fields, and its image whole, as a browser shows it. */
const shownOf = ({ describe, ids, kind, media }: Items) => (position: number): Effect.Effect<Content, ItemProblem> =>
  Effect.gen(function*() {
    const { fields, text } = yield* describe(position)
    const image = kind === "image" ? yield* media(position) : undefined
    return { id: ids[position]!, text, fields: fields?.length === 0 ? undefined : fields, image }
  })

/**
 * Opens the items of a `source` and the annotator that is to be asked about them; nothing is asked yet. Labels that the source
 * holds are not shown to it.
 *
 * Fails with `UsageProblem` for classes that are fewer than two or named twice, and for an oracle that is no model; with
 * `InvalidName` and `InvalidOptions` for its text; with `SourceError` as {@link openItems} does.
 */
export const prepareAnnotation = Effect.fn("prepareAnnotation")(
  function*(source: ItemSource, { answers, classes, first = Infinity, oracle, registry }: AnnotateOptions) {
    yield* checkClasses(classes)
    const annotator = yield* annotatorIn(oracle, registry), items = yield* openItems(source)
    const positions = Array.from({ length: Math.min(items.size, first) }, (_, position) => position)
    const asking: Asking<ItemProblem, never> = { annotator, classes, positions, content: shownOf(items), answers }
    return { items, asking } satisfies Prepared as Prepared
  }
)

/** Asks about what was prepared, see {@link annotate}. */
export const annotateItems = ({ asking }: Prepared) => annotate(asking)

/** What asking is expected to take, see {@link estimate}. */
export const estimateItems = ({ asking }: Prepared) => estimate(asking)
