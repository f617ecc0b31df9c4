import { assert, describe, it } from "@effect/vitest"
import { torchFile } from "../../test/torch-file.ts"
import { readTorchFile } from "./torch-file.ts"

const tensors = new Map([
  ["a.weight", { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  // As a matrix that was transposed: the file holds its columns one after the other.
  ["b", { shape: [3, 2], strides: [1, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) }],
  ["c", { shape: [], data: Float32Array.of(7) }]
])

describe("readTorchFile", () => {
  it("reads weights by name, row by row, however they lie", () => {
    const found = readTorchFile(torchFile(tensors))
    assert.deepStrictEqual([...found.keys()], ["a.weight", "b", "c"])
    assert.deepStrictEqual(found.get("a.weight"), { shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
    assert.deepStrictEqual(found.get("b"), { shape: [3, 2], data: Float32Array.of(1, 4, 2, 5, 3, 6) })
    assert.deepStrictEqual(found.get("c"), { shape: [], data: Float32Array.of(7) })
  })

  it("reads a part of larger bytes", () => {
    const file = torchFile(tensors), larger = new Uint8Array(file.length + 3)
    larger.set(file, 3)
    assert.deepStrictEqual(readTorchFile(larger.subarray(3)), readTorchFile(file))
  })

  it("refuses other files, and runs nothing that they name", () => {
    const file = torchFile(tensors)
    assert.throws(() => readTorchFile(new TextEncoder().encode("PK\x03\x04")), /it holds "P" at byte 0/)
    assert.throws(() => readTorchFile(torchFile(tensors, { magic: 5n })), /no file of weights of PyTorch before 1\.6/)
    assert.throws(() => readTorchFile(torchFile(tensors, { callee: "system" })), /calls torch\._utils\.system, which/)
    for (let size = 0; size < file.length; size += 7) assert.throws(() => readTorchFile(file.subarray(0, size)))
    const outside = new Map([["a", { shape: [4], data: Float32Array.of(1, 2) }]])
    assert.throws(() => readTorchFile(torchFile(outside)), /it lacks the numbers of a/)
  })
})
