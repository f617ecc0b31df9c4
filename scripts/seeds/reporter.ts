/** vitest's reporter that enters each test file into the ledger as it ends. */
import { relative } from "node:path"
import type { Reporter, TestCase, TestModule } from "vitest/node"
import { root } from "../sources.ts"
import { enter, LEDGER } from "./ledger.ts"
import type { TestReport, Tried } from "./report.ts"

const textOf = (errors: ReadonlyArray<{ readonly message: string }> | undefined): string =>
  (errors ?? []).map(({ message }) => message).join("\n")

const readTest = (test: TestCase): TestReport => {
  const { errors, state } = test.result()
  return {
    title: test.fullName.replaceAll(" > ", " "),
    state: state === "pending" ? "failed" : state,
    tried: test.meta() as Tried,
    message: state === "pending" ? "it did not end" : textOf(errors)
  }
}

/** Writes to the file that the environment names. */
// oxlint-disable-next-line import/no-default-export -- vitest wants it so
export default class LedgerReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const path = process.env[LEDGER]
    if (path === undefined) return
    const tests = [...module.children.allTests()].map(readTest)
    const message = textOf(module.errors())
    enter(path, {
      file: relative(root, module.moduleId).replaceAll("\\", "/"),
      message: message === "" && tests.length === 0 ? "it has no tests" : message,
      seconds: module.diagnostic().duration / 1000,
      tests
    })
  }
}
