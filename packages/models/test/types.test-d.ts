/**
 * What the compiler says of networks, models and encoders, with its words; see core's `types.test-d.ts`.
 */
import type { Classifier, Embedder, Learner, Matrix } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import * as Encoders from "../src/encoders.ts"
import * as Training from "../src/training.ts"

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

declare const items: Training.Items
declare const model: Training.Model
declare const images: Encoders.Encoder.Encoder<Training.Items>
declare const texts: Encoders.Encoder.Encoder<ReadonlyArray<string>>

// A network may leave out what has a default, and nothing else.
const mlp = Training.network({ kind: "mlp", hidden: [64] })
same<typeof mlp, Training.Network>(true)
// @ts-expect-error Type '"transformer"' is not assignable to type '"linear" | "mlp" | "own" | "resnet"'.
Training.network({ kind: "transformer" })
// @ts-expect-error Type 'number' is not assignable to type 'readonly number[]'.
Training.network({ kind: "mlp", hidden: 64 })
// @ts-expect-error Type '50' is not assignable to type '18 | 34 | undefined'.
Training.network({ kind: "resnet", depth: 50 })

// What a model says, and how that can fail.
const probability = Training.outputs.probability(model, items)
same<typeof probability, Effect.Effect<Matrix.Matrix>>(true)
const projection = Training.outputs.projection(model, items)
same<typeof projection, Effect.Effect<Matrix.Matrix, Training.OutputUnavailable>>(true)
// @ts-expect-error Expected 3 arguments, but got 2.
Training.outputs.passes(model, items)
// @ts-expect-error Type '"passes"' is not assignable to type 'Output'.
Training.outputs.together(model, items, ["passes"])

// The ports of core.
const asked = Training.classifierLayer(model, items, { seed: 0 })
same<typeof asked, Layer.Layer<Classifier>>(true)
// @ts-expect-error Property 'seed' is missing in type '{}' but required in type 'Options'.
Training.classifierLayer(model, items, {})
same<Layer.Success<ReturnType<typeof Training.learner>>, Learner>(true)

// An encoder takes what it was made for: images are no texts.
const embedded = Encoders.Encoder.layer(images, Encoders.Source.ofItems(items))
same<Layer.Success<typeof embedded>, Embedder>(true)
Encoders.Encoder.layer(texts, Encoders.Source.ofTexts(["a"]))
// @ts-expect-error Argument of type 'Source<readonly string[]>' is not assignable to parameter of type 'Source<Items>'.
Encoders.Encoder.layer(images, Encoders.Source.ofTexts(["a"]))

// A backend by its name.
Training.TensorBackend.only("wasm")
// @ts-expect-error Argument of type '"cuda"' is not assignable to parameter of type 'BackendName'.
Training.TensorBackend.only("cuda")
