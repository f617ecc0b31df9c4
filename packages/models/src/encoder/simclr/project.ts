/** The network that SimCLR trains: a body, and a projection that is thrown away afterwards. */
import { relu } from "../../network/layer/activation.ts"
import { dense } from "../../network/layer/dense.ts"
import { type Layer, sizeOf } from "../../network/layer/Layer.ts"
import { sequence } from "../../network/layer/sequence.ts"

/** From features of width d: d → d, relu, d → `outputs`. */
export const projection = (width: number, outputs: number): Layer =>
  sequence([dense("projection0", width, width), relu([width]), dense("projection1", width, outputs)])

/** A body and its projection. */
export const projecting = (body: Layer, outputs: number): Layer =>
  sequence([body, projection(sizeOf(body.output), outputs)])
