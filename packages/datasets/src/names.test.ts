import { assert, describe, it } from "@effect/vitest"
import { cifar100Names } from "./names.ts"

describe("cifar100Names", () => {
  it("are a hundred, in alphabetical order, as the labels are", () => {
    assert.lengthOf(cifar100Names, 100)
    assert.deepStrictEqual(cifar100Names, [...new Set(cifar100Names)].sort())
    assert.deepStrictEqual([cifar100Names[0], cifar100Names[19], cifar100Names[99]], ["apple", "cattle", "worm"])
  })
})
