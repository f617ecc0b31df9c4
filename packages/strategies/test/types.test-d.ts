/**
 * What the compiler says of strategies and their options, with its words; see core's `types.test-d.ts`. The needs of a part
 * follow from its options and from its score.
 */
import {
  type Count,
  Experiment,
  Matrix,
  type Score,
  type Select,
  selectSync,
  type Stage,
  Strategy
} from "@marginalia/core"
import * as Options from "../src/index.ts"

const { ceal, densityWeightedSampling, diverseMinibatch, entropy, keepPerCluster, kCenterSampling, kmeans, margin } =
  Options
const { msalD, onePerCluster, power, powerSampling, random, sup, supclust, top, topWithPseudoLabels, typicality } =
  Options

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

// A part says what it needs, and a part over a score what the score needs besides.
const nearest = sup({ temperature: 2 })
same<typeof nearest, Score.Score<"cluster" | "embedding">>(true)
const noisy = power(entropy(), { beta: 3 })
same<typeof noisy, Score.Score<"probability">>(true)
const one = onePerCluster(noisy)
same<typeof one, Select.Select<"cluster" | "probability">>(true)
const kept = keepPerCluster(typicality(), "10%")
same<typeof kept, Stage.Stage<"cluster" | "embedding">>(true)

// The option `space` decides what is needed.
const spread = kCenterSampling()
same<typeof spread, Strategy.Strategy<"embedding">>(true)
const spreadFeatures = kCenterSampling({ space: "feature" })
same<typeof spreadFeatures, Strategy.Strategy<"feature">>(true)
const clusters = kmeans({ space: "feature", k: 10 })
same<typeof clusters, Stage.Stage<"feature", "cluster">>(true)
const batch = diverseMinibatch()
same<typeof batch, Strategy.Strategy<"feature" | "probability">>(true)
const guesses = topWithPseudoLabels({ by: "msal" })
same<typeof guesses, Select.Select<"projection" | "prototype">>(true)
const sure = ceal({ uncertainty: "msal" })
same<typeof sure, Strategy.Strategy<"projection">>(true)

// A recipe over a score needs what the score needs.
const drawn = powerSampling({ score: margin({ offset: 1 }) })
same<typeof drawn, Strategy.Strategy<"probability">>(true)
const dense = densityWeightedSampling({ score: entropy(), space: "feature" })
same<typeof dense, Strategy.Strategy<"feature" | "probability">>(true)
const separated = msalD({ uncertainty: margin() })
same<typeof separated, Strategy.Strategy<"probability" | "projection">>(true)

// Options are checked where they stand.
// @ts-expect-error Object literal may only specify known properties, but 'temprature' does not exist in type 'SupOptions'. Did you mean …
sup({ temprature: 2 })
// @ts-expect-error Type 'true' is not assignable to type 'string | number | undefined'.
supclust({ keep: true })
// @ts-expect-error Type '"pixels"' is not assignable to type 'Space | undefined'.
kCenterSampling({ space: "pixels" })
// @ts-expect-error Type '"random"' is not assignable to type '"position" | "seeded" | undefined'.
top(entropy(), { ties: "random" })
// @ts-expect-error Expected 1-2 arguments, but got 0.
onePerCluster()
// @ts-expect-error Type 'Stage<"embedding", "cluster">' is missing the following properties from type 'Score<…>': spec, needs, of
keepPerCluster(kmeans(), 5)
// @ts-expect-error Type 'Strategy<"embedding">' is missing the following properties from type 'Score<"passes">': spec, needs, of
powerSampling({ score: supclust() })

const embedding = Matrix.fromRows([[1]])
// A column that a strategy needs and nobody gives:
// @ts-expect-error Property 'feature' is missing in type '{ embedding: Matrix; budget: 1; seed: 0; }'
selectSync(kCenterSampling({ space: "feature" }), { embedding, budget: 1, seed: 0 })

const plan = { size: 1, classes: 2, budget: 1, rounds: 1, seed: 0, coldStart: random() }
Experiment.plan({ ...plan, columns: { embedding }, strategy: supclust() })
// What a trained model gives need not be given; clusters nobody gives.
Experiment.plan({ ...plan, columns: { embedding }, strategy: Strategy.make(top(entropy())) })
const clustered = Strategy.make(top(nearest))
// @ts-expect-error '"needs a column that the plan's columns lack"' is missing in type 'Strategy<"cluster" | "embedding">'
Experiment.plan({ ...plan, columns: { embedding }, strategy: clustered })

// The types of options are exported, and every option may be left out.
const few: Options.SupclustOptions = {}
const keep: Options.SupclustOptions["keep"] = "10%" satisfies Count.Amount
// @ts-expect-error Type 'undefined' is not assignable to type '"position" | "seeded"' (exactOptionalPropertyTypes).
const ties: Options.TiesOptions = { ties: undefined }
void [few, keep, ties]
