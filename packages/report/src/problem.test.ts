import * as Message from "@marginalia/core/Message"
import { assert, it } from "vitest"
import { ReportProblem } from "./problem.ts"

it("a report that cannot be made says why in words, with settings as code has them, and as data", () => {
  const problem = Message.text`a holds b; name another folder with ${Message.setting("out")}`
  const error = new ReportProblem({ problem, reason: "Occupied", path: "a", stranger: "b" })
  assert.deepInclude(error, { reason: "Occupied", path: "a", stranger: "b", exitCode: 1 })
  assert.strictEqual(error.message, "a holds b; name another folder with `out`")
  // @ts-expect-error what is in the folder is missing
  assert.isUndefined(new ReportProblem({ problem, reason: "Occupied", path: "a" }).stranger)
})
