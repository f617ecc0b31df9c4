/**
 * Oracles by name: what `oracle:` of an experiment and a plugin speak of.
 */
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import * as Registry from "@marginalia/core/Registry"
import * as Schema from "effect/Schema"
import { defineAnnotator } from "../annotator/define.ts"
import { httpAnnotator, httpOptions } from "../annotator/http.ts"
import { openaiAnnotator, openaiOptions } from "../annotator/openai.ts"
import { oracles } from "./word.ts"

const Share = Schema.Finite.check(Schema.isGreaterThanOrEqualTo(0), Schema.isLessThanOrEqualTo(1))

const own = (name: "known" | "terminal", summary: string) =>
  Named.define(oracles, { name, summary, make: () => ({ kind: name }) })

/** The oracles of this library. Merge your own into it with `Registry.merge`. */
export const registry: Registry.Registry = Registry.make([
  own("known", "the data set's labels"),
  Named.define(oracles, {
    name: "noisy",
    summary: "an annotator who errs, the same way whenever an item is asked about",
    options: Schema.Struct({
      confusion: Options.required(
        Schema.Union([Share, Schema.Array(Schema.Array(Schema.Finite))]),
        "the share of wrong answers, or a row a true class: how likely each answer is"
      )
    }),
    positional: ["confusion"],
    make: ({ confusion }) => ({ kind: "noisy" as const, confusion })
  }),
  Named.define(oracles, {
    name: "costly",
    summary: "an annotator who takes more for some classes than for others",
    options: Schema.Struct({
      cost: Options.required(Schema.Array(Schema.Finite), "what a label of each class costs")
    }),
    rest: "cost",
    make: ({ cost }) => ({ kind: "costly" as const, cost })
  }),
  own("terminal", "you: each item is shown, and its class is asked for"),
  Named.define(oracles, {
    name: "files",
    summary: "any tool that reads round-0.ask.csv and writes round-0.labels.csv",
    options: Schema.Struct({ folder: Options.required(Options.Path, "the folder that both work in") }),
    positional: ["folder"],
    make: ({ folder }) => ({ kind: "files" as const, folder })
  }),
  defineAnnotator({
    name: "http",
    summary: "a service of your own: it is sent items as JSON, and answers with labels or probabilities",
    options: httpOptions,
    positional: ["url"],
    annotator: httpAnnotator
  }),
  defineAnnotator({
    name: "openai",
    summary:
      "a language or vision model behind an endpoint of the form /v1/chat/completions, hosted or on this machine",
    options: openaiOptions,
    positional: ["url", "model", "prompt"],
    annotator: openaiAnnotator
  })
])
