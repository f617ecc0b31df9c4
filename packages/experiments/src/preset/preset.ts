/**
 * What a preset is: the settings of a paper, as an experiment file would say them.
 */

/** A part of an experiment file, as YAML would be read. */
export type Words = { readonly [key: string]: unknown }

/** One way of learning, where a paper has several: `ssl`, `fsl`. */
export interface Framework {
  /** What the names of data sets are followed by. */
  readonly label: string
  readonly words: Words
}

/** See the module. Settings of a data set go before those of its framework, and these before those for all. */
export interface Preset {
  readonly name: string
  readonly title: string
  readonly paper: string
  readonly words: Words
  readonly frameworks: { readonly [name: string]: Framework }
  /** By the name of a data set, or `data set/framework`. */
  readonly datasets: { readonly [name: string]: Words }
  /** What is run when nothing else is asked for; `name` where it is not the data set's. */
  readonly data: ReadonlyArray<{ readonly dataset: string; readonly name?: string; readonly words?: Words }>
  /** On a data set: β of MSAL-D, say, is not the same on all. */
  readonly strategies: (dataset: string) => ReadonlyArray<string | Words>
  readonly control: string
  /** What is read into the paper, or is not as it has it. */
  readonly remarks: ReadonlyArray<string>
}
