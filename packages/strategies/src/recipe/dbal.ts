import { InvalidOptions, Options, Part, type Strategy } from "@marginalia/core"

const refuse = (): Strategy.Any => {
  throw new InvalidOptions({
    part: "dbal",
    path: "",
    reason: {
      _tag: "Own",
      problem:
        "two methods go by this name; ask for mc-entropy (deep Bayesian active learning, Gal et al. 2017) or for " +
        "diverse-minibatch (diverse mini-batch active learning, Zhdanov 2019)",
      value: "dbal",
      expected: "mc-entropy or diverse-minibatch"
    }
  })
}

/** Not a strategy: the name alone is refused, since Gal et al. and Zhdanov both have it. */
export const dbal = Part.attach(refuse, {
  kind: "strategy",
  name: "dbal",
  summary: "refused: ask for mc-entropy or diverse-minibatch, which both go by this name",
  options: Options.none,
  scores: [],
  positional: [],
  make: refuse
})
