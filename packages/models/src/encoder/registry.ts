/** The encoders of this library: each of them a line here. */
import * as Registry from "@marginalia/core/Registry"
import { onnxPlan } from "./named/onnx.ts"
import { pcaPlan } from "./named/pca.ts"
import { rawPlan } from "./named/raw.ts"
import { fittedPlan, modelPlan } from "./named/saved.ts"
import { simclrPlan } from "./named/simclr.ts"
import { standardizePlan } from "./named/standardize.ts"
import { transformersPlan } from "./named/transformers.ts"

/** What `--encoder` and `embedding:` may name, in the order of the help. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  rawPlan,
  standardizePlan,
  pcaPlan,
  simclrPlan,
  fittedPlan,
  modelPlan,
  onnxPlan,
  transformersPlan
])
