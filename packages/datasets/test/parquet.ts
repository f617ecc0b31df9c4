/** Small parquet files to read. */
import { parquetWriteBuffer } from "hyparquet-writer"

type Options = Parameters<typeof parquetWriteBuffer>[0]

/** A list of floats as Arrow writes it: three levels. */
export const listSchema = (name: string): NonNullable<Options["schema"]> => [
  { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "OPTIONAL", type: "FLOAT" }
]

/** A file of columns. */
export const parquet = (columnData: Options["columnData"], rest: Partial<Options> = {}): Uint8Array<ArrayBuffer> =>
  new Uint8Array(parquetWriteBuffer({ columnData, ...rest }))

/** A file with text ids and a vector a row in a list. */
export const parquetLists = (
  ids: Array<string>,
  vectors: Array<Array<number>>,
  rest: Partial<Options> = {}
): Uint8Array<ArrayBuffer> =>
  parquet([{ name: "id", data: ids }, { name: "v", data: vectors }], {
    schema: [
      { name: "root", num_children: 2 },
      { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ...listSchema("v")
    ],
    ...rest
  })
