import { assert, describe, it } from "@effect/vitest"
import { experimentOf } from "../../test/experiment.ts"
import { analysis, items } from "../../test/made.ts"
import { reproduce } from "./reproduce.ts"

const all = analysis()
const made = { version: "1.2.3", command: "marginalia report 'a b'" }

describe("reproduce", () => {
  it("has the command, the settings, the facts, and the digest of every journal", () => {
    const { text } = reproduce(all, made)
    assert.include(text, "marginalia report &#39;a b&#39;")
    assert.include(text, "The journals were given one by one.")
    assert.include(text, "by hand")
    assert.strictEqual(text.match(/<code>digest of/g)!.length, 12)
  })

  it("has the command that began the experiment, where it says it, and every version that runs name", () => {
    const experiment = experimentOf({ strategies: ["random"], seeds: 1, rounds: 1, budget: 1, pools: { spots: items } })
    const [first, ...others] = all.loaded.runs
    const old = { ...first!, config: { ...first!.config, facts: { versions: { effect: "4.0.0", core: "0.1.0" } } } }
    const newer = others.map((run) => ({ ...run, config: { ...run.config, facts: { versions: { effect: "4.1.0" } } } }))
    const loaded = { ...all.loaded, experiment: { ...experiment, command: "marginalia run x" }, runs: [old, ...newer] }
    const { text } = reproduce({ ...all, loaded }, made)
    assert.include(
      text,
      "<p>It was begun by this, but for the folder where one was named:</p>\n<pre tabindex=\"0\">marginalia run x</pre>"
    )
    assert.include(text, "<th scope=\"row\">effect</th><td>4.0.0</td><td>1</td>")
    assert.include(text, "<th scope=\"row\">effect</th><td>4.1.0</td><td>11</td>")
    assert.notInclude(reproduce({ ...all, loaded: { ...all.loaded, experiment } }, made).text, "begun by")
  })

  it("names the marginalia that ran the experiment, and its preset", () => {
    const experiment = experimentOf({ strategies: ["random"], seeds: 1, rounds: 1, budget: 1, pools: { spots: items } })
    const { text } = reproduce(
      { ...all, loaded: { ...all.loaded, experiment: { ...experiment, preset: "msal" } } },
      made
    )
    assert.include(text, "run by marginalia 0.2.0, from the preset <code>msal</code>.")
  })
})
