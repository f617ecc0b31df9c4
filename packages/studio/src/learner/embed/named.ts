/**
 * Items by an encoder that was named.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import * as Named from "@marginalia/core/Named"
import type { Items as Batch } from "@marginalia/datasets/items"
import { UsageProblem } from "@marginalia/datasets/problems"
import { library } from "@marginalia/experiments/engine/library"
import { encodeCached, Encoder, type EncoderPlan, encoders, type Ready, Source } from "@marginalia/models/encoders"
import { TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import type { FileItems } from "../../items/opened.ts"
import { readBad, writeBad } from "./bad-items.ts"
import { pixelSource } from "./pixels.ts"
import type { BadItem } from "./setting.ts"
import type { EmbedSetting, Kept } from "./setting.ts"

/** What is to be encoded. */
export type Encodable =
  | { readonly kind: "files"; readonly files: FileItems }
  | { readonly kind: "items"; readonly items: Batch }
  | { readonly kind: "texts"; readonly texts: ReadonlyArray<string> }

/** The sides of files for an encoder that takes any size: small for what compares pixels, large for networks. */
const SMALL = 32
const LARGE = 256

const sizeOf = ({ computes, name, scales, shape, small }: EncoderPlan): readonly [tall: number, wide: number] => {
  if (shape !== undefined && shape.length === 3) return [shape[0], shape[1]]
  const side = small === true || computes === true || (scales !== true && name !== "transformers") ? SMALL : LARGE
  return [side, side]
}

/** How new items become what these did: by what the encoder learned of them, which is written, or by its name. */
const keptOf = Effect.fnUntraced(
  function*<B>(plan: EncoderPlan, { encoder, save }: Ready<B>, keep: string | undefined) {
    const { hash, identity = hash } = encoder
    if (keep !== undefined && save !== undefined) yield* save(keep)
    const kept: Kept = { how: save === undefined ? "named" : "fitted", text: plan.text, hash: identity }
    return kept
  }
)

const encoded = Effect.fnUntraced(function*<B, E, R>(
  plan: EncoderPlan,
  ready: Ready<B>,
  source: Source.Source<B, E, R>,
  { folder, keep }: EmbedSetting
) {
  const { encoder } = ready, kept = yield* keptOf(plan, ready, keep)
  if (plan.cached !== true || folder === undefined) {
    return { matrix: yield* Encoder.encode(encoder, source), reused: 0, path: undefined, kept }
  }
  const paths = yield* Path.Path
  return { ...(yield* encodeCached(encoder, source, { folder: paths.join(folder, "embeddings") })), kept }
})

/** Pixels of all files in memory, for encoders that are fitted to them. */
const whole = Effect.fnUntraced(function*(source: ReturnType<typeof pixelSource>) {
  return yield* source.read(0, source.rows)
})

const ofFiles = Effect.fnUntraced(function*(plan: EncoderPlan, files: FileItems, setting: EmbedSetting) {
  const bad = new Map<number, BadItem>(), { seed, source: { white } } = setting
  const channels = plan.shape?.length === 3 && plan.shape[2] === 1 ? 1 as const : 3 as const
  const source = pixelSource(files, {
    size: sizeOf(plan),
    channels,
    ...(white === undefined ? {} : { white }),
    bad: (one) => void bad.set(one.item, one)
  })
  const fits = plan.learns !== undefined
  const items = yield* fits ? whole(source) : source.read(0, Math.min(1, source.rows))
  const ready = yield* plan.start({ items, seed })
  const found = yield* fits
    ? encoded(plan, ready, Source.ofItems(items), setting)
    : encoded(plan, ready, source, setting)
  const { kept, matrix, path, reused } = found
  if (path === undefined) return { matrix, kept, bad: [...bad.values()] }
  if (reused < matrix.rows) yield* writeBad(path, [...bad.values()])
  return { matrix, kept, bad: yield* readBad(path) }
})

const ofTexts = Effect.fnUntraced(function*(plan: EncoderPlan, texts: ReadonlyArray<string>, setting: EmbedSetting) {
  if (plan.startTexts === undefined) {
    return yield* new UsageProblem({
      problem: `the encoder ${plan.name} takes no texts`,
      hint: "name one that does: transformers(MODEL)",
      reason: "Value",
      setting: "encoder",
      value: plan.name,
      expected: "an encoder of texts"
    })
  }
  const ready = yield* plan.startTexts({ seed: setting.seed })
  return yield* encoded(plan, ready, Source.ofTexts(texts), setting)
})

/**
 * The vectors that an encoder makes, as it is written (`onnx(MODEL.onnx)`), by way of the project's cache where that is worth
 * it. Fails as `Named.read`, encoders, images and the cache do, and with `UsageProblem` where it takes no texts.
 */
export const named = Effect.fn("studio.named")(function*(text: string, items: Encodable, setting: EmbedSetting) {
  const { value: asked } = yield* Named.read(encoders, text, library())
  const plan = yield* asked.look ?? Effect.succeed(asked)
  const found = yield* Effect.gen(function*() {
    if (items.kind === "files") return yield* ofFiles(plan, items.files, setting)
    if (items.kind === "texts") return yield* ofTexts(plan, items.texts, setting)
    const ready = yield* plan.start({ items: items.items, seed: setting.seed })
    return yield* encoded(plan, ready, Source.ofItems(items.items), setting)
  }).pipe(Effect.scoped, Effect.provide(TensorBackend.wasm))
  const bad: ReadonlyArray<BadItem> = "bad" in found ? found.bad : []
  const matrix: Matrix = found.matrix
  return { matrix, bad, encoder: plan.text, kept: found.kept }
})
