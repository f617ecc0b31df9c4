/**
 * Writes into each package's manifest where its source is, where it is documented and where faults are told, from the one place that says it:
 * `repository`, `homepage` and `bugs` of the root's `package.json`. What is not said there stands in no package.
 *
 * `node scripts/manifests.ts`; a test compares.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Name, packages, root } from "./pack.ts"

/** What the root's manifest may say. */
export interface Address {
  readonly repository?: { readonly type: string; readonly url: string } | undefined
  readonly homepage?: string | undefined
  readonly bugs?: string | { readonly url: string } | undefined
}

/** A manifest, in the order of its keys. */
export type Fields = { readonly [key: string]: unknown }

/** The keys that stand after `license`, in their order. */
const KEYS = ["homepage", "bugs", "repository"] as const

/** What a package's manifest says of its address. */
export const addressOf = ({ bugs, homepage, repository }: Address, name: Name): Fields => ({
  ...(homepage === undefined ? {} : { homepage }),
  ...(bugs === undefined ? {} : { bugs: typeof bugs === "string" ? { url: bugs } : bugs }),
  ...(repository === undefined ? {} : { repository: { ...repository, directory: `packages/${name}` } })
})

/** A package's manifest with its address after its license, and without another that it had. */
export const addressed = (manifest: Fields, address: Address, name: Name): Fields => {
  const others = Object.entries(manifest).filter(([key]) => !(KEYS as ReadonlyArray<string>).includes(key))
  const at = others.findIndex(([key]) => key === "license") + 1
  return Object.fromEntries([...others.slice(0, at), ...Object.entries(addressOf(address, name)), ...others.slice(at)])
}

const fileOf = (name: Name): string => join(root, "packages", name, "package.json")

const read = (file: string): Fields => JSON.parse(readFileSync(file, "utf8")) as Fields

/** What the root says. */
export const rootAddress = (): Address => read(join(root, "package.json")) as Address

/** Each package's manifest as it is, and as it should be. */
export const manifests = (address = rootAddress()) =>
  packages.map((name) => {
    const is = read(fileOf(name))
    return { name, is, should: addressed(is, address, name) }
  })

if (import.meta.main) {
  for (const { is, name, should } of manifests()) {
    if (JSON.stringify(is) === JSON.stringify(should)) continue
    writeFileSync(fileOf(name), `${JSON.stringify(should, undefined, 2)}\n`)
    console.log(`packages/${name}/package.json`)
  }
}
