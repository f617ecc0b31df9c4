import { assert, describe, it } from "@effect/vitest"
import { join } from "node:path"
import { manifestIn } from "./pack.ts"
import { closureOf, foldersOf, importsOf, isTest, packageOf, root, sourcesOf, target } from "./sources.ts"

/** Which of ours each package may import; tests may also use the testkit. */
const allowed = {
  core: [],
  strategies: ["core"],
  datasets: ["core"],
  models: ["core", "datasets"],
  experiments: ["core", "strategies", "datasets", "models"],
  report: ["core", "datasets", "models", "experiments"],
  studio: ["core", "strategies", "datasets", "models", "experiments"],
  distributed: ["core", "datasets", "experiments"],
  testkit: ["core"],
  cli: ["core", "strategies", "datasets", "models", "experiments", "report", "studio", "distributed"],
  marginalia: ["cli"]
} as const

type Name = keyof typeof allowed

const names = Object.keys(allowed) as Array<Name>
const manifest = (name: Name) => manifestIn(join(root, "packages", name))

/** Every import of a package's files, as [file, specifier]. */
const imports = (name: Name, files = sourcesOf(name)): ReadonlyArray<readonly [file: string, specifier: string]> =>
  files.flatMap((file) => importsOf(file).map((specifier) => [file, specifier] as const))

const none = (found: ReadonlyArray<readonly [string, string]>): void =>
  assert.deepStrictEqual(found.map(([file, specifier]) => `${file} imports ${specifier}`), [])

const isBare = (specifier: string): boolean => !specifier.startsWith(".") && !specifier.startsWith("node:")

describe.each(names)("%s", (name) => {
  it("imports only the packages below it", () => {
    const wrong = imports(name).filter(([file, specifier]) => {
      const ours = /^@marginalia\/([^/]+)/.exec(specifier)?.[1]
      if (ours === undefined || (isTest(file) && ours === "testkit")) return false
      return !(allowed[name] as ReadonlyArray<string>).includes(ours)
    })
    none(wrong)
  })

  it("reaches no other package by a relative path, but for what tests share", () => {
    const shared = allowed[name].map((below) => `packages/${below}/test/`)
    none(
      imports(name).filter(([file, specifier]) => {
        if (!specifier.startsWith(".")) return false
        const path = target(file, specifier)
        return !path.startsWith(`packages/${name}/`) &&
          !(isTest(file) && shared.some((folder) => path.startsWith(folder)))
      })
    )
  })

  it("has no circle of files, of types neither", () => {
    const files = sourcesOf(name).filter((file) => !isTest(file))
    const open = new Set<string>(), done = new Set<string>()
    const circles: Array<string> = []
    const follow = (file: string, path: ReadonlyArray<string>): void => {
      if (open.has(file)) circles.push([...path.slice(path.indexOf(file)), file].join(" → "))
      if (open.has(file) || done.has(file)) return
      open.add(file)
      for (const specifier of importsOf(file)) {
        if (specifier.startsWith(".") && specifier.endsWith(".ts")) follow(target(file, specifier), [...path, file])
      }
      open.delete(file)
      done.add(file)
    }
    files.forEach((file) => follow(file, []))
    assert.deepStrictEqual(circles, [])
  })

  it("declares what its sources import", () => {
    const { dependencies, peerDependencies } = manifest(name)
    const declared = new Set([...Object.keys(dependencies ?? {}), ...Object.keys(peerDependencies ?? {})])
    const sources = sourcesOf(name).filter((file) => !isTest(file))
    none(imports(name, sources).filter(([, specifier]) => isBare(specifier) && !declared.has(packageOf(specifier))))
  })

  it("leaves tensors to models", () => {
    if (name === "models") return
    none(imports(name).filter(([, specifier]) => packageOf(specifier).startsWith("@tensorflow")))
  })

  it("publishes the entry points that it has in development", () => {
    const { exports, publishConfig = {} } = manifest(name)
    const published = Object.entries(exports).map(([entry, source]) => {
      if (typeof source !== "string" || !source.startsWith("./src/")) return [entry, source]
      const path = source.replace("./src/", "./dist/").replace(/\.ts$/, "")
      return [entry, { types: `${path}.d.ts`, default: `${path}.js` }]
    })
    assert.deepStrictEqual(publishConfig.exports, Object.fromEntries(published))
  })
})

describe.each(["core", "strategies"] as const)("the main entry of %s", (name) => {
  it("runs without Node", () => {
    const files = [...closureOf(`packages/${name}/src/index.ts`)].filter((file) => !file.endsWith(".gen.ts"))
    assert.isAbove(files.length, 5)
    none(imports(name, files).filter(([, specifier]) => specifier.startsWith("node:")))
  })
})

describe("kernels that ask a graphics card", () => {
  it("run in a browser", () => {
    const files = [...closureOf("packages/core/src/webgpu.ts")].filter((file) => !file.endsWith(".gen.ts"))
    assert.include(files, "packages/core/src/webgpu/shader.ts")
    none(imports("core", files).filter(([, specifier]) => isBare(specifier) && packageOf(specifier) !== "effect"))
    none(imports("core", files).filter(([, specifier]) => specifier.startsWith("node:")))
  })
})

describe("core", () => {
  it("closes its inner folders", () => {
    const { exports } = manifest("core")
    const open = foldersOf("core").filter((folder) => exports[`./${folder}/*`] !== null)
    assert.deepStrictEqual(open, [], "add them to exports and publishConfig.exports as null")
  })
})
