/**
 * Writes a picture of each strategy into docs/strategies/img: what it picks, and its score of every item, on four pools of the plane.
 * Beside them it counts how many copies each picks. `npm run pictures`; with names, of those alone. A test compares some with what is
 * committed; `node scripts/strategies-doc.ts` afterwards writes the pages.
 */
import { InvalidOptions, type Strategy } from "@marginalia/core"
import { registry } from "@marginalia/strategies"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { draw } from "./pictures/draw.ts"
import { planes } from "./pictures/pools.ts"
import { sceneOf } from "./pictures/scene.ts"
import { root } from "./sources.ts"
import { copiesPicked } from "./strategies-doc/spread.ts"

/** Where the pictures are. */
export const folder = join(root, "docs", "strategies", "img")

const counted = join(root, "scripts", "strategies-doc", "copies.json")

/** Every strategy by its name, each option at its default; without the names that only say which of two one means. */
export const strategies = (): ReadonlyMap<string, Strategy.Any> => {
  const made = [...registry.strategy].flatMap(([name, part]): ReadonlyArray<readonly [string, Strategy.Any]> => {
    try {
      return [[name, part.make({})]]
    } catch (error) {
      if (error instanceof InvalidOptions) return []
      throw error
    }
  })
  return new Map(made)
}

const all = strategies()

/** The names of the strategies that are drawn. */
export const names: ReadonlyArray<string> = [...all.keys()]

/** The picture of a strategy. Throws on a name that is none. */
export const picture = (name: string): string => {
  const strategy = all.get(name)
  if (strategy === undefined) throw new Error(`there is no strategy ${name}; there are ${names.join(", ")}`)
  return draw(name, planes.map((plane) => sceneOf(strategy, plane)))
}

/** How many copies each strategy picks (`strategies-doc/spread.ts`), as it was last counted; no entry for those that cannot be asked. */
export const readCopies = (): ReadonlyMap<string, number> =>
  new Map(Object.entries(JSON.parse(readFileSync(counted, "utf8")) as { readonly [name: string]: number }))

const countCopies = (wanted: ReadonlyArray<string>): void => {
  const known = existsSync(counted) ? readCopies() : new Map<string, number>()
  const entries = names.flatMap((name) => {
    const count = wanted.includes(name) ? copiesPicked(all.get(name)!) : known.get(name)
    return count === undefined ? [] : [`  ${JSON.stringify(name)}: ${count}`]
  })
  writeFileSync(counted, `{\n${entries.join(",\n")}\n}\n`)
}

const write = (wanted: ReadonlyArray<string>): void => {
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (!names.includes(file.replace(/\.svg$/, ""))) rmSync(join(folder, file))
  for (const name of wanted) writeFileSync(join(folder, `${name}.svg`), picture(name))
  countCopies(wanted)
  console.log(`${wanted.length} pictures in docs/strategies/img`)
}

if (import.meta.main) write(process.argv.length > 2 ? process.argv.slice(2) : names)
