package otus.server.app.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PemFileTest {
  private static final String ONE = "-----BEGIN A-----\nAQID\n-----END A-----\n";
  private static final String TWO = "-----BEGIN B C-----\nBA==\n-----END B C-----\n";

  private static PemFile parse(String text) {
    return PemFile.parse(text.getBytes(ISO_8859_1));
  }

  @Test
  void blocks_keep_their_order_and_text_around_them_is_ignored() {
    PemFile file = parse("subject=/CN=x\n" + ONE + "\nBag Attributes\n" + TWO + "end");
    assertEquals(List.of("A", "B C"), file.blocks().stream().map(PemFile.Block::label).toList());
    assertArrayEquals(new byte[] {1, 2, 3}, file.blocks().getFirst().der());
    assertArrayEquals(new byte[] {4}, file.labelled(List.of("B C")).getFirst().der());
  }

  @Test
  void line_ends_of_other_systems_and_blanks_do_not_matter() {
    for (String end : List.of("\r\n", "\r", "  \n\t")) {
      assertArrayEquals(
          new byte[] {1, 2, 3}, parse(ONE.replace("\n", end)).blocks().getFirst().der());
    }
  }

  @Test
  void block_may_have_several_lines() {
    String text = "-----BEGIN A-----\nAQ\nID\n-----END A-----";
    assertArrayEquals(new byte[] {1, 2, 3}, parse(text).blocks().getFirst().der());
  }

  @Test
  void headers_of_an_old_encrypted_key_are_noticed() {
    String text = "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAQID\n-----END A-----";
    assertTrue(parse(text).blocks().getFirst().hasHeaders());
  }

  @ParameterizedTest
  @CsvSource({
    "'', it is not a PEM file",
    "0\u0082\u0003, it is not a PEM file",
    "-----BEGIN A-----|AQID, the block A has no end",
    "-----BEGIN A-----|AQID|-----BEGIN B-----|AQID|-----END B-----, the block A has no end",
    "-----BEGIN A-----|AQID|-----END B-----, the block A has no end",
    "-----BEGIN A-----|A?ID|-----END A-----, the block A is not in Base64",
    "-----BEGIN -----|AQID|-----END -----, it is not a PEM file",
  })
  void invalid_file_is_one_line(String text, String message) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> parse(text.replace('|', '\n')))
            .getMessage();
    assertTrue(found.startsWith(message), found);
    assertEquals(1, found.lines().count());
  }
}
