/** Bad questions: what to change about a good one, the reason it is refused for, and the message. */
import { fromRows } from "../src/Matrix.ts"

/** Probabilities of five items in three classes. */
export const probability = fromRows(Array.from({ length: 5 }, () => [0.5, 0.25, 0.25]))

/** See the module. The good question has five items. */
export const refusals: ReadonlyArray<readonly [what: string, given: object, reason: string, message: string]> = [
  ["no size", { embedding: undefined }, "Size", "the pool's size is unknown; give a column, the ids, or the size"],
  ["an empty pool", { embedding: undefined, size: 0 }, "Size", "the pool is empty; give at least one item"],
  [
    "half an item",
    { embedding: undefined, size: 1.5 },
    "Size",
    "size is 1.5; it must be a whole number of at least 0"
  ],
  [
    "too large a pool",
    { embedding: undefined, size: 2 ** 33 },
    "Size",
    "size is 8589934592; a pool holds at most 4294967295 items"
  ],
  [
    "another size",
    { size: 6 },
    "Shape",
    "embedding has 5 rows and the pool has 6 items; give one row an item, in pool order"
  ],
  [
    "too few ids",
    { ids: ["a"] },
    "Shape",
    "ids has 1 rows and the pool has 5 items; give one row an item, in pool order"
  ],
  [
    "an id twice",
    { ids: ["a", "b", "c", "b", "e"] },
    "DuplicateId",
    `the id "b" stands twice in ids, at 1 and 3; ids must be distinct`
  ],
  [
    "a position beyond the pool",
    { labeled: [0, 5] },
    "Position",
    "labeled[1] is 5; positions are whole numbers from 0 to 4"
  ],
  [
    "a negative position",
    { candidates: [-1] },
    "Position",
    "candidates[0] is -1; positions are whole numbers from 0 to 4"
  ],
  ["half a position", { labeled: [0.5] }, "Position", "labeled[0] is 0.5; positions are whole numbers from 0 to 4"],
  [
    "a position twice",
    { labeled: [2, 1, 2] },
    "Position",
    "labeled names position 2 twice, at 0 and 2; name it once"
  ],
  [
    "a candidate twice",
    { candidates: [3, 3] },
    "Position",
    "candidates names position 3 twice, at 0 and 1; name it once"
  ],
  [
    "too few labels",
    { labeled: [0, 1], labels: [0] },
    "LabelCount",
    "there are 1 labels for 2 labeled items; give one each"
  ],
  [
    "half a class",
    { labeled: [2], labels: [0.5] },
    "Label",
    "the label of position 2 is 0.5; classes are whole numbers from 0"
  ],
  [
    "a negative class",
    { labeled: [2], labels: [-2] },
    "Label",
    "the label of position 2 is -2; classes are whole numbers from 0"
  ],
  [
    "a class beyond 32 bits",
    { labeled: [2], labels: [2 ** 32 - 1] },
    "Label",
    "the label of position 2 is 4294967295; classes are whole numbers from 0"
  ],
  [
    "a class beyond the classes",
    { labeled: [4, 2], labels: [0, 3], classes: 3 },
    "Label",
    "the label of position 2 is 3, but there are only 3 classes, from 0"
  ],
  [
    "a class beyond the probabilities",
    { labeled: [2], labels: [3], probability },
    "Label",
    "the label of position 2 is 3, but there are only 3 classes, from 0"
  ],
  ["no classes", { classes: 0 }, "Classes", "classes is 0; it must be a whole number of at least 1"],
  [
    "classes that disagree",
    { classes: 4, probability },
    "Classes",
    "classes is 4 but the columns have 3 classes; they must agree"
  ],
  ["budget 0", { budget: 0 }, "Budget", "budget is 0; it must be a whole number of at least 1"],
  ["a negative budget", { budget: -3 }, "Budget", "budget is -3; it must be a whole number of at least 1"],
  ["half a budget", { budget: 1.5 }, "Budget", "budget is 1.5; it must be a whole number of at least 1"],
  ["no budget", { budget: Number.NaN }, "Budget", "budget is NaN; it must be a whole number of at least 1"],
  [
    "too large a budget",
    { budget: 5, labeled: [1] },
    "Budget",
    "budget 5 is more than the 4 unlabeled items; lower it or pass `clamp: true`"
  ],
  [
    "nothing left",
    { labeled: [0, 1, 2, 3, 4], clamp: true },
    "Budget",
    "no unlabeled item is left to choose; add items or candidates"
  ],
  [
    "nothing left but what was declined",
    { labeled: [0, 1, 2], labels: [0, -1, 1], declined: [3, 4] },
    "Budget",
    "no unlabeled item is left to choose: 2 are labeled, and 3 were declined (a blank label declines); leave declined items " +
    "out of the labels to be asked about them, or add items or candidates"
  ],
  ["half a seed", { seed: 0.5 }, "Seed", "seed is 0.5; it must be a whole number within ±(2^53 − 1)"],
  [
    "a seed beyond the safe integers",
    { seed: 2 ** 60 },
    "Seed",
    "seed is 1152921504606847000; it must be a whole number within ±(2^53 − 1)"
  ],
  ["a negative round", { round: -1 }, "Round", "round is -1; it must be a whole number of at least 0"]
]
