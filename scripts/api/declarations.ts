/** What the compiler says of the packages' sources: a declaration file each, comments and inferred types in it. */
import { execFile } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../sources.ts"

const config = {
  extends: "../../tsconfig.json",
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    noCheck: true,
    rootDir: "../..",
    outDir: "out"
  },
  include: ["../../packages/*/src/**/*.ts"],
  exclude: ["../../**/node_modules", "../../**/*.test.ts", "../../packages/*/src/**/fixtures"]
}

/** The text of a source file's declarations, by the source's path from the repository's root. */
export type Declarations = (file: string) => string

/** Runs the compiler. What it has to say of types is told by `check:types`; here only nothing written is a failure. */
const tsc = (folder: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const program = [join(root, "node_modules/typescript/bin/tsc"), "-p", folder, "--singleThreaded"]
    execFile(process.execPath, program, { cwd: root, encoding: "utf8" }, (error, stdout) => {
      if (error === null || existsSync(join(folder, "out"))) resolve()
      else reject(new Error(`the declarations cannot be written: ${stdout}`))
    })
  })

/** Writes the declarations of all packages into a folder of its own, lets `use` read them, and removes the folder. */
export const withDeclarations = async <A>(use: (declarations: Declarations) => A): Promise<A> => {
  mkdirSync(join(root, "tmp"), { recursive: true })
  const folder = mkdtempSync(join(root, "tmp", "api-"))
  try {
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config))
    await tsc(folder)
    return use((file) => readFileSync(join(folder, "out", file.replace(/\.ts$/, ".d.ts")), "utf8"))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
