import { assert, describe, it } from "@effect/vitest"
import { knownDatasets, type Located } from "@marginalia/datasets"
import { listLines, pageLines } from "./page.ts"

const absent = (name: string): Located => ({
  dataset: knownDatasets.get(name)!,
  looked: [{ path: "/a/b", because: "MARGINALIA_DATA", problem: "lacks x", files: [] }],
  found: undefined
})

const present = (name: string): Located => {
  const found = { path: "/a/b", because: "system", problem: undefined, files: [] }
  return { ...absent(name), looked: [found], found }
}

describe("listLines", () => {
  it("has a line a data set, with its folder", () => {
    assert.deepStrictEqual(listLines([present("mnist"), absent("svhn")]), [
      "name     train    test  images       classes  where",
      "digits   1,797       –  8 × 8 × 1         10  comes along",
      "mnist   60,000  10,000  28 × 28 × 1       10  /a/b",
      "svhn    73,257  26,032  32 × 32 × 3       10  not here"
    ])
  })
})

describe("pageLines", () => {
  it("says what it holds, and where it was looked for", () => {
    const lines = pageLines(absent("cifar-10"))
    assert.deepStrictEqual(lines.slice(0, 5), [
      "cifar-10: CIFAR-10, ten kinds of things",
      "",
      "here           no",
      "images         50,000 to train, 10,000 to test, 32 × 32 × 3",
      "classes        10: airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck"
    ])
    assert.include(lines, "files          data_batch_1.bin  30.7 MB  no published checksum known")
    assert.include(lines, "looked in      /a/b (MARGINALIA_DATA): lacks x")
    assert.include(lines, "published as   cifar-10-binary.tar.gz  170 MB  md5:c32a1d4ab5d03f1284b67883e8d87530")
  })

  it("says what is not known, and names a file of both splits once", () => {
    const lines = pageLines(absent("isic-2019"))
    assert.lengthOf(lines.filter((line) => line.includes("ISIC_2019_Training_Input  no published")), 1)
    assert.include(lines, "published as   ISIC_2019_Training_GroundTruth.csv  no published checksum known")
    assert.include(pageLines(absent("tiny-imagenet")), "classes        200, named in its files")
  })

  it("names the folder that holds it", () => {
    const lines = pageLines(present("mnist"))
    assert.include(lines, "here           /a/b")
    assert.include(lines, "looked in      /a/b (system): all files are here")
  })
})
