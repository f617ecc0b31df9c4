import { assert, describe, it } from "@effect/vitest"
import { type FileMetaData, parquetMetadata } from "hyparquet"
import { parquet, parquetLists } from "../../test/parquet.ts"
import { checkMetadata, mostByColumn } from "./check.ts"

const file = parquet([{ name: "x", data: [1, 2, 3], type: "DOUBLE" }])

type Column = NonNullable<FileMetaData["row_groups"][number]["columns"][number]["meta_data"]>

const changed = (change: (metadata: FileMetaData, column: Column) => void): FileMetaData => {
  const metadata = parquetMetadata(file.buffer)
  change(metadata, metadata.row_groups[0]!.columns[0]!.meta_data!)
  return metadata
}

describe("checkMetadata", () => {
  it("says what the values come to", () => {
    const lists = parquetLists(["a", "b"], [[1, 2, 3], [4, 5, 6]])
    assert.isAtLeast(checkMetadata(parquetMetadata(file.buffer), file.length), 24)
    assert.isAtLeast(checkMetadata(parquetMetadata(lists.buffer), lists.length), 48)
    const many = changed((metadata, column) => {
      metadata.num_rows = metadata.row_groups[0]!.num_rows = column.num_values = 2n ** 40n
    })
    assert.strictEqual(checkMetadata(many, file.length), 2 ** 43)
  })

  it("says what a column of a row group comes to at most", () => {
    const numbers = Array.from({ length: 7 }, (_, i) => i)
    const bytes = parquet([{ name: "x", data: numbers, type: "DOUBLE" }, { name: "y", data: numbers, type: "INT32" }], {
      rowGroupSize: 5
    })
    const most = mostByColumn(parquetMetadata(bytes.buffer))
    assert.deepStrictEqual([...most.keys()], ["x", "y"])
    for (const size of most.values()) assert.isTrue(size >= 40 && size < 56 + 40, String(size))
  })

  it("refuses what cannot be", () => {
    const wrong: ReadonlyArray<readonly [change: Parameters<typeof changed>[0], problem: RegExp]> = [
      [(_, column) => column.num_values = -1n, /the number of a column's values is -1/],
      [(_, column) => column.num_values = 2n ** 60n, /the number of a column's values is/],
      [(_, column) => column.num_values = 4n, /a column has 4 values for 3 rows/],
      [(_, column) => column.num_values = 2n, /a column has 2 values for 3 rows/],
      [(metadata) => metadata.num_rows = 4n, /it says 4 rows and its row groups have 3/],
      [(metadata) => metadata.row_groups[0]!.num_rows = -3n, /the number of a row group's rows is -3/],
      [(_, column) => column.total_compressed_size = 10n ** 9n, /a column ends at byte \d+ and the file at/],
      [(_, column) => column.data_page_offset = -4n, /the place of a column is -4/],
      [(_, column) => column.total_uncompressed_size = -4n, /the unpacked size of a column is -4/],
      [(metadata) => delete metadata.row_groups[0]!.columns[0]!.meta_data, /in another file/]
    ]
    for (const [change, problem] of wrong) assert.throws(() => checkMetadata(changed(change), file.length), problem)
  })
})
