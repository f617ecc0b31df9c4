/**
 * What `--network` and `--head` say.
 */
import { type InvalidOptions, Options, Suggest } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { Head, Linear, Mlp, type Network, network, Resnet } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { type Call, readCall } from "../call.ts"

/** The networks by the names that `--network` takes. */
const kinds = {
  linear: { kind: "linear", fields: Linear.fields },
  mlp: { kind: "mlp", fields: Mlp.fields },
  resnet18: { kind: "resnet", depth: 18, fields: Resnet.fields },
  resnet34: { kind: "resnet", depth: 34, fields: Resnet.fields }
} as const

type Name = keyof typeof kinds

const isName = (name: string): name is Name => Object.hasOwn(kinds, name)

/** Given by the name, by values without a name, or by `--head`. */
const elsewhere = new Set(["kind", "depth", "head", "hidden"])

/** The options that stand as `name=value` in the parentheses. */
const optionsOf = (name: Name): Options.Options =>
  Schema.Struct(
    Object.fromEntries(Object.entries(kinds[name].fields).filter(([key]) => !elsewhere.has(key)))
  ) as unknown as Options.Options

const decode = (what: string, schema: Options.Options, input: { readonly [key: string]: unknown }) =>
  Effect.try({ try: () => Options.decode(what, schema, input), catch: (error) => error as InvalidOptions })

/** The widths of an MLP's hidden layers; nothing for other networks. */
const hiddenOf = (
  { name, positional }: Call
): Effect.Effect<{ readonly hidden?: ReadonlyArray<number> }, UsageProblem> => {
  const wrong = positional.find((value) => name !== "mlp" || !Number.isInteger(value) || (value as number) < 1)
  if (wrong === undefined) {
    return Effect.succeed(positional.length === 0 ? {} : { hidden: positional as ReadonlyArray<number> })
  }
  const text = typeof wrong === "object" ? `${wrong.name}(…)` : String(wrong)
  const hint = name === "mlp" ? "its values are the widths of its hidden layers: mlp(256, 128)" : "write name=value"
  return Effect.fail(new UsageProblem({ problem: `--network ${name} does not take "${text}"`, hint }))
}

const readHead = Effect.fnUntraced(function*(text: string) {
  const { name, named, positional } = yield* readCall("head", text)
  const [radius, ...more] = positional
  if (name === "learned" && positional.length === 0 && named.size === 0) return { kind: "learned" } as const
  if (name === "max-separation" && more.length === 0) {
    const [, { fields: { radius: field } }] = Head.members
    const schema = Schema.Struct({ radius: field }) as unknown as Options.Options
    const given = { ...Object.fromEntries(named), ...(radius !== undefined && { radius }) }
    return { kind: "max-separation", ...(yield* decode(name, schema, given)) } as Head
  }
  const hint = "use learned, max-separation or max-separation(0.1)"
  return yield* new UsageProblem({ problem: `there is no head "${text}"`, hint })
})

/**
 * The network of `--network` with the head of `--head`: `linear`, `mlp(256, 128)`, `resnet18(width=16, stem=3x3-pool)`.
 * Fails with `UsageProblem`, and with `InvalidOptions` for options that it does not have.
 */
export const readNetwork = Effect.fn("readNetwork")(function*(text: string, headText: string) {
  const call = yield* readCall("network", text)
  const { name } = call
  if (!isName(name)) {
    const hint = `use ${Object.keys(kinds).join(", ")}.${Suggest.hint(name, Object.keys(kinds))}`
    return yield* new UsageProblem({
      problem: `there is no network "${name}"`,
      hint,
      ...Suggest.fault(name, Object.keys(kinds))
    })
  }
  const hidden = yield* hiddenOf(call)
  const options = yield* decode(name, optionsOf(name), Object.fromEntries(call.named))
  const { fields: _, ...kind } = kinds[name]
  const head = yield* readHead(headText)
  return network({ ...kind, ...hidden, ...options, head } as Parameters<typeof network>[0]) satisfies Network
})
