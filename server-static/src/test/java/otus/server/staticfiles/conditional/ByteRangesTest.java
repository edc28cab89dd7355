package otus.server.staticfiles.conditional;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0            | 0-0
          bytes=0-499          | 0-499
          bytes=500-999        | 500-999
          bytes=500-           | 500-999
          bytes=-500           | 500-999
          bytes=-1             | 999-999
          bytes=-1000          | 0-999
          bytes=-1001          | 0-999
          bytes=0-             | 0-999
          bytes=999-           | 999-999
          bytes=0-1000         | 0-999
          bytes=990-99999999999999999999 | 990-999
          bytes=-99999999999999999999    | 0-999
          bytes=0005-006                 | 5-6
          BYTES=1-2            | 1-2
          bytes= 1-2           | 1-2
          bytes=,1-2,          | 1-2
          bytes=0000001-002    | 1-2
          bytes=1-2,5000-6000  | 1-2
          bytes=9223372036854775806-9223372036854775807,3-4 | 3-4
          """)
  void one_range_of_1000_bytes(String field, String range) {
    assertEquals(range, text(ByteRanges.parse(field, 1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-0,-1          | 0-0 999-999
          bytes=500-599,0-99    | 500-599 0-99
          bytes=0-99 , 500-599  | 0-99 500-599
          bytes=0-99,,500-599   | 0-99 500-599
          bytes=0-99,5000-,500- | 0-99 500-999
          """)
  void several_ranges_keep_the_requested_order(String field, String ranges) {
    assertEquals(ranges, text(ByteRanges.parse(field, 1000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=0-99,50-149                    | 0-149
          bytes=50-149,0-99                    | 0-149
          bytes=0-99,100-199                   | 0-199
          bytes=0-99,180-199                   | 0-199
          bytes=180-199,0-99                   | 0-199
          bytes=0-99,181-199                   | 0-99 181-199
          bytes=181-199,0-99                   | 181-199 0-99
          bytes=0-9,0-9,0-9                    | 0-9
          bytes=0-9,500-509,200-209,10-499     | 0-509
          bytes=900-909,300-309,0-9,305-915    | 300-915 0-9
          bytes=0-9,300-309,600-609,310-599    | 0-9 300-609
          bytes=0-,-1                          | 0-999
          """)
  void overlaps_and_gaps_of_up_to_80_bytes_are_joined(String field, String ranges) {
    assertEquals(ranges, text(ByteRanges.parse(field, 1000)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes= ",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "bytes=1-2-3",
        "bytes=0x1-2",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=1-2;3-4",
        "bytes=1 -2",
        "bytes=1- 2",
        "bytes =1-2",
        "items=0-1",
        "bits=0-1",
        " bytes=0-1",
        "bytes:0-1",
        "bytes=1-2,x",
        "bytes=1-2,4-3",
        "bytes=99999999999999999999-99999999999999999998",
        "bytes=099999999999999999999-9223372036854775808",
        "bytes=\u0661-\u0662"
      })
  void invalid_header_is_ignored(String field) {
    assertEquals("none", text(ByteRanges.parse(field, 1000)));
  }

  @Test
  void missing_header_is_no_range() {
    assertEquals("none", text(ByteRanges.parse(null, 1000)));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=1000-, 1000",
    "bytes=1000-1001, 1000",
    "bytes=-0, 1000",
    "'bytes=1000-,2000-', 1000",
    "bytes=99999999999999999999-, 1000",
    "bytes=18446744073709551616-18446744073709551617, 1000",
  })
  void ranges_without_a_byte_are_unsatisfiable(String field, long size) {
    assertEquals("unsatisfiable", text(ByteRanges.parse(field, size)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=0-", "bytes=0-0", "bytes=5-6", "bytes=-0", "bytes=-1", "bytes=0-1,-5"})
  void every_range_of_an_empty_file_is_the_whole_file(String field) {
    assertEquals("none", text(ByteRanges.parse(field, 0)));
  }

  @Test
  void ranges_beyond_two_gigabytes_are_exact() {
    long size = 5L << 30;
    assertEquals(
        "4294967296-4294967297 5368709119-5368709119",
        text(ByteRanges.parse("bytes=4294967296-4294967297,-1", size)));
  }

  @Test
  void more_than_64_ranges_are_ignored() {
    assertEquals("0-0", text(ByteRanges.parse(many(64), 1000)));
    assertEquals("none", text(ByteRanges.parse(many(65), 1000)));
  }

  private static String many(int count) {
    return "bytes=" + String.join(",", Collections.nCopies(count, "0-0"));
  }

  private static String text(ByteRanges ranges) {
    return switch (ranges) {
      case ByteRanges.None none -> "none";
      case ByteRanges.Unsatisfiable none -> "unsatisfiable";
      case ByteRanges.One(ByteRange range) -> text(List.of(range));
      case ByteRanges.Many(var many) -> text(many);
    };
  }

  private static String text(List<ByteRange> ranges) {
    return ranges.stream().map(r -> r.first() + "-" + r.last()).collect(Collectors.joining(" "));
  }
}
