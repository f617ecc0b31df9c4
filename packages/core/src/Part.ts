/**
 * What the registry knows of a part: enough to build it from text, to document it, and to print it back.
 */
import type * as Schema from "effect/Schema"
import type { Column } from "./Columns.ts"
import { mention } from "./declareColumn.ts"
import { InvalidOptions } from "./Errors.ts"
import * as Options from "./Options.ts"
import * as Spec from "./Spec.ts"

/** What a part is. */
export type Kind = "stage" | "score" | "select" | "strategy"

/**
 * A part as data. `scores` names the options that take a score, in the order in which they are written; `positional`
 * the options that may be written without their names. `make` takes every option by name, and throws {@link
 * InvalidOptions}.
 */
export interface Part<out A = unknown> {
  /** What it makes. */
  readonly kind: Kind
  /** Its name in a text. */
  readonly name: string
  /** What it does, in a sentence or less: for help and docs. */
  readonly summary: string
  /** The Schema of its options; every one has a default. */
  readonly options: Options.Options
  readonly scores: ReadonlyArray<string>
  /** The option that takes a list of strategies: they are written before the others, without its name. */
  readonly strategies?: string
  readonly positional: ReadonlyArray<string>
  readonly make: (options: { readonly [option: string]: unknown }) => A
  /** Where it comes from: paper and equation. */
  readonly source?: string
}

/** A function that makes parts, with the part's description on it as `part`: what a registry takes. */
export type Maker<F, A> = F & { readonly part: Part<A> }

/** Puts a `part`'s description on a function `f` that makes parts, so that a registry can take it. */
export const attach = <F extends object, A>(f: F, part: Part<A>): Maker<F, A> => Object.assign(f, { part })

/** How a part's specs are printed. */
export const layoutOf = (part: Pick<Part, "options" | "positional">): Spec.Layout => ({
  positional: part.positional,
  defaults: Options.defaults(part.options)
})

/** The spec of a part with all its options resolved. */
export const spec = (
  part: Pick<Part, "name" | "options" | "positional">,
  options: { readonly [option: string]: unknown }
): Spec.Spec => Spec.make(part.name, options, layoutOf(part))

/** Refuses a `part` that was written without the score it takes, the option `path`. Throws {@link InvalidOptions}. */
export const missingScore = (part: string, path: string): never => {
  throw new InvalidOptions({ part, path, reason: { _tag: "NoScore" } })
}

/** What the definitions of stages, scores and selectors have in common. */
export interface Definition<F extends Options.Fields, N extends Column> {
  /** Its name in a text: small letters, digits and hyphens. */
  readonly name: string
  /** What it does, in a sentence or less: for help and docs. */
  readonly summary: string
  /** Where it comes from: paper and equation. */
  readonly source?: string
  /** A Schema whose fields all have defaults. */
  readonly options: Schema.Struct<F>
  /** The options that may be written without their names. */
  readonly positional?: ReadonlyArray<string>
  /** The columns it needs; a function where an option decides. */
  readonly needs: ReadonlyArray<N> | ((options: Schema.Struct<F>["Type"]) => ReadonlyArray<N>)
  /** Those of them that it takes from their files too (`frame.tiled`), where they stay there; a function where an option decides. Default none. */
  readonly tiles?: ReadonlyArray<N> | ((options: Schema.Struct<F>["Type"]) => ReadonlyArray<N>)
}

/**
 * A maker of parts of a `kind` from a `definition`: it decodes the options, says what it needs, prints itself, and can
 * be read from text.
 *
 * `make` builds the part from that; `adds` are the columns that it adds (default none). `Score.define`, `Stage.define`
 * and `Select.define` are made of this. The maker throws `InvalidOptions` on options that the definition does not have.
 */
export const defined = <F extends Options.Fields, N extends Column, A>(
  kind: Exclude<Kind, "strategy">,
  definition: Definition<F, N>,
  make: (
    spec: Spec.Spec,
    needs: ReadonlyArray<N>,
    options: Schema.Struct<F>["Type"],
    tiles: ReadonlyArray<N> | undefined
  ) => A,
  adds: ReadonlyArray<Column> = []
): Maker<(options?: Schema.Struct<F>["Encoded"]) => A, A> => {
  const { name, needs, positional = [], summary, source, tiles } = definition
  const options = definition.options
  mention([...typeof needs === "function" ? [] : needs, ...adds])
  const build = (input: object = {}): A => {
    const decoded = Options.decode(name, options, input as { [option: string]: unknown })
    const typed = decoded as Schema.Struct<F>["Type"]
    const own = typeof needs === "function" ? needs(typed) : needs
    return make(
      spec({ name, options, positional }, decoded),
      own,
      typed,
      typeof tiles === "function" ? tiles(typed) : tiles
    )
  }
  return attach(build, {
    kind,
    name,
    summary,
    options,
    scores: [],
    positional,
    make: build,
    ...(source === undefined ? {} : { source })
  })
}

