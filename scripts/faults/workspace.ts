/**
 * A copy of the workspace to break: tracked and untracked files, with links to what is installed.
 */
import { execFileSync } from "node:child_process"
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join, relative } from "node:path"

const listed = (root: string): ReadonlyArray<string> =>
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root })
    .toString()
    .split("\0")
    .filter((path) => path !== "" && existsSync(join(root, path)) && lstatSync(join(root, path)).isFile())

/** Where an installed package really is: in the copy, if it is one of the workspace's own. */
const target = (root: string, copy: string, link: string): string => {
  const real = realpathSync(link)
  const inside = relative(root, real)
  return inside.startsWith("packages/") && !inside.includes("node_modules") ? join(copy, inside) : real
}

const linkInstalled = (root: string, copy: string, folder: string): void => {
  mkdirSync(join(copy, folder), { recursive: true })
  for (const name of readdirSync(join(root, folder))) {
    if (name.startsWith("@")) linkInstalled(root, copy, join(folder, name))
    else if (!name.startsWith(".")) symlinkSync(target(root, copy, join(root, folder, name)), join(copy, folder, name))
  }
}

const installs = (root: string): ReadonlyArray<string> =>
  ["node_modules", ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/node_modules`)]
    .filter((folder) => existsSync(join(root, folder)))

/** Makes the copy, in a new folder for temporary files; the caller removes it. */
export const copyOf = (root: string): string => {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "faults-")))
  const paths = listed(root)
  for (const folder of new Set(paths.map((path) => dirname(path)))) mkdirSync(join(copy, folder), { recursive: true })
  for (const path of paths) copyFileSync(join(root, path), join(copy, path))
  for (const folder of installs(root)) linkInstalled(root, copy, folder)
  return copy
}

/** Removes a copy; what it links to stays. */
export const remove = (copy: string): void => rmSync(copy, { recursive: true, force: true })
