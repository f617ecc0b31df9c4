/**
 * Linear models as ONNX files, which most other tools read.
 */
import { constant, input, node, onnxFile, output } from "../pretrained/onnx-file.ts"
import type { Numbers } from "./store.ts"

/**
 * A linear model of vectors as an ONNX file (operator set 13): from `embedding`, N × d in single precision, to `probability`,
 * N × C, the classes in the model's order; `logits` before the softmax. Of a head with fixed prototypes the products with
 * these are part of it.
 *
 * Throws a `RangeError` for a network of another kind, with dropout or not, for one of images, and where the numbers are none or
 * not as many as the layer has.
 */
export const linearOnnx = ({ built, values }: Numbers): Uint8Array<ArrayBuffer> => {
  const { classes, fixed, input: [d, ...more], spec } = built
  if (spec.kind !== "linear" || more.length > 0) throw new RangeError(`${spec.kind} is no linear model of vectors`)
  const weight = values.get("head.weight"), bias = values.get("head.bias")
  if (weight === undefined || bias === undefined) throw new RangeError("the linear layer has no numbers")
  const before = fixed === undefined ? "logits" : "projection", outputs = fixed?.cols ?? classes
  const constants = [
    constant("weight", [d, outputs], Float32Array.from(weight)),
    constant("bias", [outputs], Float32Array.from(bias))
  ]
  const nodes = [node("Gemm", ["embedding", "weight", "bias"], before)]
  if (fixed !== undefined) {
    // Prototypes are one a row; the product takes one a column.
    const { cols, data, rows } = fixed
    const turned = Float32Array.from({ length: rows * cols }, (_, i) => data[(i % rows) * cols + Math.floor(i / rows)]!)
    constants.push(constant("prototypes", [cols, rows], turned))
    nodes.push(node("MatMul", [before, "prototypes"], "logits"))
  }
  nodes.push(node("Softmax", ["logits"], "probability", { axis: 1 }))
  return onnxFile(
    "marginalia",
    ...nodes,
    ...constants,
    input("embedding", "N", d),
    output("probability", "N", classes),
    output("logits", "N", classes)
  )
}