/** What {@link over} takes: a {@link Definition} whose `needs` are those beside the score's; default none. */
export interface OverDefinition<F extends Options.Fields, M extends Column> extends Omit<Definition<F, M>, "needs"> {
  /** The columns it needs beside those of the score; a function where an option decides. Default none. */
  readonly needs?: Definition<F, M>["needs"]
}

/** As much of a score as a part over it has to know. */
interface Scored {
  readonly spec: Spec.Spec
  readonly needs: ReadonlyArray<Column>
  readonly tiles?: ReadonlyArray<Column> | undefined
}

/** The columns that some parts take from their files: each that needs one takes it from there too. */
export const tilesOf = (
  parts: ReadonlyArray<{
    readonly needs: ReadonlyArray<Column>
    readonly tiles?: ReadonlyArray<Column> | undefined
  }>
): ReadonlyArray<Column> =>
  [...new Set(parts.flatMap(({ tiles = [] }) => tiles))]
    .filter((column) => parts.every(({ needs, tiles = [] }) => !needs.includes(column) || tiles.includes(column)))

/** A part over a score, on the way: `read` decodes its options, `attach` makes a function that builds it readable from text. */
export interface Over<F extends Options.Fields, M extends Column> {
  /**
   * How the part over this `score` is written, all its needs, and its options. Needs are typed as those that the part itself
   * names; those of the score come with its type.
   */
  readonly read: (score: Scored, input?: Schema.Struct<F>["Encoded"]) => {
    readonly spec: Spec.Spec
    readonly needs: ReadonlyArray<M>
    readonly options: Schema.Struct<F>["Type"]
    /** The columns that the score and the part, where they need them, take from their files too. */
    readonly tiles: ReadonlyArray<Column>
  }
  readonly attach: <G extends object, S extends Scored, A>(
    f: G,
    make: (score: S, options: Schema.Struct<F>["Encoded"]) => A
  ) => Maker<G, A>
}

/**
 * What parts of a `kind` that take a score and options have in common, from a `definition`: `Score.defineOver`,
 * `Stage.defineOver` and `Select.defineOver` are made of this. The score is the first of a text's values, or has the name
 * `score`; one that is missing throws `InvalidOptions`. `adds` are the columns that the part adds (default none).
 */
export const over = <F extends Options.Fields, M extends Column>(
  kind: Exclude<Kind, "strategy">,
  definition: OverDefinition<F, M>,
  adds: ReadonlyArray<Column> = []
): Over<F, M> => {
  const { name, needs = [], options, positional = [], source, summary } = definition
  const shape = { name, options, positional: ["score", ...positional] }
  mention([...typeof needs === "function" ? [] : needs, ...adds])
  return {
    read: (score, input) => {
      const decoded = Options.decode(name, options as Options.Options, input as object | undefined),
        typed = decoded as Schema.Struct<F>["Type"]
      const own: ReadonlyArray<Column> = typeof needs === "function" ? needs(typed) : needs
      const ownTiles: ReadonlyArray<Column> = typeof definition.tiles === "function"
        ? definition.tiles(typed)
        : definition.tiles ?? []
      const all = new Set([...score.needs, ...own]), tiles = tilesOf([score, { needs: own, tiles: ownTiles }])
      return {
        spec: spec(shape, { score: score.spec, ...decoded }),
        needs: [...all] as Array<M>,
        options: typed,
        tiles
      }
    },
    attach: <G extends object, S extends Scored, A>(
      f: G,
      make: (score: S, options: Schema.Struct<F>["Encoded"]) => A
    ) =>
      attach(f, {
        kind,
        summary,
        scores: ["score"],
        ...shape,
        make: ({ score, ...rest }): A =>
          score === undefined ? missingScore(name, "score") : make(score as S, rest as Schema.Struct<F>["Encoded"]),
        ...(source === undefined ? {} : { source })
      })
  }
}
