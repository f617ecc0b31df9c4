/** The command under its own name: nothing else is installed, and photos are read. */
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { plain, png } from "../../packages/datasets/test/pictures.ts"
import type { Check } from "../checks.ts"
import { type Packed, runProgram } from "../pack.ts"
import * as Project from "./project.ts"

const write = async (photos: string): Promise<void> => {
  mkdirSync(photos)
  for (let i = 0; i < 6; i++) writeFileSync(join(photos, `${i}.png`), await png(plain(40 * i, 8, 8)))
}

/** `npx marginalia`, below `folder`. */
export const alone = (
  folder: string,
  packed: ReadonlyArray<Packed>,
  needs: Project.Needs
): ReadonlyArray<Check> => {
  const project = join(folder, "marginalia-project")
  const marginalia = (...args: ReadonlyArray<string>) =>
    runProgram("npx", ["--no-install", "marginalia", ...args], project)
  return [
    { name: "marginalia: installs", run: () => (Project.create(project, packed, needs), []) },
    {
      name: "marginalia: npx marginalia strategies",
      run: () => marginalia("strategies").includes("supclust") ? [] : ["there is no supclust in what it prints"]
    },
    {
      name: "marginalia: npx marginalia embed of photos",
      run: async () => {
        await write(join(project, "photos"))
        marginalia("embed", "photos", "--encoder", "pca(2)", "--out", "photos.npy")
        return existsSync(join(project, "photos.npy")) ? [] : ["there is no photos.npy"]
      }
    }
  ]
}
