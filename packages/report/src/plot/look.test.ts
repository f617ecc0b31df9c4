import { assert, describe, it } from "@effect/vitest"
import { dark, type Ink, light, looksOf } from "./look.ts"

const linear = (hex: string): ReadonlyArray<number> =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })

const apply = (matrix: ReadonlyArray<ReadonlyArray<number>>, v: ReadonlyArray<number>): ReadonlyArray<number> =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * v[i]!, 0))

const luminance = (hex: string): number => apply([[0.2126, 0.7152, 0.0722]], linear(hex))[0]!

/** WCAG 2's contrast. */
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** What people see who lack one kind of cone: Machado, Oliveira & Fernandes (2009), severity 1, on linear colors. */
const blindness = {
  none: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
}

/** Ottosson's OKLab (2020), in which distances are about alike to the eye. */
const oklab = (rgb: ReadonlyArray<number>): ReadonlyArray<number> => {
  const cones = apply(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [
      0.0883024619,
      0.2817188376,
      0.6299787005
    ]],
    rgb
  ).map(Math.cbrt)
  return apply(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [
      0.0259040371,
      0.7827717662,
      -0.808675766
    ]],
    cones
  )
}

const distance = (a: string, b: string, eye: ReadonlyArray<ReadonlyArray<number>>): number =>
  Math.hypot(...oklab(apply(eye, linear(a))).map((value, i) => value - oklab(apply(eye, linear(b)))[i]!))

const colors = ["c0", "c1", "c2", "c3", "c4", "c5"] as const satisfies ReadonlyArray<Ink>

describe.each([["light", light], ["dark", dark]] as const)("the %s colors", (_, inks) => {
  it("stand out from the ground: 3 : 1 for lines, 4.5 : 1 for text", () => {
    for (const name of colors) assert.isAtLeast(contrast(inks[name], inks.paper), 3, name)
    for (const name of ["ink", "muted"] as const) assert.isAtLeast(contrast(inks[name], inks.paper), 4.5, name)
  })

  it.each(Object.entries(blindness))("differ from each other for eyes of the kind %s", (_, eye) => {
    colors.forEach((a, i) => {
      for (const b of colors.slice(i + 1)) assert.isAtLeast(distance(inks[a], inks[b], eye), 0.075, `${a} and ${b}`)
    })
  })
})

describe("looksOf", () => {
  const names = ["random", ...Array.from({ length: 18 }, (_, i) => `s${i}`)]

  it("gives eighteen strategies beside the control different looks", () => {
    const looks = [...looksOf(names, "random").values()].map(({ color, dash }) => `${color} ${dash}`)
    assert.strictEqual(new Set(looks).size, 19)
  })

  it("gives neighbors other colors and other markers", () => {
    const looks = names.slice(1).map((name) => looksOf(names, "random").get(name)!)
    looks.slice(1).forEach((look, i) => {
      assert.notStrictEqual(look.color, looks[i]!.color)
      assert.notStrictEqual(look.symbol, looks[i]!.symbol)
    })
  })

  it("gives the control a gray of its own, wherever it stands", () => {
    assert.strictEqual(looksOf(["a", "b"], "b").get("b")!.color, "var(--muted)")
    assert.deepStrictEqual(looksOf(["a", "b"], "b").get("a")!.color, looksOf(["b", "a"], "b").get("a")!.color)
  })
})
