/** The command under its own name: nothing else is installed, and photos are read. */
import { type ChildProcess, spawn } from "node:child_process"
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

/** The link that is printed, once it is. */
const linkOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let printed = "", said = ""
    child.stderr?.on("data", (data) => said += data)
    child.stdout?.on("data", (data) => {
      printed += data
      if (printed.includes("\n")) resolve(printed.trim())
    })
    child.once("exit", (code) => reject(new Error(`it ended with ${code}: ${said}`)))
  })

/** What is wrong with the page of the installed command. */
const labels = async (project: string): Promise<ReadonlyArray<string>> => {
  const bin = join(project, "node_modules/marginalia/bin/marginalia.mjs")
  const child = spawn(process.execPath, [bin, "label", "--demo", "--no-open"], { cwd: project })
  try {
    const link = await linkOf(child), ended = new Promise((resolve) => child.once("exit", resolve))
    const stranger = await fetch(new URL("/", link)), guest = await fetch(link, { redirect: "manual" })
    const cookie = guest.headers.get("set-cookie")?.split(";")[0] ?? ""
    const page = await fetch(new URL("/", link), { headers: { cookie } }).then((response) => response.text())
    child.kill("SIGINT")
    const found = [stranger.status, guest.status, page.includes("Marginalia"), await ended]
    return found.join() === "401,303,true,0" ? [] : [`it answered ${found.join()}`]
  } finally {
    child.kill("SIGKILL")
  }
}

/** What is wrong with the playground of the installed command: its page, its worker, the pool. */
const plays = async (project: string): Promise<ReadonlyArray<string>> => {
  const bin = join(project, "node_modules/marginalia/bin/marginalia.mjs")
  writeFileSync(join(project, "few.csv"), "id,x,y\na,0,1\nb,1,0\nc,5,5\n")
  const child = spawn(process.execPath, [bin, "playground", "few.csv", "--no-open"], { cwd: project })
  try {
    const link = await linkOf(child), guest = await fetch(link, { redirect: "manual" })
    const cookie = guest.headers.get("set-cookie")?.split(";")[0] ?? ""
    const get = (path: string) =>
      fetch(new URL(path, link), { headers: { cookie } }).then((response) => response.text())
    const { ids } = JSON.parse(await get("/pool.json")) as { readonly ids: ReadonlyArray<string> }
    const [page, worker] = [await get("/app/page.js"), await get("/app/worker.js")]
    const found = [ids.join(""), page.includes("Worker"), worker.includes("typiclust")]
    return found.join() === "abc,true,true" ? [] : [`it answered ${found.join()}`]
  } finally {
    child.kill("SIGKILL")
  }
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
    { name: "marginalia: npx marginalia playground", run: () => plays(project) },
    {
      name: "marginalia: npx marginalia embed of photos",
      run: async () => {
        await write(join(project, "photos"))
        marginalia("embed", "photos", "--encoder", "pca(2)", "--out", "photos.npy")
        return existsSync(join(project, "photos.npy")) ? [] : ["there is no photos.npy"]
      }
    },
    { name: "marginalia: npx marginalia label serves a page, and ends well", run: () => labels(project) }
  ]
}
