package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.config.RequestLimits;

/// The cost of finding lines is linear: no byte is scanned twice.
///
/// Tested without a clock: a byte that was scanned is replaced by a line feed. A scanner that reads
/// it again finds a wrong end. Only the last byte may be read again, because it may be the CR of a
/// CRLF.
class LineScannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''           | 10 | -1
          a            | 10 | -1
          a\\r         | 10 | -1
          \\r          | 10 | -1
          \\r\\n       | 10 | 0
          a\\r\\n      | 10 | 1
          ab\\r\\nc\\r\\n | 10 | 2
          \\r\\r\\n    | 10 | 1
          a\\rb\\r\\n  | 10 | 3
          \\n          | 10 | -3
          a\\n         | 10 | -3
          a\\n\\r\\n   | 10 | -3
          abc\\r\\n    | 5  | 3
          abcd\\r\\n   | 5  | -2
          abcd\\n      | 5  | -3
          abcd\\r      | 5  | -2
          abcde\\n     | 5  | -2
          abcd         | 5  | -1
          \\r          | 1  | -2
          \\n          | 1  | -3
          """)
  void line_length_is_the_same_for_every_split(String escaped, int limit, int expected) {
    byte[] octets = Splits.octets(escaped.replace("\\r", "\r").replace("\\n", "\n"));
    for (int[] ends : Splits.all(octets.length)) {
      LineScanner scanner = new LineScanner();
      int length = LineScanner.INCOMPLETE;
      for (int i = 0; i < ends.length && length == LineScanner.INCOMPLETE; i++) {
        ByteBuffer in = Splits.part(octets, 0, ends[i]);
        int position = in.position();
        length = scanner.scan(in, limit);
        assertEquals(position, in.position());
      }
      assertEquals(expected, length);
    }
  }

  @Test
  void scanner_reads_no_byte_twice() {
    byte[] octets = new byte[32 * 1024];
    LineScanner scanner = new LineScanner();
    for (int line = 0; line < 3; line++) {
      int end = 0;
      while (end < octets.length - 2) {
        scanned(octets, end);
        octets[end++] = 'x';
        assertEquals(LineScanner.INCOMPLETE, scan(scanner, octets, end));
      }
      scanned(octets, end);
      octets[end++] = '\r';
      assertEquals(LineScanner.INCOMPLETE, scan(scanner, octets, end));
      octets[end++] = '\n';
      assertEquals(octets.length - 2, scan(scanner, octets, end));
    }
  }

  private static int scan(LineScanner scanner, byte[] octets, int end) {
    return scanner.scan(ByteBuffer.wrap(octets, 0, end), octets.length);
  }

  /// Overwrites the bytes of a line that must not be read again, after `end` bytes were scanned.
  private static void scanned(byte[] octets, int end) {
    if (end > 0) {
      octets[end - 1] = '\n';
    }
  }

  /// The same for the parser: it reads only the last byte of an incomplete line again, and no byte
  /// that was consumed.
  @Test
  void parser_scans_the_largest_head_once_when_it_arrives_byte_by_byte() {
    RequestLimits limits = HeadAssertions.LIMITS;
    String start = "GET / HTTP/1.1\r\nHost: a\r\n";
    String head =
        start + "X: " + "y".repeat(limits.maxHeadSize() - start.length() - 7) + "\r\n\r\n";
    assertEquals(limits.maxHeadSize(), head.length());
    byte[] octets = Splits.octets(head);
    byte[] spoiled = octets.clone();
    RequestParser parser = new RequestParser(limits);
    int from = 0;
    RequestParser.Result parsed = RequestParser.Incomplete.INCOMPLETE;
    for (int end = 1; end <= octets.length; end++) {
      assertEquals(RequestParser.Incomplete.INCOMPLETE, parsed);
      if (octets[end - 1] == '\n') {
        System.arraycopy(octets, from, spoiled, from, end - from); // the complete line may be read
      } else if (end - 2 >= from) {
        spoiled[end - 2] = '\n';
      }
      ByteBuffer in = ByteBuffer.wrap(spoiled, from, end - from);
      parsed = parser.parse(in);
      from = in.position();
    }
    assertInstanceOf(Http1Head.class, parsed);
    assertEquals(octets.length, from);
  }
}
