/**
 * What a column of a table is by its name: compared without case, signs and spaces.
 */
/** What a column holds. `metadata`: what is known of an item beside what it is, such as when it was made. */
export type Role = "id" | "label" | "split" | "group" | "prediction" | "metadata" | "feature"

/** A name that is one word, as `x17` is: of hundreds of thousands of columns most are. */
const ONE_WORD = /^[a-z0-9]+$/

/** The words of a name, in lower case: `ReviewText_2` has three. */
export const words = (name: string): ReadonlyArray<string> =>
  ONE_WORD.test(name) ?
    [name] :
    name.normalize("NFKC").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2").replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
      .toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "")

const set = (text: string): ReadonlySet<string> => new Set(text.split(" "))

/** A whole name, without signs and spaces. */
const WHOLE: ReadonlyArray<readonly [Role, ReadonlySet<string>]> = [
  [
    "id",
    set(
      "id ids uid uuid guid key index idx row rowid rowno rownum rownumber item itemid image img filename file filepath " +
        "path url uri fname imagename imagepath imgpath name sample sampleid"
    )
  ],
  [
    "label",
    set(
      "label labels target targets class classes category categories species variety cluster outcome answer diagnosis gt ytrue"
    )
  ],
  ["split", set("split splits fold folds kfold subset partition istrain istraining isval isvalidation istest")],
  ["group", set("group groups groupid subject subjectid patient patientid session sessionid")],
  ["prediction", set("yhat ypred yprob yscore predictedlabel logit logits softmax")],
  [
    "metadata",
    set(
      "confidence width height imagewidth imageheight timestamp datetime date created createdat updated updatedat " +
        "filesize sampleweight annotator annotatorid reviewer leadtime"
    )
  ]
]

/** A word anywhere in a name, as in `true_label` or `isTestSplit`. */
const WORDS: ReadonlyArray<readonly [Role, ReadonlySet<string>]> = [
  ["prediction", set("pred preds predicted prediction predictions prob probs proba probability probabilities")],
  [
    "label",
    set(
      "label labels target targets class classes category categories species truth groundtruth annotation annotations"
    )
  ],
  ["split", set("split splits fold folds")]
]

/** `image_id`, `ImageID`, `id_x` are ids; `paid`, `grid` are not. */
const isIdName = (parts: ReadonlyArray<string>): boolean =>
  parts.at(-1) === "id" || parts.at(-1) === "uuid" || (parts[0] === "id" && parts.length < 3)

/** What pandas and Arrow write where an index had no name: `Unnamed: 0`, `level_0`, `__index_level_0__`. */
const INDEX = /^(?:unnamed\d+(?:level\d+)?|level\d+|indexlevel\d+|indexcolumn)$/

/** Lists that are never the vector of an item: what a tokenizer, a box, a mask is made of. */
const LISTS = set(
  "bbox bboxes boundingbox boundingboxes box boxes inputids attentionmask tokentypeids tokens tokenids specialtokensmask " +
    "tag tags keypoints segmentation segments polygon polygons mask masks shape size objects"
)

/** A list called `image` or `width` holds pixels or numbers, and no name of a file. */
const NEVER_LISTS: ReadonlySet<Role> = new Set(["id", "group", "metadata"])

/** What a column is by its name alone. */
export const roleOfName = (name: string, isList = false): Role => {
  const parts = words(name), whole = parts.join("")
  if (isList && LISTS.has(whole)) return "metadata"
  const found = WHOLE.find(([role, names]) => names.has(whole) && !(isList && NEVER_LISTS.has(role)))
  if (found !== undefined) return found[0]
  const word = WORDS.find(([, some]) => parts.some((part) => some.has(part)))
  if (word !== undefined) return word[0]
  return !isList && (INDEX.test(whole) || isIdName(parts)) ? "id" : "feature"
}

const ROW_NUMBERS = set("key index idx row rowid rowno rownum rownumber")

/** Whether a column of that name holds ids that items have elsewhere too, such as `image_id` or `file_name`, and no row numbers. */
export const namesItems = (name: string): boolean => {
  const whole = words(name).join("")
  return roleOfName(name) === "id" && !INDEX.test(whole) && !ROW_NUMBERS.has(whole)
}

/** Whether a name is this one, but for case, signs and spaces. */
export const isCalled = (name: string, wanted: string): boolean => words(name).join("") === wanted

/** Whether a name is, as a whole, one that only a header has: `id`, `Filename`, `label`; `id_3` may be an item's. */
export const isHeaderName = (name: string): boolean => {
  const whole = words(name).join("")
  return WHOLE.some(([, names]) => names.has(whole))
}

const ANNOTATOR = set(
  "annotator annotatorid annotatorname who worker workerid labeler labeller rater user username createdusername completedby"
)

/** Whether a column of that name says who gave a label. */
export const isAnnotator = (name: string): boolean => ANNOTATOR.has(words(name).join(""))
