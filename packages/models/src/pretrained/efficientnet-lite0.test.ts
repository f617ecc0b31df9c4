import { assert, describe, it } from "@effect/vitest"
import { lite0Weights, made } from "../../test/lite0.ts"
import { runOnnx } from "../../test/run-onnx.ts"
import { draws, torchFile } from "../../test/torch-file.ts"
import { efficientnetLite0 } from "./efficientnet-lite0.ts"
import { readTorchFile } from "./torch-file.ts"

const pixels = { shape: [2, 3, 32, 32], data: Float32Array.from(draws(7, 2 * 3 * 32 * 32)) }

describe("efficientnetLite0", () => {
  // The same weights and pixels in efficientnet-lite-pytorch 0.1.0 on PyTorch 2.2.2.
  it("gives the pooled features that PyTorch gives", () => {
    const file = torchFile(lite0Weights)
    const { data, shape } = runOnnx(efficientnetLite0(readTorchFile(file)), pixels)
    assert.deepStrictEqual(shape, [2, 1280])
    const sums = [data.subarray(0, 1280), data.subarray(1280)].map((row) => row.reduce((a, b) => a + b, 0))
    sums.forEach((sum, row) => assert.closeTo(sum, [593.9779, 691.09985][row]!, 2e-2))
    const expected = [[0, 0.689857], [1, 0], [640, 1.04467], [1280, 1.0546], [1282, 0.661705], [1920, 1.30636]]
    for (const [at, value] of expected) assert.closeTo(data[at!]!, value!, 1e-4)
  })

  it("names the weight that is missing, or of another shape", () => {
    const without = new Map(lite0Weights)
    without.delete("_blocks.3._bn1.bias")
    assert.throws(() => efficientnetLite0(without), /there is no weight _blocks\.3\._bn1\.bias/)
    const other = new Map(lite0Weights).set("_conv_stem.weight", made("_conv_stem.weight", [32, 1, 3, 3]))
    assert.throws(() => efficientnetLite0(other), /_conv_stem\.weight is 32 × 1 × 3 × 3, not 32 × 3 × 3 × 3/)
  })
})
