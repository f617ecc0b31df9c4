import { assert, describe, it } from "vitest"
import { limitOf, measure, names } from "./bundles.ts"
import { closureOf, textOf } from "./sources.ts"

const folder = "packages/strategies/src"
const index = `${folder}/index.ts`

/** The exports of the index, with the file that each comes from. */
const exported = [...textOf(index).matchAll(/^export (?:type )?\{ ([^}]*) \} from "\.\/([^"]*)"$/gm)].flatMap(
  ([, list = "", file = ""]) =>
    list.split(", ").map((name) => [name.replace(/^type /, ""), `${folder}/${file}`] as const)
)

const fileOf = new Map(exported)

/** How many files a program takes from strategies, at most, by using one of them. */
const MOST = 20

/** What is made of whole strategies takes theirs too. */
const ENSEMBLES = new Map([["refine", 34]])

describe("a program holds what it uses", () => {
  it("the index does nothing but to export each name from the file that defines it", () => {
    const rest = textOf(index).replace(/^\/\*\*[\s\S]*?\*\//, "").split("\n").filter((line) => line !== "")
    assert.deepStrictEqual(rest.filter((line) => !/^export (type )?\{[^}]*\} from "\.\/[^"]*"$/.test(line)), [])
    const elsewhere = exported.filter(([name, file]) =>
      !new RegExp(`^export (const|type|interface) ${name}\\b`, "m").test(textOf(file))
    )
    assert.deepStrictEqual(elsewhere, [])
    assert.isAbove(names.length, 25)
  })

  it.each(names)("%s reaches few files, and not the registry", (name) => {
    const reached = closureOf(fileOf.get(name)!)
    assert.isAtMost(reached.size, ENSEMBLES.get(name) ?? MOST)
    assert.isFalse(reached.has(`${folder}/registry.ts`) || reached.has(`${folder}/model-based-parts.ts`))
  })

  it.each(["random", "marginSampling", "kCenterSampling", "supclust"])(
    "%s is below its limit when bundled",
    { timeout: 120_000 },
    async (name) => {
      const bundle = await measure(name)
      assert.isAtMost(bundle.bytes, limitOf(bundle))
      assert.include(bundle.files, fileOf.get(name)!)
      const own = bundle.files.filter((file) => file.startsWith(folder))
      assert.isAtMost(own.length, MOST)
    }
  )

  it("marginSampling takes less than 60 kB, without kernels", { timeout: 120_000 }, async () => {
    const { bytes, files } = await measure("marginSampling")
    assert.isBelow(bytes, 60_000)
    // How long a loop may go on belongs to the event loop, not to the kernels.
    const kernels = /\/kernels\/(?!breathe\.|settings\.)|registry/
    assert.deepStrictEqual(files.filter((file) => kernels.test(file)), [])
  })
})
