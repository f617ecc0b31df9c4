/** Are the published types more than `any`? A program that the compiler rejects where one is. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { runProgram } from "../pack.ts"

const lister = `
const isNamespace = (value) => typeof value === "object" && value !== null && value[Symbol.toStringTag] === "Module"
const namesOf = (module, path) => Object.entries(module).flatMap(([name, value]) =>
  [[...path, name], ...(isNamespace(value) ? namesOf(value, [...path, name]) : [])])
const entries = JSON.parse(process.argv[2])
const all = await Promise.all(entries.map(async (entry) => namesOf(await import(entry), [])))
console.log(JSON.stringify(all))
`

/** Every exported name of the entry points, namespaces' members included, as paths. */
const namesOf = (
  folder: string,
  entries: ReadonlyArray<string>
): ReadonlyArray<ReadonlyArray<ReadonlyArray<string>>> => {
  const file = join(folder, "list.mjs")
  writeFileSync(file, lister)
  return JSON.parse(runProgram(process.execPath, [file, JSON.stringify(entries)], folder)) as Array<
    Array<Array<string>>
  >
}

/** Writes `any.ts` into the project: it does not compile when an export is `any`. Returns how many it looks at. */
export const writeProgram = (folder: string, entries: ReadonlyArray<string>): number => {
  const names = namesOf(folder, entries)
  const imports = entries.map((entry, i) => `import * as M${i} from "${entry}"`)
  const checks = names.flatMap((paths, i) => paths.map((path) => `notAny<typeof M${i}.${path.join(".")}>(false)`))
  const helper = "declare const notAny: <T>(isAny: 0 extends (1 & T) ? true : false) => void"
  writeFileSync(join(folder, "any.ts"), [...imports, helper, ...checks, ""].join("\n"))
  return checks.length
}
