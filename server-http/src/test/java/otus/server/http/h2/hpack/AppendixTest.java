package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The examples of RFC 7541 Appendix C, with the tables after each block.
class AppendixTest {
  private static final String FIRST_DATE = "Mon, 21 Oct 2013 20:13:21 GMT";
  private static final String SECOND_DATE = "Mon, 21 Oct 2013 20:13:22 GMT";
  private static final String COOKIE = "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

  @ParameterizedTest
  @CsvSource({"10, 5, 0a", "1337, 5, 1f9a0a", "42, 8, 2a"})
  void c1_integers(int value, int prefix, String digits) {
    byte[] octets = new byte[Primitives.MAX_INTEGER];
    int length = Primitives.integer(octets, 0, 0, prefix, value);
    assertEquals(digits, Hex.digits(Hex.buffer(octets).limit(length)));
  }

  @Test
  void c2_literal_with_indexing() {
    Session session = new Session(4096);
    session.expect(
        "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572",
        List.of("custom-key: custom-header"),
        List.of("custom-key: custom-header"),
        55);
  }

  @Test
  void c2_literals_without_indexing_and_never_indexed() {
    Session session = new Session(4096);
    session.expect(
        "040c 2f73 616d 706c 652f 7061 7468", List.of(":path: /sample/path"), List.of(), 0);
    session.expect(
        "1008 7061 7373 776f 7264 0673 6563 7265 74", List.of("password: secret"), List.of(), 0);
    session.expect("82", List.of(":method: GET"), List.of(), 0);
  }

  @Test
  void c3_requests_without_huffman_code() {
    requests(
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65");
  }

  @Test
  void c4_requests_with_huffman_code() {
    requests(
        "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
        "8286 84be 5886 a8eb 1064 9cbf",
        "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf");
  }

  private static void requests(String first, String second, String third) {
    Session session = new Session(4096);
    session.expect(
        first,
        List.of(":method: GET", ":scheme: http", ":path: /", ":authority: www.example.com"),
        List.of(":authority: www.example.com"),
        57);
    session.expect(
        second,
        List.of(
            ":method: GET",
            ":scheme: http",
            ":path: /",
            ":authority: www.example.com",
            "cache-control: no-cache"),
        List.of("cache-control: no-cache", ":authority: www.example.com"),
        110);
    session.expect(
        third,
        List.of(
            ":method: GET",
            ":scheme: https",
            ":path: /index.html",
            ":authority: www.example.com",
            "custom-key: custom-value"),
        List.of(
            "custom-key: custom-value", "cache-control: no-cache", ":authority: www.example.com"),
        164);
  }

  @Test
  void c5_responses_without_huffman_code() {
    responses(
        """
        4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
        2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70
        6c65 2e63 6f6d
        """,
        "4803 3330 37c1 c0bf",
        """
        88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
        54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
        5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e
        3d31
        """);
  }

  @Test
  void c6_responses_with_huffman_code() {
    responses(
        """
        4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
        2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3
        """,
        "4883 640e ffc1 c0bf",
        """
        88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
        77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
        9587 3160 65c0 03ed 4ee5 b106 3d50 07
        """);
  }

  private static void responses(String first, String second, String third) {
    Session session = new Session(256);
    session.expect(
        first,
        List.of(
            ":status: 302",
            "cache-control: private",
            "date: " + FIRST_DATE,
            "location: https://www.example.com"),
        List.of(
            "location: https://www.example.com",
            "date: " + FIRST_DATE,
            "cache-control: private",
            ":status: 302"),
        222);
    session.expect(
        second,
        List.of(
            ":status: 307",
            "cache-control: private",
            "date: " + FIRST_DATE,
            "location: https://www.example.com"),
        List.of(
            ":status: 307",
            "location: https://www.example.com",
            "date: " + FIRST_DATE,
            "cache-control: private"),
        222);
    session.expect(
        third,
        List.of(
            ":status: 200",
            "cache-control: private",
            "date: " + SECOND_DATE,
            "location: https://www.example.com",
            "content-encoding: gzip",
            "set-cookie: " + COOKIE),
        List.of("set-cookie: " + COOKIE, "content-encoding: gzip", "date: " + SECOND_DATE),
        215);
  }

  /// A decoder and the expected blocks, one after the other.
  private static final class Session {
    private final HpackDecoder decoder;

    Session(int tableSize) {
      this.decoder = new HpackDecoder(tableSize, new HuffmanDecoder());
    }

    void expect(String digits, List<String> fields, List<String> table, int size) {
      assertEquals(new Decoded(fields, ""), Decoded.of(decoder, digits));
      int first = 0x80 | StaticTable.LENGTH + 1;
      for (int i = 0; i < table.size(); i++) {
        String index = Integer.toHexString(first + i);
        assertEquals(Decoded.valid(table.get(i)), Decoded.of(decoder, index));
      }
      String next = Integer.toHexString(first + table.size());
      assertEquals("index of a field is invalid", Decoded.of(decoder, next).error());
      int separator = ": ".length();
      assertEquals(
          size, table.stream().mapToInt(each -> each.length() - separator + Field.OVERHEAD).sum());
    }
  }
}
