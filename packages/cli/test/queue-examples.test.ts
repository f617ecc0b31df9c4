import { assert, describe, it } from "@effect/vitest"
import { readYaml } from "@marginalia/experiments/file/yaml"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { cli } from "./cli.ts"

const folder = fileURLToPath(new URL("../../distributed/examples/", import.meta.url))
const textOf = (name: string): string => readFileSync(`${folder}${name}`, "utf8")

interface Job {
  readonly kind: string
  readonly spec: {
    readonly completions: number
    readonly template: {
      readonly spec: {
        readonly restartPolicy: string
        readonly containers: ReadonlyArray<{
          readonly command: ReadonlyArray<string>
          readonly volumeMounts: ReadonlyArray<{ readonly name: string; readonly mountPath: string }>
        }>
        readonly volumes: ReadonlyArray<{ readonly name: string }>
      }
    }
  }
}

/** The words of a line that a shell would read, after `marginalia`. */
const wordsAfter = (line: string): ReadonlyArray<string> =>
  line.slice(line.indexOf("marginalia worker") + "marginalia ".length).replace(/ &$/, "").split(/\s+/).map((word) =>
    word.replaceAll("\"", "").replace("$HOME", "/nowhere")
  )

const lineOf = (name: string): string =>
  textOf(name).split("\n").find((line) => /^(?!#).*marginalia worker/.test(line))!

const job = (): Job => {
  const { errors, value } = readYaml(textOf("marginalia-workers.yaml"))
  assert.deepStrictEqual(errors, [])
  return value as Job
}

const commands: ReadonlyArray<readonly [name: string, words: () => ReadonlyArray<string>]> = [
  ["marginalia-worker.service", () => wordsAfter(lineOf("marginalia-worker.service"))],
  ["marginalia-workers.slurm", () => wordsAfter(lineOf("marginalia-workers.slurm"))],
  ["marginalia-workers.yaml", () => job().spec.template.spec.containers[0]!.command.slice(1)]
]

describe("the examples of workers", () => {
  it("are all looked at", () => {
    assert.deepStrictEqual(readdirSync(folder).toSorted(), commands.map(([name]) => name).toSorted())
  })

  it.effect.each(commands)(
    "%s has a command that the command line takes, and no password in it",
    ([, wordsOf]) =>
      Effect.gen(function*() {
        const words = wordsOf().map((word) => word.replace(/^\/(data|srv)\b/, "/nowhere/$1"))
        assert.strictEqual(words[0], "worker")
        assert.include(words, "--queue")
        assert.match(words[words.indexOf("--queue") + 1]!, /^postgres:\/\/\w+@[\w.]+:\d+\/\w+$/)
        // Its flags are right where the next thing that is wrong is the folder of the data.
        const { code, stderr } = yield* cli(words)
        assert.deepStrictEqual([code, /\/nowhere.*no such file or folder/.test(stderr)], [2, true], stderr)
      })
  )

  it("are a script that bash reads, a unit that is told to end alone, a job whose volumes are there", () => {
    execFileSync("bash", ["-n", `${folder}marginalia-workers.slurm`])
    const unit = new Map(
      textOf("marginalia-worker.service").split("\n").filter((line) => /^[A-Z]\w*=/.test(line)).map((line) =>
        line.split(/=(.*)/s) as unknown as readonly [string, string]
      )
    )
    assert.deepStrictEqual([unit.get("KillMode"), unit.get("Restart")], ["mixed", "always"])
    assert.match(unit.get("EnvironmentFile")!, /^\//)
    const { kind, spec: { template: { spec } } } = job()
    assert.strictEqual(kind, "Job")
    assert.deepStrictEqual(
      spec.containers[0]!.volumeMounts.map(({ name }) => name),
      spec.volumes.map(({ name }) => name)
    )
  })
})
