/**
 * Are the packages fit to be published? Builds and packs each, and looks at what would reach a registry.
 *
 * `node scripts/pack-check.ts [package …]`; ends with `N passed, N failed`.
 */
import { readFileSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { after, type Check, runChecks } from "./checks.ts"
import { asked, manifestIn, packAll, type Packed, root, temporary, tool } from "./pack.ts"
import { exportsNothing, filesIn, tarballProblems } from "./tarball.ts"

const runPublint = async ({ tarball }: Packed): Promise<ReadonlyArray<string>> => {
  const bytes = readFileSync(tarball)
  const archive = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
  const { messages, pkg } = await publint({ pack: { tarball: archive }, strict: true })
  return messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
}

const runAttw = ({ folder, tarball }: Packed): ReadonlyArray<string> => {
  if (exportsNothing(manifestIn(folder))) return []
  tool("@arethetypeswrong/cli/dist/index.js", [tarball, "--profile", "esm-only", "--no-color", "--format", "ascii"])
  return []
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(2)} MB`

/** How large a package is: what is fetched, and what lies on the disk then, dependencies apart. */
const say = ({ folder, name, tarball }: Packed): ReadonlyArray<string> => {
  const unpacked = filesIn(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  console.log(`       ${name}: ${megabytes(statSync(tarball).size)} packed, ${megabytes(unpacked)} unpacked`)
  return []
}

const checksOf = (packed: Packed): ReadonlyArray<Check> => [
  { name: `${packed.name}: its size is told`, run: () => say(packed) },
  { name: `${packed.name}: publint`, run: () => runPublint(packed) },
  { name: `${packed.name}: are the types wrong`, run: () => runAttw(packed) },
  {
    name: `${packed.name}: files, entry points, manifest`,
    run: () => tarballProblems(packed, manifestIn(join(root, "packages", packed.name)), manifestIn(packed.folder))
  }
]

const folder = temporary("pack")
try {
  const pack = () => packAll(folder, asked())
  await runChecks(after("build and pack", pack, (packed) => packed.flatMap(checksOf)))
} finally {
  rmSync(folder, { recursive: true })
}
