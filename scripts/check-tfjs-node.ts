/**
 * `npm run check:tfjs-node [FOLDER]`: builds the addon of `@tensorflow/tfjs-node` from the package's own sources against the C
 * library that PyPI's `tensorflow-cpu` holds, runs the tests of its backend on it, and measures it beside wasm.
 *
 * The package's own install fetches that library from a host that closed networks refuse. Takes Linux on x86-64, Python with pip,
 * g++, nm, 0.9 GB and some minutes; FOLDER (a new one by default) keeps what was built.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../", import.meta.url))
const folder = resolve(process.argv[2] ?? join(tmpdir(), "marginalia-tfjs-node"))
/** The last whose library the addon's sources are written for. */
const TENSORFLOW = "tensorflow-cpu==2.9.3"
const PACKAGES = ["@tensorflow/tfjs-node@4.22.0", "node-api-headers@1.9.0"]

const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "1" }

const run = (command: string, args: ReadonlyArray<string>, cwd = folder): void => {
  console.log(`$ ${command} ${args.join(" ")}`)
  const { error, status } = spawnSync(command, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] })
  if (error !== undefined || status !== 0) {
    console.error(`${command} failed: ${error?.message ?? `exit code ${status}`}`)
    process.exit(1)
  }
}

const wheel = join(folder, "wheel"), library = join(wheel, "tensorflow/python")
const app = join(folder, "node_modules/@tensorflow/tfjs-node"), addon = join(app, "lib/napi-v8")

/** Unpacks TensorFlow: a wheel for any Python will do, since none of Python is used. */
const fetchLibrary = (): void => {
  if (existsSync(library)) return
  const platforms = ["manylinux_2_17_x86_64", "manylinux2014_x86_64"].flatMap((name) => ["--platform", name])
  const which = ["--no-deps", "--only-binary=:all:", "--python-version", "3.10", ...platforms, "-d", folder]
  run("python3", ["-m", "pip", "download", "--quiet", ...which, TENSORFLOW])
  const file = readdirSync(folder).find((name) => name.endsWith(".whl"))!
  mkdirSync(wheel, { recursive: true })
  run("python3", ["-m", "zipfile", "-e", file, wheel])
  rmSync(join(folder, file))
}

/** A library in which Python's names stand for nothing: TensorFlow's asks for them when it is loaded, and calls none of them here. */
const standIn = (): void => {
  const told = spawnSync("nm", ["-D", "--undefined-only", join(library, "_pywrap_tensorflow_internal.so")], {
    encoding: "utf8",
    maxBuffer: 2 ** 28
  })
  const names = told.stdout.split("\n").map((line) => line.trim().split(/\s+/)[1]?.replace(/@.*/, ""))
  const python = [...new Set(names.filter((name) => name !== undefined && /^_?Py/.test(name)))]
  writeFileSync(join(folder, "python.c"), python.map((name) => `char ${name}[512];\n`).join(""))
  run("g++", ["-x", "c", "-shared", "-fPIC", "python.c", "-o", join(library, "libpython-names.so")])
}

const build = (): void => {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "tfjs-node-here", private: true, type: "module" }))
  run("npm", ["install", "--silent", "--ignore-scripts", ...PACKAGES])
  mkdirSync(addon, { recursive: true })
  const sources = readdirSync(join(app, "binding")).filter((name) => name.endsWith(".cc"))
  const places = [library, join(wheel, "tensorflow"), join(wheel, "tensorflow_cpu.libs")]
  const headers = [join(folder, "node_modules/node-api-headers/include"), join(wheel, "tensorflow/include")]
  run("g++", [
    "-O2",
    "-std=c++17",
    "-shared",
    "-fPIC",
    "-DNAPI_VERSION=8",
    "-D_GLIBCXX_USE_CXX11_ABI=0",
    ...headers.flatMap((path) => ["-I", path]),
    ...sources.map((name) => join(app, "binding", name)),
    "-o",
    join(addon, "tfjs_binding.node"),
    "-Wl,--no-as-needed",
    "-Wl,--allow-shlib-undefined",
    ...places.flatMap((place) => ["-L", place, `-Wl,-rpath,${place}`]),
    "-lpython-names",
    "-l:_pywrap_tensorflow_internal.so",
    "-l:libtensorflow_framework.so.2"
  ])
}

/** What is read of vitest's report. */
interface Report {
  readonly numPassedTests: number
  readonly numPendingTests: number
}

/** Lets the workspace find it for as long as the tests run. */
const test = (): void => {
  const scope = join(root, "node_modules/@tensorflow"), link = join(scope, "tfjs-node"), there = existsSync(scope)
  mkdirSync(scope, { recursive: true })
  rmSync(link, { recursive: true, force: true })
  symlinkSync(app, link)
  try {
    const report = join(folder, "tests.json")
    const vitest = join(root, "node_modules/vitest/vitest.mjs"), files = "packages/models/src/backend/tfjs-node.test.ts"
    const args = [vitest, "run", files, "--reporter=default", "--reporter=json", "--outputFile.json", report]
    run(process.execPath, args, root)
    const { numPassedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8")) as Report
    console.log(`${numPassedTests} passed, ${numPendingTests} skipped`)
    // Tests that were skipped would say nothing of the backend.
    if (numPassedTests === 0 || numPendingTests > 0) process.exitCode = 1
  } finally {
    rmSync(link, { force: true })
    if (!there) rmSync(scope, { recursive: true, force: true })
  }
}

if (process.platform !== "linux" || process.arch !== "x64") {
  console.log("not checked: PyPI's TensorFlow 2.9 with its C library is for Linux on x86-64")
  process.exit(0)
}
mkdirSync(folder, { recursive: true })
fetchLibrary()
standIn()
build()
test()
for (const backend of ["node", "wasm"]) run(process.execPath, [join(root, "bench/training.ts"), backend, "3x3", "3"])
console.log(`built in ${folder}: programs that are started there find it (--backend node)`)
